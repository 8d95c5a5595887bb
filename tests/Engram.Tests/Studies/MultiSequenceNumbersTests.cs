using Engram.Studies.MultiSequence;

namespace Engram.Tests.Studies;

/// <summary>Numbers of several networks, as the study of many sequences writes them.</summary>
public sealed class MultiSequenceNumbersTests
{
    [Fact]
    public void A_slope_is_that_of_least_squares()
    {
        Assert.Equal(-2, Numbers.Slope([0, 1, 2, 3], [5, 3, 1, -1]), 1e-12);

        // x̄ = 1, Σ (x − x̄)(y − ȳ) = 1, Σ (x − x̄)² = 2.
        Assert.Equal(0.5, Numbers.Slope([0, 1, 2], [0, 7, 1]), 1e-12);
    }

    [Fact]
    public void Intervals_are_of_the_mean_and_leave_out_what_is_no_number()
    {
        // t₀.₉₇₅(1) = 12.706, s/√2 = 1.
        Assert.Equal("2.00 (−10.71 to 14.71)", Numbers.Interval([1, double.NaN, 3]));
        Assert.Equal("4.0", Numbers.Interval([4], "0.0"));
        Assert.Equal("–", Numbers.Interval([double.NaN]));
    }
}
