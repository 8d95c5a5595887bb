using Engram.Studies.DynamicWorkingMemory;

namespace Engram.Tests.Studies.DynamicWorkingMemory;

public sealed class StatisticsTests
{
    [Fact]
    public void A_monotone_relation_has_rank_correlation_one()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => (double)i)];
        var (rho, p) = Statistics.Spearman(x, [.. x.Select(Math.Exp)]);
        Assert.Equal(1, rho, 12);
        Assert.InRange(p, 0, 0.002);
        Assert.Equal(-1, Statistics.Spearman(x, [.. x.Select(value => -value)]).Rho, 12);
    }

    [Fact]
    public void An_unrelated_series_is_not_significant()
    {
        var (rho, p) = Statistics.Spearman([1, 2, 3, 4, 5, 6, 7, 8], [3, 8, 1, 6, 5, 2, 7, 4]);
        Assert.InRange(rho, -0.3, 0.3);
        Assert.InRange(p, 0.2, 1);
    }

    [Fact]
    public void Pairs_with_a_value_that_is_not_a_number_are_left_out() =>
        Assert.Equal(1, Statistics.Spearman([1, 2, double.NaN, 4], [1, 2, 0, 9]).Rho, 12);

    [Fact]
    public void The_slope_of_a_line_is_its_slope() => Assert.Equal(-2.5, Statistics.Slope([0, 1, 4], [1, -1.5, -9]), 12);
}
