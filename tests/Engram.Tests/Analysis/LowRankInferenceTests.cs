using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Networks inferred from the rates of networks that are known.</summary>
public sealed class LowRankInferenceTests
{
    private static readonly TimeSpan Tau = 100.Ms;

    [Fact]
    public void A_planted_network_of_rank_one_is_found_again()
    {
        var (recording, teacher) = Planted(1);
        var inferred = Fit(new() { Updates = 1000 }, recording, teacher);
        Assert.True(inferred.R2 > 0.95, $"{inferred.R2}");
        Assert.True(inferred.EffectiveConnectivityCorrelation > 0.9, $"{inferred.EffectiveConnectivityCorrelation}");
        Assert.True(inferred.Checks[^1].R2 > inferred.Checks[0].R2);
        Assert.Equal(teacher.W, inferred.Space.W);

        // Within its own input vectors, the effective connectivity is what the dynamics feel; all of J is less sure.
        Assert.InRange(inferred.ConnectivityCorrelation!.Value, 0.1, 1);
    }

    [Theory]
    [InlineData(Activation.Rectify)]
    [InlineData(Activation.RectifyTanh)]
    public void A_network_of_rectified_units_is_followed_although_it_is_silent_at_rest(Activation activation)
    {
        var (recording, teacher) = Planted(1, activation);
        var inferred = new LowRankInference { Updates = 600 }.Fit(
            recording, Tau, activation, teacher, TestContext.Current.CancellationToken);
        Assert.True(inferred.R2 > 0.8, $"{inferred.R2}");
        Assert.True(inferred.Checks[^1].R2 > inferred.Checks[0].R2);
    }

    [Fact]
    public void Networks_whose_time_constants_are_learned_are_refused()
    {
        foreach (var cell in new Cell[] { new LeakyCell { Units = 4, TrainTau = true }, new LowRankCell { Units = 4, TrainTau = true } })
        {
            var configuration = new RunConfiguration { Task = new PerceptualDecisionTask(), Cell = cell };
            var run = new TrainedRun("", configuration, configuration.Draw(configuration.Graph()));
            Assert.Contains(
                $"The network's cell is {cell.Name} with a time constant for each unit", Assert.Throws<UsageException>(() => new LowRankInferenceAnalysis().Check(run)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ranks_that_explain_nothing_are_said_to_say_nothing()
    {
        var low = new RunConfiguration { Task = new PerceptualDecisionTask(), Cell = new LowRankCell() };
        Assert.Equal("", LowRankInferenceAnalysis.Doubt([-1, 0.6], 1000, low));
        var weak = LowRankInferenceAnalysis.Doubt([-1, 0.3], 1000, low);
        Assert.StartsWith(" No rank explains half of the variance: the table says nothing about the rank", weak, StringComparison.Ordinal);
        Assert.Contains("`Updates = 10000`", weak, StringComparison.Ordinal);
        var biased = low with { Cell = new LeakyCell(), Network = new() { TrainBias = true } };
        var none = LowRankInferenceAnalysis.Doubt([-2.5, -2.5], 1000, biased);
        Assert.StartsWith(" No rank follows these rates better than a constant", none, StringComparison.Ordinal);
        Assert.Contains("have no biases, as this one has", none, StringComparison.Ordinal);
        Assert.Contains("perceptual-decision-low-rank", none, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_below_that_of_the_network_explains_less()
    {
        var (recording, teacher) = Planted(2);
        var (one, two) = (Fit(new() { Updates = 800 }, recording, teacher), Fit(new() { Updates = 800, Rank = 2 }, recording, teacher));
        Assert.True(two.R2 > 0.9, $"{one.R2} {two.R2}");
        Assert.True(one.R2 < two.R2 - 0.01, $"{one.R2} {two.R2}");
    }

    [Fact]
    public void The_number_of_threads_changes_nothing_and_the_seed_does()
    {
        var (recording, teacher) = Planted(1);
        var fit = new LowRankInference { Updates = 20, CheckEvery = 10 };
        var (one, two) = (Fit(fit, recording, teacher), Fit(fit with { Threads = 2 }, recording, teacher));
        Assert.Equal(one.Checks, two.Checks);
        Assert.Equal(one.Space.Columns.SelectMany(c => c), two.Space.Columns.SelectMany(c => c));
        Assert.NotEqual(one.Checks, Fit(fit with { Seed = 2 }, recording, teacher).Checks);
    }

    [Fact]
    public void Some_of_the_units_can_be_followed_alone()
    {
        var (recording, teacher) = Planted(1);
        int[] units = [.. Enumerable.Range(0, 15).Select(k => 2 * k)];
        var inferred = Fit(new() { Updates = 400, Units = units }, recording, teacher);
        Assert.Equal(units, inferred.Units);
        Assert.Equal(15, inferred.Space.Units);
        Assert.Equal(units.Select(unit => teacher.W[0][unit]), inferred.Space.W[0]);
        Assert.True(inferred.R2 > 0.8, $"{inferred.R2}");
    }

    [Fact]
    public void Effective_connectivity_is_what_the_projection_leaves()
    {
        // J = m nᵀ with m = (1, 0), n = (2, 3): along m alone, n is (2, 0).
        Assert.Equal([2, 0, 0, 0], ConnectivityAgreement.Effective([2, 3, 0, 0], [[1, 0], [5, 0]]));
        Assert.Equal(-1, ConnectivityAgreement.Correlation([1, 2, 3], [3, 2, 1]), 1e-12);
        Assert.Equal(0, ConnectivityAgreement.Correlation([1, 1], [3, 2]));
    }

    [Fact]
    public void What_does_not_fit_is_refused_all_at_once()
    {
        var (recording, teacher) = Planted(1);
        var fault = Assert.Throws<UsageException>(() => new LowRankInference { Rank = 3, Units = [0, 30], Updates = 0 }.Fit(
            recording, 1.Ms, Activation.Tanh, teacher with { Units = 7 }, TestContext.Current.CancellationToken)).Message;
        Assert.All(["0 to 29", "`Rank` is 3", "`Updates`", "`tau` is 1ms", "7 units"], s => Assert.Contains(s, fault, StringComparison.Ordinal));
    }

    private static (Recording Recording, InferenceTeacher Teacher) Planted(int rank, Activation activation = Activation.Tanh)
    {
        var space = RankTruncationTests.Space(30, rank, activation);
        if (rank == 2)
        {
            // κ turns, which no single direction can.
            double[] Column(double a, double b, double c, double[] input) =>
                [.. Enumerable.Range(0, 30).Select(i => (a * space.M[0][i]) + (b * space.M[1][i]) + (c * input[i]))];
            space = space with { N = [Column(0.8, 1.5, 2, space.I[0]), Column(-1.5, 0.8, -2, space.I[^1])] };
        }

        var network = RankTruncationTests.LowRank(space);
        var recording = new Experiment
        {
            Network = network, Task = new PerceptualDecisionTask(), Trials = 64,
        }.Run(TestContext.Current.CancellationToken);
        return (recording, InferenceTeacher.Of(network));
    }

    private static InferredNetwork Fit(LowRankInference fit, Recording recording, InferenceTeacher teacher) =>
        fit.Fit(recording, Tau, Activation.Tanh, teacher, TestContext.Current.CancellationToken);
}
