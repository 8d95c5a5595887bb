using Engram.Analysis;

namespace Engram.Tests.Analysis;

/// <summary>Ridge-to-background ratio and sequentiality index on activity whose values are known.</summary>
public sealed class SequenceMeasureTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(20, 4)]
    public void One_unit_after_another_alone_is_a_perfect_sequence(int units, int steps)
    {
        var index = SequentialityIndex.Of(Rates(units, units * steps, (i, t) => t / steps == i ? 3 : 0));
        Assert.Equal(1, index.Value, 1e-9);
        Assert.Equal((units, units), (index.Active, index.Bins));
    }

    [Fact]
    public void Units_that_peak_together_are_no_sequence_however_sparse()
    {
        var together = SequentialityIndex.Of(Rates(10, 50, (_, t) => Math.Exp(-Math.Pow(t - 20, 2) / 10)));
        Assert.Equal(0, together.Value, 1e-7);
        Assert.Equal(0, together.PeakEntropy, 1e-12);
        Assert.Equal(0, together.TemporalSparsity, 1e-9);
    }

    [Fact]
    public void Units_that_are_all_equally_active_have_no_sparsity_however_spread_their_peaks()
    {
        var dense = SequentialityIndex.Of(Rates(10, 10, (i, t) => i == t ? 1 + 1e-9 : 1));
        Assert.Equal(1, dense.PeakEntropy, 1e-9);
        Assert.Equal(0, dense.Value, 1e-4);
    }

    [Fact]
    public void It_is_what_the_formula_says()
    {
        // Two units, each with 3/4 of the activity in its half; both halves have a peak.
        var index = SequentialityIndex.Of(Rates(2, 2, (i, t) => i == t ? 3 : 1));
        var h = -((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))) / Math.Log(2);
        Assert.Equal(Math.Sqrt(1 - h), index.Value, 1e-12);
        // Four bins over four steps: the peaks of two units fill two of them, log 2 / log 4.
        Assert.Equal(0.5, SequentialityIndex.Of(Rates(2, 4, (i, t) => t == 2 * i ? 1 : 0), bins: 4).PeakEntropy, 1e-12);
    }

    [Fact]
    public void Silent_units_and_silent_steps_are_left_out()
    {
        var index = SequentialityIndex.Of(Rates(6, 12, (i, t) => i < 4 && t / 2 == i ? 1 : 0), bins: 4);
        Assert.Equal((4, 1), (index.Active, index.TemporalSparsity));
        Assert.True(double.IsNaN(SequentialityIndex.Of(new double[5, 10]).Value));
        Assert.True(double.IsNaN(SequentialityIndex.Of(Rates(5, 10, (i, _) => i == 0 ? 1 : 0)).Value));
    }

    [Fact]
    public void A_ridge_is_compared_with_its_background()
    {
        // 3 steps of 8 around the peak, 7 steps of 2.
        var one = RidgeToBackground.Of(Rates(3, 10, (_, t) => t is >= 4 and <= 6 ? t == 5 ? 8.000001 : 8 : 2), 1);
        Assert.All(one.Ratios, ratio => Assert.Equal(4, ratio, 1e-6));
        Assert.Equal(Math.Log(4), one.MeanLog, 1e-6);
        Assert.Equal(0, RidgeToBackground.Of(Rates(3, 10, (_, _) => 2), 2).MeanLog, 1e-12);
    }

    [Fact]
    public void Silent_units_and_units_without_background_are_counted_apart()
    {
        var found = RidgeToBackground.Of(Rates(3, 10, (i, t) => i == 0 ? 0 : i == 1 ? t == 4 ? 1 : 0 : t == 4 ? 2 : 1), 0);
        Assert.Equal((1, 1), (found.Silent, found.Unbounded));
        Assert.Equal(Math.Log(2), found.MeanLog, 1e-12);
        Assert.True(double.IsNaN(RidgeToBackground.Of(Rates(1, 3, (_, _) => 1), 5).MeanLog));
    }

    private static double[,] Rates(int units, int steps, Func<int, int, double> of)
    {
        var rates = new double[units, steps];
        for (var i = 0; i < units; i++)
        {
            for (var t = 0; t < steps; t++)
            {
                rates[i, t] = of(i, t);
            }
        }

        return rates;
    }
}
