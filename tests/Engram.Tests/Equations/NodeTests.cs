using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Equations;

/// <summary>Outputs as nodes, delays, reductions, contexts, masks and memory, each against what it should be.</summary>
public sealed class NodeTests
{
    public static TheoryData<string> Names() => [.. NodeCells.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_agrees_with_central_differences(string name) => CentralDifferences.Check(Graph(name, 2));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_of_many_outputs_agrees_with_central_differences(string name) => CentralDifferences.Check(Graph(name, 6));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_agrees_where_a_mask_silences_units(string name) => CentralDifferences.Check(Graph(name, 2).Masked());

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_do_not_change_a_bit(string name)
    {
        float[] Run(int threads)
        {
            var graph = Graph(name, 2);
            using var engine = new Engine<float>(graph, threads);
            engine.Load(CellContract.Parameters<float>(graph, 3));
            var gradient = new float[engine.ParameterCount];
            engine.Gradient(new RandomBatch<float>(37, 19, 3, 2, 11), gradient);
            return gradient;
        }

        Assert.Equal(Run(1), Run(3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_series_in_parts_has_the_bits_of_the_whole(string name) => InParts(Graph(name, 2));

    [Theory]
    [InlineData(typeof(LeakyCell))]
    [InlineData(typeof(LstmCell))]
    public void Noise_goes_on_from_part_to_part(Type cell) => InParts((Cell.Catalog.All.Single(one => one.GetType() == cell) with { Units = 21 }).Graph(3, 2, 20.Ms));

    [Theory]
    [MemberData(nameof(Names))]
    public void Instruction_sets_agree(string name)
    {
        float[] Run(InstructionSet set)
        {
            var graph = Graph(name, 6);
            using var engine = new Engine<float>(graph, 1, new EngineOptions { Instructions = set });
            engine.Load(CellContract.Parameters<float>(graph, 3));
            var gradient = new float[engine.ParameterCount];
            engine.Gradient(new RandomBatch<float>(5, 19, 3, 6, 11), gradient);
            return gradient;
        }

        var reference = Run(InstructionSet.Scalar);
        foreach (var set in Enum.GetValues<InstructionSet>().Where(set => set <= InstructionSets.Best))
        {
            Assert.All(Run(set).Zip(reference), pair => Assert.Equal(pair.Second, pair.First, 2e-5f * reference.Max(Math.Abs)));
        }
    }

    [Fact]
    public void Synapses_with_a_delay_are_synapses()
    {
        var cell = new LateSynapsesCell { Units = 20 };
        var graph = cell.Graph(1, 1, 20.Ms);
        Assert.Equal(ParameterRole.Recurrent, graph.Parameters.Single(shape => shape.Name == "w_rec").Role);
        Assert.Equal(ParameterRole.Input, graph.Parameters.Single(shape => shape.Name == "w_in").Role);
        var network = Network.Create(cell, graph, new NetworkOptions { Dale = Positivity.Rectify, SpectralRadius = 1.2 }, 1);
        Assert.Equal(1.2, network.SpectralRadius("w_rec"), 1e-4);
        Assert.All(Enumerable.Range(0, 20), i => Assert.True(network["w_rec", i, 0] >= 0 && network["w_rec", i, 19] <= 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_of_it_can_be_described(string name)
    {
        var graph = Graph(name, 2);
        string[] lines = [.. EquationText.Step(graph), .. EquationText.Adjoint(graph), .. EquationText.Schedule(graph)];
        Assert.Contains(lines, line => line.StartsWith("z = ", StringComparison.Ordinal));
        Assert.All(graph.Parameters, shape => Assert.Contains(lines, line => line.Contains($"dL/d{shape.Name} +=", StringComparison.Ordinal)));
        Snapshot.Agrees($"nodes/{name}.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void A_masked_step_keeps_the_matrices_through_which_errors_go_back()
    {
        var graph = Engram.Learning.Credit.Rules["rflo"].Through(new LeakyCell { Units = 7 }.Graph(3, 2, 20.Ms)).Masked();
        var recurrent = graph.Parameters.Single(shape => shape.Name == "w_rec");
        var readout = graph.Parameters.Single(shape => shape.Name == "w_out");
        Assert.Null(graph.Back(recurrent));
        Assert.Equal("w_out_back", graph.Back(readout)?.Name);
        Assert.True(graph.IsMasked);
    }

    // u_{t+1} = [z_t, 1], stepped with the map of the step.
    [Fact]
    public void A_closed_loop_agrees_with_stepping_by_hand()
    {
        var graph = (new LeakyCell { Units = 9, Noise = 0, Activation = Activation.Tanh }).Graph(3, 2, 20.Ms);
        var parameters = CellContract.Parameters<double>(graph, 3);
        using var engine = new Engine<double>(graph);
        engine.Load(parameters);
        var loop = new SeriesBatch<double>(5, 50, 2) { Responds = true };
        engine.Forward(loop);
        var open = new SeriesBatch<double>(5, 50, 2);
        engine.Forward(open);
        Assert.True(Math.Abs(loop.Outputs[^1] - open.Outputs[^1]) > 1e-3, "The response must matter.");

        using var map = new StepMap(graph);
        map.Load(parameters);
        double[] Of(string name) => [.. parameters.Skip(graph.Parameters.TakeWhile(shape => shape.Name != name).Sum(shape => shape.Count))
            .Take(graph.Parameters.Single(shape => shape.Name == name).Count)];
        var (readout, bias) = (Of("w_out"), Of("b_out"));
        for (var trial = 0; trial < 5; trial++)
        {
            var (x, u) = (Of("x0"), new[] { Math.Sin(trial), Math.Sin(trial + 2), Math.Sin(trial + 4) });
            for (var step = 0; step < 50; step++)
            {
                map.Next(x, u, x);
                double[] z = [.. Enumerable.Range(0, 2).Select(o => bias[o] + x.Select((value, i) => readout[(o * 9) + i] * Math.Tanh(value)).Sum())];
                for (var o = 0; o < 2; o++)
                {
                    Assert.Equal(z[o], loop.Outputs[(((trial * 50) + step) * 2) + o], 1e-12);
                }

                u = [z[0], z[1], 1];
            }
        }
    }

    [Fact]
    public void States_that_begin_with_the_context_have_the_right_gradient()
    {
        var graph = new ContextCell { Units = 7 }.Graph(3, 2, 20.Ms, contexts: 4);
        CentralDifferences.Check(graph);
        string[] lines = [.. EquationText.Step(graph), .. EquationText.Adjoint(graph)];
        Assert.Contains("x = tanh(w_start·context + b_start) before the first step", lines);
        Assert.Contains(lines, line => line.StartsWith("dL/dcontext += ", StringComparison.Ordinal) && line.Contains("w_startᵀ·", StringComparison.Ordinal));
    }

    [Fact]
    public void The_adjoint_of_the_context_agrees_with_central_differences()
    {
        var graph = new ContextCell { Units = 7 }.Graph(3, 2, 20.Ms, contexts: 4);
        using var engine = new Engine<double>(graph);
        engine.Load(CellContract.Parameters<double>(graph, 3));
        var batch = new RandomBatch<double>(5, 19, 3, 2, 11);
        engine.Gradient(batch, new double[engine.ParameterCount]);
        var adjoints = batch.ContextAdjoints.ToDictionary();
        for (var k = 0; k < 4; k++)
        {
            double Loss(double nudge)
            {
                batch.Nudge = (2, k, nudge);
                engine.Forward(batch);
                return batch.Loss;
            }

            Assert.Equal((Loss(1e-5) - Loss(-1e-5)) / 2e-5, adjoints[2][k], 1e-7);
        }
    }

    [Fact]
    public void Mistakes_are_told()
    {
        void Fails(string part, Action<Step> define, int contexts = 0)
        {
            var fault = Assert.Throws<UsageException>(() => new AnyCell { Units = 5, Body = define }.Graph(3, 2, 20.Ms, contexts));
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        }

        void Simple(Step step, Func<Node, Node> next)
        {
            var x = step.State("x", 5);
            step.Next(x, next(x));
            step.Rate(x);
        }

        Fails("delays a quantity by 0 steps; give step.Delay at least 1", step => Simple(step, x => step.Delay(x, 0)));
        Fails("the task gives its trials none", step => step.State("x", step.Context));
        Fails("uses the context within its step", step => Simple(step, x => x + step.Linear("w", step.Context, 5)), contexts: 4);
        Fails("begins as something that changes from step to step", step => step.State("y", step.State("x", 5)));
        Fails("output has 5 channels, but the task has 2", step =>
        {
            var x = step.State("x", 5);
            step.Output(x);
        });
        Fails("output contains a delay", step =>
        {
            var x = step.State("x", 2);
            step.Next(x, x);
            step.Rate(x);
            step.Output(step.Delay(x, 1));
        });
        var graph = NodeCells.All["delayed-rates"].Graph(3, 2, 20.Ms);
        Assert.Contains("looks back", Assert.Throws<UsageException>(() => new StepMap(graph)).Message, StringComparison.Ordinal);
    }

    private sealed record AnyCell : Cell
    {
        public required Action<Step> Body { get; init; }

        protected override void Define(Step step) => Body(step);
    }

    private sealed record ContextCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", step.Apply(Activation.Tanh, step.Linear("w_start", step.Context, Units) + step.Bias("b_start", Units)));
            var y = step.State("y", step.Context);
            var r = step.Apply(Activation.Tanh, x);
            step.Next(x, (0.5 * x) + step.Linear("w_rec", r, Units) + step.Linear("w_y", y, Units) + step.Linear("w_in", step.Input, Units));
            step.Next(y, 0.9 * y);
            step.Rate(r);
        }
    }

    private static void InParts(StepGraph graph)
    {
        using var engine = new Engine<float>(graph);
        engine.Load(CellContract.Parameters<float>(graph, 3));
        var whole = new SeriesBatch<float>(6, 53, graph.Outputs);
        engine.Forward(whole);
        foreach (var cut in new[] { 1, 7, 16, 52 })
        {
            var parts = new SeriesBatch<float>(6, 53, graph.Outputs);
            parts.End = cut;
            engine.Forward(parts);
            (parts.FirstStep, parts.End) = (cut, Math.Min(53, cut + 11));
            engine.Forward(parts);
            if (parts.End < 53)
            {
                (parts.FirstStep, parts.End) = (cut + 11, 53);
                engine.Forward(parts);
            }

            Assert.Equal(whole.Outputs, parts.Outputs);
        }
    }

    private static StepGraph Graph(string name, int outputs) => NodeCells.All[name].Graph(3, outputs, 20.Ms);

    /// <summary>What units send arrives three steps later.</summary>
    private sealed record LateSynapsesCell : Cell
    {
        public override bool HasNonNegativeRates => true;

        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            var r = step.Apply(Activation.Rectify, x);
            step.Next(x, (0.8 * x) + step.Linear("w_rec", step.Delay(r, 3), Units) + step.Linear("w_in", step.Delay(step.Input, 2), Units));
            step.Rate(r);
        }
    }
}
