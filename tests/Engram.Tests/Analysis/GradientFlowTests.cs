using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;
using Engram.Tests.Equations;

namespace Engram.Tests.Analysis;

/// <summary>Gradients against what is known in closed form, and against differences between runs.</summary>
public sealed class GradientFlowTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.9, 2.66e-5)]
    [InlineData(1.0, 1)]
    [InlineData(1.1, 1.38e4)]
    public void A_linear_network_of_a_scaled_orthogonal_matrix_multiplies_the_norm_by_its_scale(double rho, double about)
    {
        using var map = FlowNetworks.Elman(Activation.Linear, FlowNetworks.Orthogonal(12, rho));
        var norms = FlowNetworks.Carry(map, 100, 0.3, seed: 1);
        var ratio = Math.Exp(norms[100] - norms[0]);
        Assert.Equal(1, ratio / Math.Pow(rho, 100), 1e-9);
        Assert.Equal(about, ratio, 0.01 * about);
    }

    [Fact]
    public void What_passes_every_bound_of_numbers_keeps_its_digits()
    {
        foreach (var rho in new[] { 0.01, 100 })
        {
            using var map = FlowNetworks.Elman(Activation.Linear, FlowNetworks.Orthogonal(5, rho));
            var norms = GradientFlow.LogNorms(map, new double[5 * 1000], [], FlowNetworks.Draw(5, 3));
            Assert.Equal(1000 * Math.Log(rho), norms[1000] - norms[0], 1e-8);
        }
    }

    [Fact]
    public void Units_of_tanh_approach_the_linear_network_as_their_states_become_small()
    {
        using var map = FlowNetworks.Elman(Activation.Tanh, FlowNetworks.Orthogonal(12, 0.9));
        var (small, large) = (FlowNetworks.Carry(map, 100, 1e-5, seed: 1), FlowNetworks.Carry(map, 100, 1, seed: 1));
        Assert.Equal(100 * Math.Log(0.9), small[100] - small[0], 1e-8);
        Assert.True(large[100] - large[0] < (100 * Math.Log(0.9)) - 0.01);
    }

    [Fact]
    public void An_lstm_that_forgets_nothing_and_takes_in_nothing_carries_the_gradient_of_c_unchanged()
    {
        const int Units = 4;
        var graph = new LstmCell { Units = Units }.Graph(1, 1, Dt);
        using var map = new StepMap(graph);
        var random = CellContract.Parameters<double>(graph, 3);

        // σ(±1000) is 1 and 0 exactly.
        var at = 0;
        foreach (var shape in graph.Parameters)
        {
            if (shape.Name is "b_f" or "b_i")
            {
                Array.Fill(random, shape.Name == "b_f" ? 1000 : -1000, at, shape.Count);
            }

            at += shape.Count;
        }

        map.Load(random);
        var (state, states) = (FlowNetworks.Draw(2 * Units, 1), new List<double>());
        var inputs = FlowNetworks.Draw(1000, 2);
        for (var step = 0; step < 1000; step++)
        {
            states.AddRange(state);
            map.Next([.. state], inputs.AsSpan(step, 1), state);
        }

        var norms = GradientFlow.LogNorms(map, [.. states], inputs, [.. new double[Units], 0.6, 0.8, 0, 0]);
        Assert.All(norms, norm => Assert.Equal(1, Math.Exp(norm), 1e-12));
    }

    public static TheoryData<Cell> Cells() =>
    [
        new ElmanCell { Units = 4 }, new LeakyCell { Units = 4, Noise = 0 }, new GruCell { Units = 4 }, new LstmCell { Units = 4, Peepholes = Peepholes.Full },
        new ShortTermPlasticityCell { Units = 4 },
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Norms_are_those_of_differences_between_runs(Cell cell)
    {
        var graph = cell.Graph(2, 1, Dt);
        using var map = new StepMap(graph);
        map.Load(CellContract.Parameters<double>(graph, 3));
        var (s, inputs, end) = (map.Width, FlowNetworks.Draw(2 * 12, 5), FlowNetworks.Draw(map.Width, 6));
        var states = new List<double[]> { Array.ConvertAll(FlowNetworks.Draw(s, 4), value => 0.3 + (0.1 * value)) };
        for (var step = 0; step < 12; step++)
        {
            states.Add(Run(map, states[^1], inputs.AsSpan(step * 2, 2)));
        }

        var norms = GradientFlow.LogNorms(map, [.. states.Take(12).SelectMany(state => state)], inputs, end);
        foreach (var lag in new[] { 1, 5, 12 })
        {
            var square = 0.0;
            for (var i = 0; i < s; i++)
            {
                double Shifted(double by)
                {
                    var moved = states[12 - lag].ToArray();
                    moved[i] += by;
                    return Run(map, moved, inputs.AsSpan((12 - lag) * 2)).Zip(end, (value, weight) => value * weight).Sum();
                }

                var slope = FlowNetworks.Slope(Shifted);
                square += slope * slope;
            }

            Assert.Equal(1, Math.Exp(norms[lag]) / Math.Sqrt(square), 1e-6);
        }
    }

    [Theory]
    [InlineData("squared-error")]
    [InlineData("cross-entropy")]
    public void The_loss_of_a_task_changes_with_the_states_as_its_gradient_says(string name)
    {
        var (task, cell, loss) = (new DelayedMatchTask(), new ElmanCell { Units = 5 }, Loss.Catalog.Create(name));
        var graph = cell.Graph(task.Inputs.Count, task.Outputs.Count, Dt);
        var network = Network.Create(cell, graph, new NetworkOptions { SpectralRadius = 0.9 }, 3);
        var experiment = new Experiment { Network = network, Task = task, Dt = Dt, Trials = 3, Loss = loss };
        var curves = new GradientFlow().Of(experiment, Token);
        Assert.Equal((GradientSource.Loss, 3, 0), (curves.From, curves.Trials.Count, curves.LeftOut));

        var recording = (experiment with { Noise = false, DoublePrecision = true, KeepExact = true, KeepStates = true }).Run(Token);
        using var map = new StepMap(graph);
        map.Load(Array.ConvertAll(network.EffectiveValues.ToArray(), value => (double)value));
        foreach (var trial in recording.Trials)
        {
            var (end, outputs, channels) = (trial.Steps - 1, task.Outputs.Count, task.Inputs.Count);
            double[] Row(double[] all, int step, int width) => all[(((step * 3) + trial.Index) * width)..(((step * 3) + trial.Index + 1) * width)];
            double Of(double[] state)
            {
                double[] z = [.. Enumerable.Range(0, outputs).Select(o =>
                    network.Effective("b_out")[o] + Enumerable.Range(0, 5).Sum(i => (double)network["w_out", o, i] * state[i]))];
                double[] Wide(Span<float> row) => Array.ConvertAll(row.ToArray(), value => (double)value);
                return loss.Accumulate<double>(z, Wide(recording.TargetAt(end, trial.Index)), Wide(recording.MaskAt(end, trial.Index)), outputs, outputs, [], 1);
            }

            foreach (var lag in new[] { 0, 3 })
            {
                var (from, square) = (Row(recording.Exact!.States, end - lag, 5), 0.0);
                double[] inputs = [.. Enumerable.Range(end - lag + 1, lag).SelectMany(step => Row(recording.Exact!.Input, step, channels))];
                for (var i = 0; i < 5; i++)
                {
                    double Shifted(double by)
                    {
                        var moved = from.ToArray();
                        moved[i] += by;
                        return Of(Run(map, moved, inputs));
                    }

                    var slope = FlowNetworks.Slope(Shifted);
                    square += slope * slope;
                }

                Assert.Equal(1, Math.Exp(curves.LogNorms[trial.Index][lag]) / Math.Sqrt(square), 1e-6);
            }
        }
    }

    [Fact]
    public void Where_nothing_is_asked_vectors_of_unit_length_go_back()
    {
        var experiment = FlowNetworks.Experiment(new ElmanCell { Units = 6 }, new FreeTask(), 4);
        var curves = new GradientFlow().Of(experiment, Token);
        Assert.Equal(GradientSource.RandomVectors, curves.From);
        Assert.All(curves.LogNorms, norms => Assert.Equal(0, norms[0], 1e-12));
        Assert.NotEqual(curves.LogNorms[0][5], curves.LogNorms[1][5]);
        Assert.Equal(
            "No trial has a loss with a gradient at step 9999 (from 0); ask for another `Step`, or for random vectors.",
            Assert.Throws<UsageException>(() => new GradientFlow { From = GradientSource.Loss, Step = 9999 }.Of(experiment, Token)).Message);
    }

    [Fact]
    public void The_part_of_one_state_is_no_more_than_the_whole()
    {
        var experiment = FlowNetworks.Experiment(new LstmCell { Units = 6 }, new DelayedMatchTask(), 2);
        IReadOnlyList<double> Of(string? state) => new GradientFlow { State = state }.Of(experiment, Token).LogNorms[0];
        var (all, h, c) = (Of(null), Of("h"), Of("c"));
        Assert.All(all.Index(), one => Assert.Equal(Math.Exp(2 * one.Item), Math.Exp(2 * h[one.Index]) + Math.Exp(2 * c[one.Index]), 1e-12));
        Assert.True(c[0] == double.NegativeInfinity, "The outputs are read from h alone.");
        Assert.Equal(
            "`State` is 'd', but the cell has no such state. Known: h, c.", Assert.Throws<UsageException>(() => Of("d")).Message);
    }

    [Fact]
    public void A_slope_is_that_of_the_lines_and_its_interval_that_of_their_spread()
    {
        double[] Line(double slope) => [.. Enumerable.Range(0, 60).Select(lag => 3 + (slope * lag))];
        var curves = new GradientCurves(GradientSource.Loss, Dt, 0, [0, 1, 2], [Line(-1), Line(-2), Line(-3)]);
        var slope = curves.Slope(1, 50);
        Assert.Equal(-2, slope.PerStep, 1e-12);

        // t₀.₉₇₅(2) = 4.3027 times the standard error 1/√3.
        Assert.Equal(-2 + (4.302652729911275 / Math.Sqrt(3)), slope.High, 1e-9);
        Assert.Equal(Math.Log(2) / 2, slope.HalvingSteps, 1e-12);
        Assert.Equal(-40, curves.LogRatio()[20], 1e-12);

        // 3 − 2 lag < ln 1.175e-38 = −87.34 from lag 46 on.
        Assert.Equal(46, curves.UnderflowsAt);
        Assert.Null(curves.OverflowsAt);
        Assert.Equal(43, (curves with { LogNorms = [Line(2)] }).OverflowsAt);
        Assert.Contains("at least two lags within 0 to 59", Assert.Throws<UsageException>(() => curves.Slope(5, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_looks_back_is_refused_in_a_sentence()
    {
        var graph = NodeCells.All["delayed-rates"].Graph(3, 2, Dt);
        var refused = Assert.Throws<UsageException>(() => GradientFlow.Check(graph)).Message;
        Assert.Matches("^The cell looks back [0-9]+ steps?, .*no delays\\.$", refused);
        var delayed = NodeCells.All.Values.Select(cell => cell.Graph(3, 2, Dt)).Where(other => other.LongestDelay > 0).ToList();
        Assert.NotEmpty(delayed);
        Assert.All(delayed, other => Assert.Throws<UsageException>(() => GradientFlow.Check(other)));
        GradientFlow.Check(new GruCell().Graph(3, 2, Dt));
    }

    // The state after all inputs.
    private static double[] Run(StepMap map, double[] state, ReadOnlySpan<double> inputs)
    {
        var now = state.ToArray();
        for (var step = 0; step < inputs.Length / map.Inputs; step++)
        {
            map.Next([.. now], inputs.Slice(step * map.Inputs, map.Inputs), now);
        }

        return now;
    }
}
