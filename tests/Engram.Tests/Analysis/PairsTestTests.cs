using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class PairsTestTests
{
    [Fact]
    public void Gaussian_points_are_no_clusters()
    {
        PairsResult[] results =
        [
            .. Enumerable.Range(1, 6).Select(seed => new PairsTest { Draws = 60, Seed = (ulong)seed }
                .Of(Loadings.Normal(256, 2, seed: seed).InGauge(new[,] { { 3, 1 }, { 0.5, 1 } }))),
        ];
        Assert.All(results, result => Assert.InRange(result.Effect, -0.35, 0.35));
        Assert.All(results, result => Assert.True(result.PValue > 1e-4));
        Assert.True(results.Count(result => result.PValue > 0.01) >= 4);
        Assert.Equal(6, results[0].Dimensions);
    }

    [Fact]
    public void Planted_populations_are_clusters()
    {
        var result = new PairsTest { Draws = 60 }.Of(Loadings.Planted(Loadings.Labels(256), Loadings.Two));
        Assert.True(result.Effect > 0.5);
        Assert.True(result.PValue < 1e-6);
        Assert.True(result.MedianAngle < result.GaussianMedianAngle);
    }

    [Fact]
    public void Points_spread_evenly_have_a_negative_effect()
    {
        // On a circle at even distances: cosines to the three nearest are those of one, one and two steps.
        double[] rows = [.. Enumerable.Range(0, 60).SelectMany(k => new[] { Math.Cos(Math.PI * k / 30), Math.Sin(Math.PI * k / 30) })];
        var result = new PairsTest { Draws = 50 }.Of(rows, 2);
        Assert.True(result.Effect < 0);
        var expected = Math.Acos(((2 * Math.Cos(Math.PI / 30)) + Math.Cos(Math.PI / 15)) / 3);
        Assert.All(result.Angles, angle => Assert.Equal(expected, angle, 1e-6));
    }

    [Fact]
    public void The_same_bits_come_on_any_number_of_threads_and_a_subsample_is_drawn_once()
    {
        var space = Loadings.Normal(101, 1);
        var test = new PairsTest { Draws = 20, Units = 50, Seed = 3 };
        var (alone, together) = (test.Of(space), (test with { Threads = 3 }).Of(space));
        Assert.Equal((alone.Effect, alone.PValue), (together.Effect, together.PValue));
        Assert.Equal(50, alone.Units.Distinct().Count());
        Assert.Equal(alone.Units.Order(), alone.Units);
        Assert.NotEqual(alone.Units, (test with { Seed = 4 }).Of(space).Units);
        Assert.Equal(101, (test with { Units = 0 }).Of(space).Angles.Count);
    }

    [Fact]
    public void The_rank_sum_test_has_the_value_of_the_normal_approximation()
    {
        // x = {1, 2, 6} against y = {3, 4, 5, 7}: U = 0 + 0 + 3 = 3, z = (3 − 6)/√(12·8/12), p = erfc(|z|/√2).
        Assert.Equal(0.2888444, RankSum.PValue([1, 2, 6], [3, 4, 5, 7]), 1e-6);
        Assert.Equal(1, RankSum.PValue([2], [1, 2, 3]), 1e-12);
    }

    [Fact]
    public void Too_few_or_flat_points_are_refused()
    {
        Assert.Contains(
            "There are 3 points in 4 dimensions", Assert.Throws<UsageException>(() => new PairsTest().Of(Loadings.Normal(3, 1))).Message,
            StringComparison.Ordinal);
        var refused = Assert.Throws<UsageException>(() => new PairsTest { Draws = 0, Neighbours = 9 }.Of([1, 2, 3, 4, 5, 6], 2));
        Assert.Equal(2, refused.Faults.Count);
        Assert.Throws<UsageException>(() => new PairsTest().Of([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], 2));
        Assert.Throws<UsageException>(() => new PairsTest().Of([1, 1, 2, 2, 3, double.NaN, 4, 4, 5, 5], 2));
    }
}
