using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>The values of gates, and how long they let a state last.</summary>
public sealed class GateActivityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_gates_of_a_gru_are_those_of_its_equation_at_the_states_of_the_trial()
    {
        var experiment = FlowNetworks.Experiment(new GruCell { Units = 4 }, new DelayedMatchTask(), 6);
        var network = experiment.Network;
        var found = GateActivity.Of(experiment, Token);
        Assert.Equal(["z", "r"], found.Gates.Select(gate => gate.Name));
        var recording = (experiment with { Noise = false, KeepStates = true }).Run(Token);
        foreach (var gate in found.Gates)
        {
            foreach (var condition in gate.Conditions)
            {
                int[] trials = [.. recording.Trials.Where(trial => trial.ConditionName == condition.Name).Select(trial => trial.Index)];
                Assert.Equal(trials.Length, condition.Trials);
                Assert.Equal(recording.Trials.Where(trial => !trial.IsCatch).Min(trial => trial.Steps) - 1, condition.Mean.Count);
                foreach (var step in new[] { 1, 20 })
                {
                    double Value(int trial, int i)
                    {
                        double drive = network.Effective($"b_{gate.Name}")[i];
                        for (var j = 0; j < 4; j++)
                        {
                            drive += network[$"w_{gate.Name}", i, j] * recording.State(step - 1, trial)[j];
                        }

                        for (var j = 0; j < recording.Inputs; j++)
                        {
                            drive += network[$"v_{gate.Name}", i, j] * recording.InputAt(step, trial)[j];
                        }

                        return 1 / (1 + Math.Exp(-drive));
                    }

                    double[] units = [.. Enumerable.Range(0, 4).Select(i => trials.Average(trial => Value(trial, i))).Order()];
                    Assert.Equal(units.Average(), condition.Mean[step - 1], 1e-6);
                    Assert.Equal(units[0] + (0.75 * (units[1] - units[0])), condition.Low[step - 1], 1e-6);
                    Assert.Equal(units[2] + (0.25 * (units[3] - units[2])), condition.High[step - 1], 1e-6);
                }
            }

            Assert.Equal(1, gate.Shares.Sum(), 1e-12);
            Assert.Equal(gate.Mean, gate.UnitMeans.Average(), 1e-12);
        }
    }

    public static TheoryData<Cell, string, string, double> Constants() => new()
    {
        // What is kept with a gate of σ(1) = 0.731: f, 1 − i, z.
        { new LstmCell { Units = 3 }, "f i o", "c", 0.7310585786300049 },
        { new LstmCell { Units = 3, ForgetGate = ForgetGate.Coupled }, "i o", "c", 0.2689414213699951 },
        { new LstmCell { Units = 3, Peepholes = Peepholes.Diagonal, FullGateRecurrence = true }, "f i o", "c", 0.7310585786300049 },
        { new LstmCell { Units = 3, ForgetGate = ForgetGate.None }, "i o", "", 0 },
        { new GruCell { Units = 3 }, "z r", "h", 0.7310585786300049 },
        { new GruCell { Units = 3, Reset = Reset.Before }, "z r", "h", 0.7310585786300049 },
        { new OwnCell { Units = 3 }, "keep", "x", 0.7310585786300049 },
    };

    [Theory]
    [MemberData(nameof(Constants))]
    public void A_share_that_is_kept_gives_the_time_constant_of_its_state(Cell cell, string gates, string state, double share)
    {
        // Without weights, every gate is σ of its bias of 1.
        var experiment = FlowNetworks.Experiment(cell, new DelayedMatchTask(), 5);
        var raw = new float[experiment.Network.Parameters.Count];
        foreach (var shape in experiment.Network.Parameters.Shapes.Where(shape => shape.Role == ParameterRole.Bias))
        {
            experiment.Network.Parameters.Of(shape.Name, raw.AsSpan()).Fill(1);
        }

        var found = GateActivity.Of(experiment with { Network = experiment.Network.WithRaw(raw) }, Token);
        Assert.Equal(gates.Split(' '), found.Gates.Select(gate => gate.Name));
        Assert.All(found.Gates, gate => Assert.Equal((0.731, 0, 0), (Math.Round(gate.Mean, 3), gate.ShareOpen, gate.ShareClosed)));
        Assert.Equal(state, found.Memories.Select(memory => memory.State).FirstOrDefault(""));
        Assert.All(found.Memories.SelectMany(memory => memory.Seconds), tau => Assert.Equal(-0.02 / Math.Log(share), tau, 1e-9));
        string[] periods = state.Length == 0 ? [] : ["", "fixation", "sample", "delay", "test", "decision"];
        Assert.Equal(periods, found.Memories.Select(memory => memory.Period));
    }

    [Fact]
    public void Gates_that_are_open_or_closed_are_counted()
    {
        var experiment = FlowNetworks.Experiment(new LstmCell { Units = 3 }, new DelayedMatchTask(), 5);
        var raw = new float[experiment.Network.Parameters.Count];
        experiment.Network.Parameters.Of("b_f", raw.AsSpan()).Fill(100);
        experiment.Network.Parameters.Of("b_i", raw.AsSpan()).Fill(-5);
        var found = GateActivity.Of(experiment with { Network = experiment.Network.WithRaw(raw) }, Token);
        Assert.Equal([(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)], found.Gates.Select(gate => (gate.ShareOpen, gate.ShareClosed)));
        Assert.Equal(double.PositiveInfinity, found.Memories[0].Quantile(0.5));
    }

    [Fact]
    public void A_cell_without_gates_is_refused_in_a_sentence()
    {
        Assert.Equal(
            "The cell elman has no gates; take a network of lstm or gru, or of a cell of your own that makes its gates with step.Gate.",
            Assert.Throws<UsageException>(() => GateActivity.Check("elman", new ElmanCell().Graph(1, 1, 20.Ms))).Message);
        GateActivity.Check("gru", new GruCell().Graph(1, 1, 20.Ms));
    }

    /// <summary>A leaky unit whose leak is a gate.</summary>
    private sealed record OwnCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            var keep = step.Apply(Activation.Sigmoid, step.Gate("gate_keep", x, Units) + step.Bias("b_keep", Units));
            step.Next(x, (keep * x) + ((1 - keep) * (step.Linear("w", step.Apply(Activation.Tanh, x), Units) + step.Linear("w_in", step.Input, Units))));
            step.Rate(step.Apply(Activation.Tanh, x));
        }
    }
}
