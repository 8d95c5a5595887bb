using Engram.Analysis;
using Engram.Cells;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Singular values of single steps, and units whose derivative is near 0.</summary>
public sealed class StepSingularValuesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Those_of_a_linear_network_are_those_of_its_matrix_at_every_step()
    {
        var experiment = Diagonal(new ElmanCell { Units = 4, Activation = Activation.Linear }, [0.5f, -2, 1.5f, 0]);
        var found = StepSingularValues.Of(experiment, 7, cancel: Token);
        Assert.Equal(7, found.Values.Count);
        Assert.All(found.Values, values => Assert.Equal([2, 1.5, 0.5, 0], values, (a, b) => Math.Abs(a - b) < 1e-6));
        Assert.All(found.Largest, value => Assert.Equal(2, value, 1e-6));
        Assert.All(found.Smallest, value => Assert.Equal(0, value, 1e-6));
        Assert.All(found.Mean, value => Assert.Equal(1, value, 1e-6));
        Assert.All(found.ShareAboveOne, value => Assert.Equal(0.5, value));
        Assert.Equal([2, 1.5, 0.5, 0], found.Quantile(0.5), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void All_steps_but_the_first_of_each_trial_are_looked_at_where_there_are_no_more()
    {
        var experiment = Diagonal(new ElmanCell { Units = 2 }, [0.5f, 0.5f]);
        var steps = experiment.Run(Token).Trials.Sum(trial => trial.Steps - 1);
        Assert.Equal(steps, StepSingularValues.Of(experiment, 1_000_000, cancel: Token).Values.Count);
    }

    [Theory]
    [InlineData(Activation.Tanh, 1.8f, 1, "tanh(w_rec)")]
    [InlineData(Activation.Tanh, 1.85f, 1, "tanh(w_rec)")]
    [InlineData(Activation.Tanh, 1.8f, 0, "tanh(w_rec)")]
    [InlineData(Activation.Sigmoid, 3.7f, 1, "sigmoid(w_rec)")]
    [InlineData(Activation.Sigmoid, 3.6f, 0, "sigmoid(w_rec)")]
    [InlineData(Activation.Rectify, -1, 1, "rectify(w_rec)")]
    [InlineData(Activation.Rectify, 1, 0, "rectify(w_rec)")]
    public void A_unit_counts_whose_derivative_is_below_a_tenth_of_the_greatest(Activation activation, float bias, double share, string name)
    {
        // 1 − tanh² b = 0.1 at b = 1.8184, 4 σ(1 − σ) = 0.1 at 3.6369.
        var threshold = activation == Activation.Tanh && bias == 1.8f && share == 1 ? 0.11 : 0.1;
        var experiment = Diagonal(new ElmanCell { Units = 2, Activation = activation }, [0, 0]);
        var raw = new float[experiment.Network.Parameters.Count];
        experiment.Network.Parameters.Of("b", raw.AsSpan()).Fill(bias);
        var found = Saturation.Of(experiment with { Network = experiment.Network.WithRaw(raw) }, threshold, Token);
        Assert.Equal((name, share), (found.Functions[0].Name, found.Functions[0].Share));
        Assert.All(found.Functions[0].ByStep, value => Assert.Equal(share, value));
        Assert.Single(found.Functions);
    }

    [Fact]
    public void Functions_are_named_by_what_they_are_of_and_the_norm_grows_with_the_state()
    {
        var lstm = Saturation.Of(FlowNetworks.Experiment(new LstmCell { Units = 3 }, new DelayedMatchTask(), 2), cancel: Token);
        Assert.Equal(["sigmoid(w_f)", "sigmoid(w_i)", "tanh(w_g)", "sigmoid(w_o)", "tanh(c)"], lstm.Functions.Select(one => one.Name).Order().OrderBy(Place));
        var growing = Saturation.Of(Diagonal(new ElmanCell { Units = 2, Activation = Activation.Linear }, [1.1f, 1.1f], 1), cancel: Token);
        Assert.Empty(growing.Functions);
        Assert.Equal(3.31 / 2.1, growing.Norms[2] / growing.Norms[1], 1e-5);

        static int Place(string name) => Array.IndexOf(["sigmoid(w_f)", "sigmoid(w_i)", "tanh(w_g)", "sigmoid(w_o)", "tanh(c)"], name);
    }

    // h ← f(diag(w) h + b), without inputs.
    private static Experiment Diagonal(ElmanCell cell, float[] diagonal, float bias = 0)
    {
        var experiment = FlowNetworks.Experiment(cell, new DelayedMatchTask(), 3, new NetworkOptions { Autapses = true });
        var raw = new float[experiment.Network.Parameters.Count];
        for (var i = 0; i < diagonal.Length; i++)
        {
            experiment.Network.Parameters.Of("w_rec", raw.AsSpan())[(i * diagonal.Length) + i] = diagonal[i];
        }

        experiment.Network.Parameters.Of("b", raw.AsSpan()).Fill(bias);
        return experiment with { Network = experiment.Network.WithRaw(raw) };
    }
}
