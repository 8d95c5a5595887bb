using Engram.Studies.LowRank;
using Engram.Studies.SequenceShift;

namespace Engram.Tests.Studies;

/// <summary>Numbers over networks as studies write them.</summary>
public sealed class StudyNumbersTests
{
    [Fact]
    public void An_interval_ends_where_no_value_can_be()
    {
        double[] high = [1, 1, 1, 0.9];
        Assert.EndsWith(", 1.055]", Statistics.Interval(high, "0.000"), StringComparison.Ordinal);
        Assert.EndsWith(", 1.000]", Statistics.OfCorrelations(high, "0.000"), StringComparison.Ordinal);
        Assert.EndsWith(", 100] %", Statistics.Percent(high), StringComparison.Ordinal);
        Assert.StartsWith("3 [0,", Statistics.Percent([0, 0, 0.1, 0]), StringComparison.Ordinal);
        Assert.EndsWith(", 105] %", Statistics.Percent(high, greatest: double.PositiveInfinity), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mean_that_an_outlier_makes_gives_way_to_the_median()
    {
        Assert.Equal("0.90 ± 0.08", Words.Robust([0.8, 0.9, 0.9, 1]));
        Assert.Equal("−2 (−2.42 to −1.08)", Words.Robust([-1, -1.5, -2, -2.5, -3e6, -1, -2]));
    }

    [Fact]
    public void A_huge_number_is_a_power_of_ten() => Assert.Equal("4.6 × 10¹⁶", Statistics.Interval([4.6e16], "0.0e+0"));
}
