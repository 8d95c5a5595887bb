using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Studies.SequenceShift;
using Engram.Tasks;

namespace Engram.Tests.Studies.SequenceShift;

/// <summary>The document's measure, defects included, and the numbers that stand beside it.</summary>
public sealed class PublishedMeasureTests
{
    [Fact]
    public void It_averages_small_differences_and_counts_large_ones_and_silence_as_zero()
    {
        var intact = Peaking(30, 40, 50, 60);

        // 20 ms earlier, 10 ms later, 60 ms earlier, silent: (20 − 10 + 0 + 0)/4.
        var (mean, zeroed) = new PublishedMeasure(intact).Of(Peaking(28, 41, 44, -1));
        Assert.Equal(0.0025, mean, 1e-9);
        Assert.Equal(0.5, zeroed);
        Assert.Equal((0, 0), new PublishedMeasure(intact).Of(Peaking(30, 40, 50, 60)));
    }

    [Fact]
    public void Settings_name_the_small_values_and_their_opposites()
    {
        var settings = new ShiftSettings([-0.2, -0.1, -0.04, 0, 0.04, 0.1, 0.2], 1, [1]);
        Assert.Equal([4], settings.Small);
        Assert.Equal([2, 4], settings.SmallOfBothSigns);
        Assert.Equal([1, 2, 4, 5], settings.Noisy);
        Assert.Equal(3, settings.StrongOfNoisy);
        Assert.Equal([-0.04, 0.04], settings.At(settings.SmallOfBothSigns));
        Assert.Equal((2, 6), (settings.Opposite(4), settings.Nearest(0.3)));
        Assert.Equal([2], (settings with { Values = [-0.2, 0, 0.2] }).Small);
        Assert.Equal([0, 2], (settings with { Values = [-0.2, 0, 0.2] }).Noisy);
    }

    [Fact]
    public void An_account_without_a_peak_predicts_no_shift_and_has_a_number()
    {
        Assert.Equal(0, Statistics.Agreement([1, 2, 3, 4], [double.NaN, double.NaN, double.NaN, double.NaN]));
        Assert.Equal(1, Statistics.Agreement([1, 2, double.NaN, 4], [1, 2, 9, 4]), 1e-12);
        Assert.Equal(Statistics.Correlation([1, -2, 3], [0, -2, 0]), Statistics.Agreement([1, -2, 3], [double.NaN, -2, double.NaN]), 1e-12);
        Assert.True(double.IsNaN(Statistics.Agreement([double.NaN, 1, 2], [1, 1, 1])));
    }

    [Fact]
    public void Means_over_columns_leave_out_columns_that_lost_every_peak()
    {
        var grid = new Grid([1, 2, double.NaN, 4], [1, 2, double.NaN, 4], [0, 0, 1, 0], [0, 0, 0, 0], 0, 10);
        Assert.Equal((1, 3), (grid.ShiftAt(0, 2), grid.ShiftAt(1, 2)));
        Assert.Equal((0.5, 4), (Grid.At(grid.Lost, 0, 2), grid.At(1, 1, 2)));
    }

    [Fact]
    public void Correlations_are_over_pairs_of_numbers_and_undefined_for_too_few()
    {
        Assert.Equal(-1, Statistics.Correlation([1, 2, double.NaN, 3], [3, 2, 7, 1]), 1e-12);
        Assert.Equal(1, Statistics.RankCorrelation([1, 2, 3, 4], [1, 10, 100, 1000]), 1e-12);
        Assert.True(double.IsNaN(Statistics.Correlation([1, 2, double.NaN], [1, 2, 3])));
        Assert.Equal("–", Statistics.Interval([double.NaN]));
        Assert.Equal("–", Statistics.Percent([]));
        Assert.Equal("2.00 [−0.48, 4.48]", Statistics.Interval([1, 2, 3, double.NaN]));
    }

    // Outputs that are positive at one step alone, counted from 0; −1 for nowhere.
    private static Recording Peaking(params int[] steps)
    {
        var cell = new LeakyCell { Units = 4 };
        var recording = new Experiment
        {
            Network = Network.Create(cell, cell.Graph(1, steps.Length, 10.Ms), new NetworkOptions(), 1),
            Task = new SequenceTask { Peaks = steps.Length },
            Dt = 10.Ms,
            Trials = 1,
        }.Run(TestContext.Current.CancellationToken);
        Array.Clear(recording.Output);
        foreach (var (output, step) in steps.Index())
        {
            if (step >= 0)
            {
                recording.OutputAt(step, 0)[output] = 1;
            }
        }

        return recording;
    }
}
