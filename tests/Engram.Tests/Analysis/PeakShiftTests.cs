using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Peaks of a recording whose outputs are written by hand: those of the targets, moved, lowered or removed.</summary>
public sealed class PeakShiftTests
{
    private static readonly PeakSearch InSequence = new() { Period = "sequence" };

    [Fact]
    public void Times_count_from_the_beginning_of_the_period()
    {
        var recording = Sequence((_, _, time) => time);
        var (within, whole) = (ActivityPeaks.OfTargets(recording, InSequence), ActivityPeaks.OfTargets(recording, new()));
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            var wait = recording.Trials[trial].Periods[0].Duration.TotalSeconds;
            for (var output = 0; output < 4; output++)
            {
                Assert.Equal((output + 1) * 0.2, within[trial, output].Time, 1e-3);
                Assert.Equal(((output + 1) * 0.2) + wait, whole[trial, output].Time, 1e-3);
            }

            Assert.Equal([0, 1, 2, 3], within.Order(trial));
        }

        Assert.True(recording.Trials.Select(trial => trial.Periods[0].Duration).Distinct().Count() > 1);
    }

    [Fact]
    public void Earlier_is_positive_and_later_negative()
    {
        Assert.Equal(0.03, Shift((_, _, time) => time + 0.03).Mean, 2e-3);
        Assert.Equal(-0.05, Shift((_, _, time) => time - 0.05).Mean, 2e-3);
        Assert.Equal(0.03, Shift((_, _, time) => time + 0.03).CentreMean, 2e-3);
        Assert.Equal((12, 0, 0), Counts(Shift((_, _, time) => time)));
        Assert.Equal(0, Shift((_, _, time) => time).Mean);
    }

    [Fact]
    public void A_lost_peak_is_counted_and_is_not_a_shift_of_zero()
    {
        // The outputs of the second place vanish; the others are 40 ms earlier.
        var shift = Shift((_, output, time) => output == 1 ? null : time + 0.04);
        Assert.Equal((9, 0, 3), Counts(shift));
        Assert.Equal(0.04, shift.Mean, 2e-3);
        Assert.Equal(0.25, shift.LostShare);
        Assert.True(double.IsNaN(shift.Shifts[1]));
        var none = Shift((_, _, _) => null);
        Assert.Equal((0, 0, 12), Counts(none));
        Assert.True(double.IsNaN(none.Mean));
    }

    [Fact]
    public void A_peak_below_the_share_is_lost_and_one_above_it_is_not()
    {
        Assert.Equal((12, 0, 0), Counts(Shift((_, _, time) => time, height: 0.55)));
        Assert.Equal((0, 0, 12), Counts(Shift((_, _, time) => time, height: 0.45)));
        Assert.Equal((12, 0, 0), Counts(Shift((_, _, time) => time, height: 0.45, search: InSequence with { LostBelow = 0.4 })));
    }

    [Fact]
    public void A_peak_that_the_intact_network_does_not_have_is_missing_and_never_lost()
    {
        var intact = Sequence((_, output, time) => output == 2 ? null : time);
        var lower = Sequence((_, _, time) => time, 0.3);
        var perturbed = ActivityPeaks.OfOutputs(Sequence((_, _, time) => time), InSequence);
        var shift = PeakShift.Between(ActivityPeaks.OfOutputs(intact, InSequence), perturbed);
        Assert.Equal((9, 3, 0), Counts(shift));
        Assert.Equal(0, shift.LostShare);
        var targets = ActivityPeaks.OfTargets(lower, InSequence);
        shift = PeakShift.Between(ActivityPeaks.OfOutputs(lower, InSequence), perturbed, targets);
        Assert.Equal((0, 12, 0), Counts(shift));
        Assert.True(double.IsNaN(shift.LostShare));
    }

    [Fact]
    public void A_period_that_there_is_not_is_refused()
    {
        var fault = Assert.Throws<UsageException>(
            () => ActivityPeaks.OfRates(Sequence((_, _, time) => time), new() { Period = "sequenc" }));
        Assert.Contains("Did you mean 'sequence'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Peaks_of_another_step_period_or_number_of_trials_are_not_compared()
    {
        var intact = ActivityPeaks.OfOutputs(Sequence((_, _, time) => time), InSequence);
        var fine = ActivityPeaks.OfOutputs(Untrained(5.Ms, 3), InSequence);
        void Refused(string part, ActivityPeaks other)
        {
            Assert.Contains(part, Assert.Throws<UsageException>(() => PeakShift.Between(intact, other)).Message, StringComparison.Ordinal);
            Assert.Contains(
                part, Assert.Throws<UsageException>(() => PeakShift.Between(intact, intact, other)).Message, StringComparison.Ordinal);
        }

        Refused("5ms", fine);
        Refused("whole trials", ActivityPeaks.OfOutputs(Sequence((_, _, time) => time), new()));
        Refused("not refined", ActivityPeaks.OfOutputs(Sequence((_, _, time) => time), InSequence with { Refine = false }));
        Refused("2 trials", ActivityPeaks.OfOutputs(Untrained(10.Ms, 2), InSequence));
        Refused("8 channels", ActivityPeaks.OfRates(Untrained(10.Ms, 3), InSequence));
    }

    [Fact]
    public void Linear_accounts_are_judged_by_the_same_trials_at_the_same_step()
    {
        var simulated = Untrained(10.Ms, 3);
        void Refused(string part, Recording other)
        {
            Assert.Contains(
                part, Assert.Throws<UsageException>(() => LinearAccount.RelativeError(other, simulated)).Message, StringComparison.Ordinal);
            Assert.Contains(
                part, Assert.Throws<UsageException>(() => LinearAccount.ErrorOfChange(simulated, simulated, other)).Message,
                StringComparison.Ordinal);
        }

        Refused("5ms", Untrained(5.Ms, 3));
        Refused("2 trials", Untrained(10.Ms, 2));
    }

    [Fact]
    public void An_average_over_a_period_is_aligned_at_its_beginning()
    {
        var recording = Sequence((_, _, time) => time);
        var mean = PeriodAverage.Of(recording, recording.Output, 4, "sequence");
        var (first, _) = recording.StepsOf("sequence", 0)!.Value;
        var expected = Enumerable.Range(0, 3).Average(
            trial => recording.OutputAt(recording.StepsOf("sequence", trial)!.Value.First + 20, trial)[0]);
        Assert.Equal(expected, mean[0, 20], 1e-6);
        Assert.True(first > 0);
        Assert.Equal(4, mean.GetLength(0));
    }

    private static PeakShift Shift(
        Func<int, int, double, double?> moved, double height = 1, PeakSearch? search = null) => PeakShift.Between(
        ActivityPeaks.OfTargets(Sequence((_, _, time) => time), search ?? InSequence),
        ActivityPeaks.OfOutputs(Sequence(moved, height), search ?? InSequence));

    private static (int Counted, int Missing, int Lost) Counts(PeakShift shift) => (shift.Counted, shift.Missing, shift.Lost);

    // Three trials of four outputs; an output at a time is the target at the time that `moved` gives, or nothing.
    private static Recording Sequence(Func<int, int, double, double?> moved, double height = 1)
    {
        var recording = Untrained(10.Ms, 3);
        foreach (var trial in recording.Trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                for (var output = 0; output < 4; output++)
                {
                    var centre = trial.Periods[0].Duration.TotalSeconds + (0.2 * (output + 1));
                    recording.OutputAt(step, trial.Index)[output] = moved(trial.Index, output, (step + 1) * 0.01) is { } time
                        ? (float)(height * 12 * Math.Exp(-Math.Pow((time - centre) / 0.03, 2) / 2))
                        : 0;
                }
            }
        }

        return recording;
    }

    private static Recording Untrained(TimeSpan dt, int trials)
    {
        var cell = new LeakyCell { Units = 8 };
        return new Experiment
        {
            Network = Network.Create(cell, cell.Graph(1, 4, dt), new NetworkOptions(), 1),
            Task = new SequenceTask { Peaks = 4, Width = 30.Ms },
            Dt = dt,
            Trials = trials,
        }.Run(TestContext.Current.CancellationToken);
    }
}
