using Engram.Analysis;
using Engram.Equations;

namespace Engram.Tests.Analysis;

public sealed class UnseenPointsTests
{
    [Fact]
    public void What_is_unseen_follows_from_what_was_found_once_and_twice()
    {
        // f₁ = 4, f₂ = 1: 4 · 3 / (2 · 2) = 3, and 1 − 4/20.
        var unseen = UnseenPoints.Of([10, 4, 2, 1, 1, 1, 1, 0]);
        Assert.Equal((7, 20, 4, 1), (unseen.Found, unseen.Starts, unseen.Once, unseen.Twice));
        Assert.Equal(3, unseen.Unseen);
        Assert.Equal(0.8, unseen.Coverage, 1e-15);
        Assert.Equal("7 points from 20 starts, 4 found once; estimated unseen: at least 3 (coverage 0.800)", $"{unseen}");
        Assert.Equal(0, UnseenPoints.Of([5, 5, 7]).Unseen);
        Assert.Equal("1 point from 5 starts, 0 found once; estimated unseen: none (coverage 1.000)", $"{UnseenPoints.Of([5])}");
        Assert.Equal("1 point from 1 starts, 1 found once; estimated unseen: at least 0 (coverage 0.000)", $"{UnseenPoints.Of([1])}");
        Assert.Equal(double.NaN, UnseenPoints.Of(Array.Empty<int>()).Coverage);
        Assert.Equal("no point from any start", $"{UnseenPoints.Of(Array.Empty<int>())}");
    }

    [Fact]
    public void A_search_says_how_much_it_may_have_missed()
    {
        // x = 2 tanh x: one start to each side, three to 0; beside a saddle-node all end, some as slow points.
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        var points = new FixedPointFinder().Find(
            map, SmallNetworks.Dt, [-2, 0.01, -0.01, 0, 2], [0], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(UnseenPoints.Of([1, 3, 1]), points.Unseen);
        Assert.Equal(0, points.Lost);
        Assert.Equal("3 points from 5 starts, 2 found once; estimated unseen: at least 1 (coverage 0.600)", $"{points}");
    }

    [Fact]
    public void A_start_that_finds_nothing_is_lost_and_no_point()
    {
        // The minimum of the speed beside a saddle-node is too fast to be slow: 1 of 2 starts ends there.
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        var u = (2 * Math.Tanh(Math.Atanh(Math.Sqrt(0.5)))) - Math.Atanh(Math.Sqrt(0.5)) + 0.01;
        var finder = new FixedPointFinder { SlowSpeed = 1e-3, KeepUnconverged = true };
        var points = finder.Find(map, SmallNetworks.Dt, [-1, 3], [u], cancel: TestContext.Current.CancellationToken);
        Assert.Equal([PointKind.Fixed, PointKind.Unconverged], points.Select(point => point.Kind));
        Assert.Equal((1, 1, 1), (points.Unseen.Found, points.Unseen.Starts, points.Lost));
        Assert.EndsWith("; 1 start led to no point", $"{points}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_of_a_circuit_says_so_too()
    {
        var points = new LatentFixedPoints { Starts = 7 }.Find(new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 1.4 } })), [0]);
        Assert.Equal(3, points.Count);
        Assert.Equal(UnseenPoints.Of([.. points.Select(point => point.Starts)]), points.Unseen);
        Assert.Equal(7, points.Unseen.Starts + points.Lost);
    }
}
