using Engram.Cells;
using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>Cells that use one kind of node each.</summary>
internal static class NodeCells
{
    public static IReadOnlyDictionary<string, Cell> All { get; } = new Dictionary<string, Cell>
    {
        ["bottleneck"] = new BottleneckCell { Units = 7 },
        ["bottleneck-with-dropout"] = new BottleneckCell { Units = 7, Keep = 0.5 },
        ["perceptron"] = new PerceptronCell { Units = 7 },
        ["outputs-of-states"] = new PlainOutputCell { Units = 7 },
        ["jordan"] = new FedBackCell { Units = 7 },
        ["skip"] = new SkipCell { Units = 7 },
        ["inputs-alone"] = new InputsAloneCell { Units = 7 },
        ["delayed-inputs"] = new DelayedInputsCell { Units = 7 },
        ["delayed-products"] = new DelayedProductsCell { Units = 7 },
        ["delayed-rates"] = new DelayedRatesCell { Units = 7 },
        ["delayed-states"] = new DelayedStatesCell { Units = 7 },
        ["divisive"] = new DivisiveCell { Units = 7 },
        ["softmax"] = new SoftmaxCell { Units = 7 },
        ["winner"] = new WinnerCell { Units = 7 },
        ["inputs-by-unit"] = new InputsByUnitCell { Units = 3 },
    };

    // x' = x/2 + (W r + V u + b)/2 with r = tanh(x).
    private static (Node X, Node R) Leaky(Step step, int units, Func<Node, Node> drive)
    {
        var x = step.State("x", units);
        var r = step.Apply(Activation.Tanh, x);
        step.Next(x, (0.5 * x) + (0.5 * drive(r)));
        step.Rate(r);
        return (x, r);
    }

    private static Node Plain(Step step, Node r, int units) =>
        step.Linear("w_rec", r, units) + step.Linear("w_in", step.Input, units) + step.Bias("b", units);

    private sealed record BottleneckCell : Cell
    {
        public double Keep { get; init; } = 1;

        protected override void Define(Step step)
        {
            var (_, r) = Leaky(step, Units, r => Plain(step, r, Units));
            step.Output(step.Readout("out", step.Project("w_g", r, 5) * step.Dropout("drop", 5, Keep)));
        }
    }

    private sealed record PerceptronCell : Cell
    {
        protected override void Define(Step step)
        {
            var (_, r) = Leaky(step, Units, r => Plain(step, r, Units));
            var first = step.Apply(Activation.Tanh, step.Project("w_1", r, 6) + step.Bias("b_1", 6));
            step.Output(step.Readout("out", step.Apply(Activation.Sigmoid, step.Project("w_2", first, 5) + step.Bias("b_2", 5))));
        }
    }

    private sealed record PlainOutputCell : Cell
    {
        protected override void Define(Step step)
        {
            var (x, _) = Leaky(step, Units, r => Plain(step, r, Units));
            var y = step.State("y", step.Outputs);
            step.Next(y, step.Apply(Activation.Tanh, step.Project("w_y", x, step.Outputs)));
            step.Output(0.5 * y * y);
        }
    }

    private sealed record FedBackCell : Cell
    {
        protected override void Define(Step step)
        {
            var z = default(Node);
            Leaky(step, Units, r =>
            {
                z = step.Readout("out", r);
                return Plain(step, r, Units) + step.Linear("w_fb", step.Apply(Activation.Tanh, z), Units);
            });
            step.Output(z!);
        }
    }

    private sealed record SkipCell : Cell
    {
        protected override void Define(Step step)
        {
            var (_, r) = Leaky(step, Units, r => Plain(step, r, Units));
            step.Output(step.Readout("out", r) + step.Project("w_skip", step.Input, step.Outputs));
        }
    }

    private sealed record InputsAloneCell : Cell
    {
        protected override void Define(Step step)
        {
            Leaky(step, Units, r => Plain(step, r, Units));
            step.Output(step.Readout("out", step.Input));
        }
    }

    private sealed record DelayedInputsCell : Cell
    {
        protected override void Define(Step step)
        {
            var h = step.State("h", Units);
            var drive = step.Bias("b", Units) + step.Linear("w_0", step.Input, Units);
            foreach (var k in new[] { 1, 2, 5 })
            {
                drive += step.Linear($"w_{k}", step.Delay(step.Input, k), Units);
            }

            step.Next(h, step.Apply(Activation.Tanh, drive));
            step.Rate(h);
        }
    }

    private sealed record DelayedProductsCell : Cell
    {
        protected override void Define(Step step)
        {
            var sent = step.Apply(Activation.Tanh, step.Linear("w_in", step.Input, Units) + step.Bias("b", Units));
            var x = step.State("x", Units);
            step.Next(x, (0.5 * x) + step.Linear("w_rec", step.Apply(Activation.Tanh, x), Units) + step.Delay(sent, 3) + (0.3 * step.Delay(sent * sent, 2)));
            step.Rate(x);
        }
    }

    private sealed record DelayedRatesCell : Cell
    {
        protected override void Define(Step step) =>
            Leaky(step, Units, r => Plain(step, r, Units) + step.Linear("w_late", step.Delay(r, 2), Units) + (0.2 * step.Delay(r * r, 4)));
    }

    private sealed record DelayedStatesCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            step.Next(x, step.Apply(Activation.Tanh, Plain(step, x, Units) + (0.4 * step.Delay(x, 1)) + step.Linear("w_late", step.Delay(step.Delay(x, 1), 2), Units)));
            step.Rate(x);
        }
    }

    private sealed record DivisiveCell : Cell
    {
        protected override void Define(Step step) => Leaky(step, Units, r => Plain(step, r, Units) / (1 + step.Sum(r * r)));
    }

    private sealed record SoftmaxCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            step.Next(x, (0.5 * x) + step.Linear("w_rec", step.Softmax(3 * x), Units) + step.Linear("w_in", step.Input, Units));
            step.Rate(x);
        }
    }

    private sealed record WinnerCell : Cell
    {
        protected override void Define(Step step) => Leaky(step, Units, r => Plain(step, r, Units) * step.Maximum(r));
    }

    private sealed record InputsByUnitCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", step.Input.Width);
            step.Next(x, step.Apply(Activation.Tanh, step.Linear("w_rec", x, 3) + (step.Input * x) + (0.5 * step.Delay(step.Input, 2))));
            step.Rate(x);
        }
    }
}
