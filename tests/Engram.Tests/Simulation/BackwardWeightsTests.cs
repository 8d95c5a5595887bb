using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Simulation;

/// <summary>Backward weights that are learned from runs in the forward direction.</summary>
public sealed class BackwardWeightsTests
{
    private static readonly ConsolidatorCell Cell = new() { Units = 24 };
    private static readonly Network Network = Network.Create(Cell, Cell.Graph(6, 2, 20.Ms), new NetworkOptions(), 3);

    [Fact]
    public void Learned_weights_are_the_negatives_of_those_forward()
    {
        var learned = BackwardWeights.Learn(Network, Recorded(200, 4));
        Assert.Equal(["w_ab", "w_ba"], learned.Matrices.Keys.Order());
        Assert.Equal(4 * 199, learned.Samples);
        Assert.All(learned.Errors.Values, error => Assert.InRange(error, 0, 1e-8));
        foreach (var (name, made) in learned.Matrices)
        {
            Assert.All(Network.Effective(name).ToArray().Zip(made), pair => Assert.Equal(-pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void A_network_runs_backwards_by_them()
    {
        var learned = BackwardWeights.Learn(Network, Recorded(200, 4));
        var fresh = Recorded(40, 3, seed: 9);
        Assert.InRange(new StateReversal { Backward = learned }.Of(Network, fresh).MaxError, 0, 1e-8);

        // Without them it would not: these are the weights that are used.
        var wrong = learned with { Matrices = learned.Matrices.ToDictionary(pair => pair.Key, pair => pair.Value.Select(w => 0.9 * w).ToArray()) };
        Assert.Throws<UsageException>(() => new StateReversal { Backward = wrong }.Of(Network, fresh));
    }

    [Fact]
    public void Too_few_samples_are_refused()
    {
        Assert.Equal(
            "The recording has 14 samples, too few for the 24 weights of each unit in 'w_ba'; record more than 24 steps.",
            Assert.Throws<UsageException>(() => BackwardWeights.Learn(Network, Recorded(15, 1))).Message);

        // Without inputs the same trial is run again and again.
        Assert.Contains(
            "varies in fewer directions than it has weights",
            Assert.Throws<UsageException>(() => BackwardWeights.Learn(Network, Recorded(15, 9, noise: 0))).Message, StringComparison.Ordinal);
        Assert.Contains("`Backward` has weights in place of 'w_ba' that do not fit", Assert.Throws<UsageException>(() => new StateReversal
        {
            Backward = new(new Dictionary<string, double[]> { ["w_ba"] = new double[4] }, new Dictionary<string, double>(), 1),
        }.Inverse(Network, 6, 20.Ms)).Message, StringComparison.Ordinal);
    }

    private static Recording Recorded(int steps, int trials, ulong seed = 2, double noise = 20) => new Experiment
    {
        Network = Network, Trials = trials, Seed = seed, DoublePrecision = true, KeepExact = true, KeepStates = true,
        Task = new FreeTask { InputChannels = 6, InputNoise = noise, PulseInput = noise == 0 ? 1e-30 : 1, Pulse = 200.Ms, Rest = TimeSpan.FromMilliseconds(20 * (steps - 10)) },
    }.Run(TestContext.Current.CancellationToken);
}
