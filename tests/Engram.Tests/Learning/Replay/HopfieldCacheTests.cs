using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Learning.Replay;

/// <summary>Sequences that are stored at one showing.</summary>
public sealed class HopfieldCacheTests
{
    [Theory]
    [InlineData(CacheClock.Cosine, ReplayDirection.Forward)]
    [InlineData(CacheClock.Cosine, ReplayDirection.Reverse)]
    [InlineData(CacheClock.SelfTimed, ReplayDirection.Forward)]
    [InlineData(CacheClock.SelfTimed, ReplayDirection.Reverse)]
    public void Twenty_patterns_are_recalled_in_order_with_every_seed(CacheClock clock, ReplayDirection direction)
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            var recall = new HopfieldCache { Clock = clock, Seed = seed }.Store(20).Recall(direction);
            Assert.Equal(1, recall.InOrder);
            Assert.Equal(direction == ReplayDirection.Forward ? Enumerable.Range(0, 20) : Enumerable.Range(0, 20).Reverse(), recall.Order);
            Assert.All(recall.Greatest, overlap => Assert.InRange(overlap, 0.95, 1));
        }
    }

    [Fact]
    public void Far_more_patterns_than_fit_are_not_recalled() =>
        Assert.InRange(new HopfieldCache().Store(60).Recall(ReplayDirection.Forward).InOrder, 0, 0.3);

    [Fact]
    public void Networks_that_time_themselves_are_faster_than_the_clock()
    {
        var clocked = new HopfieldCache().Store(20).Recall(ReplayDirection.Forward);
        var free = new HopfieldCache { Clock = CacheClock.SelfTimed }.Store(20).Recall(ReplayDirection.Forward);
        Assert.InRange(clocked.Times[19]!.Value, 17 * 30, 19 * 30);
        Assert.InRange(free.Times[19]!.Value, 150, 250);
    }

    [Fact]
    public void Two_patterns_without_random_weights_follow_the_equation()
    {
        // With p₁ orthogonal to p₂ and a mean of 0, W₁ p₁ = p₂ and W₁ p₂ = p₂: h goes from p₁ to p₂ as (1 − (1 − 1/τ)ᵗ).
        var (one, two) = (new[] { true, true, false, false }, new[] { true, false, true, false });
        var cache = new HopfieldCache { Units = 4, Gain = 0, Clock = CacheClock.SelfTimed, Tau = 2 };
        var recall = cache.Store([one, two]).Recall(ReplayDirection.Forward, 3);

        // After one step h = (p₁ + p₂)/2, which is 0 where they differ; there sgn is 0 and the overlap ½ with both.
        Assert.Equal([[0.5, 0.5], [0, 1], [0, 1]], recall.Overlaps);
        Assert.Equal([null, 1], recall.Times);
        Assert.Equal(0, recall.InOrder);
    }

    [Fact]
    public void What_cannot_be_stored_is_refused()
    {
        AssertRefused(() => new HopfieldCache().Store(1), "A sequence of 1 pattern has no transition; store at least 2.");
        AssertRefused(() => new HopfieldCache { Units = 3 }.Store([[true, false, true], [true, false]]), "Pattern 2 has 2 units, but the cache has 3 (`Units`); give all as many.");
        AssertRefused(() => new HopfieldCache { Units = 2 }.Store([[true, true], [true, true]]), "All units are alike in all patterns");
        AssertRefused(() => new HopfieldCache { Tau = 0 }.Store(3), "Tau");

        static void AssertRefused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }
}
