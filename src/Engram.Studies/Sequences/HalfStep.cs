using Engram.Analysis;
using Engram.Cells;
using Engram.Simulation;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Sequences;

/// <summary>
/// Whether the intact network plays the same at half the step. What it plays at one step alone is a property of the steps and not of the
/// equation τ dx/dt = −x + …, and so is what a perturbation does to it.
/// </summary>
internal static class HalfStep
{
    // Peaks that move by a tenth of their width, a fifth of a standard deviation of the published ones, are other peaks.
    private const double Far = 0.004;

    /// <summary>Writes the section; nothing for a cell that has no time but its steps.</summary>
    /// <param name="report">The report.</param>
    /// <param name="experiment">The test; it is made without noise, which differs between two steps.</param>
    /// <param name="search">How peaks are found.</param>
    public static void Write(StudyContext report, Experiment experiment, PeakSearch search)
    {
        if (experiment.Network.Cell is not (LeakyCell or LowRankCell))
        {
            return;
        }

        var still = experiment with { Noise = false };
        var (whole, half) = (still.Run(report.Cancel), (still with { Dt = still.Dt / 2 }).Run(report.Cancel));
        var task = experiment.Task;
        var (before, after) = (Effect.Of(whole, search, task), Effect.Of(half, search, task));
        var (effect, halved) = (Effect.Of(whole, before), Effect.Of(half, after));
        report.Section("Half the step");
        report.Table(
            "The intact network without noise, at the step of training and at half that step.",
            ["step (ms)", "error", "correct", "outputs with a peak", "units with a peak"],
            [Row(whole, effect), Row(half, halved)]);
        if (task is SequentialTask && effect.Outputs.Counted > 0)
        {
            report.Text(Sentence(effect.Outputs, halved.Outputs, before.Outputs, after.Outputs));
        }
    }

    private static string Sentence(PeakShift whole, PeakShift half, ActivityPeaks before, ActivityPeaks after)
    {
        var distances = Enumerable.Range(0, whole.Shifts.Count)
            .Where(k => double.IsFinite(whole.Shifts[k]) && double.IsFinite(half.Shifts[k]))
            .Select(k => (Trial: k / whole.Channels, Channel: k % whole.Channels))
            .Select(place => Math.Abs(before[place.Trial, place.Channel].Time - after[place.Trial, place.Channel].Time)).ToList();
        var gone = whole.Counted - distances.Count;
        var moved = distances.Count == 0 ? double.NaN : distances.Average();
        return $"At half the step {gone} of {whole.Counted} peaks of outputs are gone"
            + (distances.Count == 0 ? ". " : $" and the others are {Words.Number(1000 * moved, "0.0")} ms away on average. ")
            + (gone == 0 && moved <= Far
                ? "The sequence therefore belongs to the differential equation and not merely to the time step."
                : "The sequence therefore belongs to the time step and not to the differential equation, and so may whatever shifts it. "
                    + "Continue training at finer steps (docs/sequences.md says how), and perturb the resulting network.");
    }

    private static IReadOnlyList<string> Row(Recording recording, Effect effect) =>
    [
        Words.Number(recording.Dt.TotalMilliseconds, "0.###"), Words.Number(effect.Error, "0.0000"),
        double.IsNaN(effect.Share) ? "–" : Words.Percent(effect.Share), Of(effect.Outputs), Of(effect.Units),
    ];

    private static string Of(PeakShift shift) => $"{shift.Counted} of {shift.Shifts.Count}";
}
