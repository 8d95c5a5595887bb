using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Studies.SequenceShift;
using Engram.Tasks;

namespace Engram.Tests.Studies.SequenceShift;

/// <summary>Shifts at values of both signs of the same peaks.</summary>
public sealed class PairsTests
{
    [Fact]
    public void A_peak_that_is_lost_at_one_sign_is_left_out_at_both()
    {
        // One column at −v, 0 and v: the first peak 20 ms earlier and 20 ms later, the second 10 ms earlier and later, the third 60 ms
        // earlier and lost.
        var pairs = Pairs.Of([Shift(-20, -10, -60), Shift(0, 0, 0), Shift(20, 10, null)], 3);
        Assert.Equal(-0.015, Assert.Single(pairs.Odd), 1e-6);
        Assert.Equal(0, Assert.Single(pairs.Even), 1e-6);
        Assert.Equal((1, 0), (pairs.Later[0], pairs.Earlier[0]));
        Assert.Equal(1, pairs.OddShare, 1e-6);
    }

    [Fact]
    public void What_is_the_same_at_both_signs_is_even()
    {
        var pairs = Pairs.Of([Shift(20, 20, 20), Shift(20, 20, 20)], 2);
        Assert.Equal(0, pairs.Odd[0], 1e-6);
        Assert.Equal(-0.02, pairs.Even[0], 1e-6);
        Assert.Equal((0, 0), (pairs.Later[0], pairs.Earlier[0]));
        Assert.Equal(0, pairs.OddShare, 1e-6);
    }

    [Fact]
    public void Values_are_paired_with_their_opposites_and_columns_kept_apart()
    {
        var pairs = Pairs.Of(
            [
                Shift(-20, -20, -20), Shift(-10, -10, -10), Shift(10, 10, 10), Shift(20, 20, 20),
                Shift(0, 0, 0), Shift(0, 0, 0), Shift(null, null, null), Shift(10, 20, 30),
            ],
            4);
        Assert.Equal([-0.01, -0.02, double.NaN, -0.01], pairs.Odd.Select(shift => Math.Round(shift, 6)));
        Assert.Equal(-0.01, Pairs.Mean(pairs.Odd, first: 1, columns: 2), 1e-6);
        Assert.True(double.IsNaN(pairs.Later[2]));
    }

    // A network whose three peaks come so many milliseconds late, or not at all, against one where they come in time.
    private static PeakShift Shift(params int?[] late) =>
        PeakShift.Between(Peaks(0, 0, 0), Peaks(late));

    private static ActivityPeaks Peaks(params int?[] late)
    {
        var cell = new LeakyCell { Units = 4 };
        var recording = new Experiment
        {
            Network = Network.Create(cell, cell.Graph(1, late.Length, 10.Ms), new NetworkOptions(), 1),
            Task = new SequenceTask { Peaks = late.Length },
            Dt = 10.Ms,
            Trials = 1,
        }.Run(TestContext.Current.CancellationToken);
        Array.Clear(recording.Output);
        for (var step = 0; step < recording.Trials[0].Steps; step++)
        {
            for (var output = 0; output < late.Length; output++)
            {
                var from = ((step + 1) * 10) - ((output + 1) * 200) - (late[output] ?? 0);
                recording.OutputAt(step, 0)[output] = late[output] is null ? 0 : Math.Max(0, 1600 - (from * from));
            }
        }

        return ActivityPeaks.OfOutputs(recording, new());
    }
}
