using Engram.Analysis;

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
        Assert.Equal(0, UnseenPoints.Of([5, 5, 7]).Unseen);
        Assert.Equal(double.NaN, UnseenPoints.Of(Array.Empty<int>()).Coverage);
    }
}
