using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tests.Analysis;

public sealed class PerformanceByFactorTests
{
    // Strength is trial % 3, side trial % 2; trials below 20 are right, others wrong where the strength is 0.
    private static readonly Engram.Simulation.Recording Recording = Synthetic.Of(
        [.. Synthetic.Sides(36), -1, -1], trial => trial == 0 ? 130 : 80, _ => 30, 1, (_, _, _) => 0, trial => trial < 20 || trial % 3 > 0);

    [Fact]
    public void Shares_are_those_of_every_combination_in_ascending_order()
    {
        var shares = PerformanceByFactor.Of(Recording, "side", "strength");
        Assert.Equal(
            ["left 0", "left 1", "left 2", "right 0", "right 1", "right 2"], shares.Select(share => string.Join(' ', share.Levels)));
        Assert.Equal([4, 6, 6, 3, 6, 6], shares.Select(share => share.Correct));
        Assert.All(shares, share => Assert.Equal((6, share.Correct / 6.0), (share.Trials, share.Share)));
        Assert.All(shares, share => Assert.Equal(Binomial.Wilson(share.Correct, 6), (share.Low, share.High)));
        Assert.Equal([1, 2], shares[^1].Values);
    }

    [Fact]
    public void Times_are_named_with_their_unit_and_catch_trials_left_out()
    {
        var shares = PerformanceByFactor.Of(Recording, "delay");
        Assert.Equal([("1s", 1000, 35), ("2s", 2000, 1)], shares.Select(s => (s.Levels[0], s.Values[0], s.Trials)));
        Assert.Equal((31, 36), (PerformanceByFactor.Of(Recording)[0].Correct, Assert.Single(PerformanceByFactor.Of(Recording)).Trials));
        Assert.Equal(["left", "right"], PerformanceByFactor.Of(Recording, "condition").Select(share => share.Levels[0]));
        Assert.Equal(["0", "1"], PerformanceByFactor.Of(Recording, "answer").Select(share => share.Levels[0]));
    }

    [Fact]
    public void Unknown_factors_and_trials_without_answers_are_refused()
    {
        var unknown = Assert.Throws<UsageException>(() => PerformanceByFactor.Of(Recording, "strenght"));
        Assert.Contains("Did you mean 'strength'", unknown.Message);
        var unscored = Synthetic.Of([-1], _ => 2, _ => 1, 1, (_, _, _) => 0);
        Assert.Throws<UsageException>(() => PerformanceByFactor.Of(unscored));
    }
}
