using Engram.Analysis;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Studies.Sequences;

/// <summary>How a network does in the trials of a test, and how its peaks moved against those of the intact one.</summary>
/// <param name="Error">√(Σ mask (z − y)² / Σ mask).</param>
/// <param name="Share">Share of correct answers; NaN where none is scored.</param>
/// <param name="Outputs">Peaks of the outputs.</param>
/// <param name="Units">Peaks of the rates.</param>
internal sealed record Effect(double Error, double Share, PeakShift Outputs, PeakShift Units)
{
    /// <summary>Peaks of an intact network.</summary>
    public sealed record Reference(ActivityPeaks Outputs, ActivityPeaks Units, ActivityPeaks? Targets);

    /// <summary>The period in which a task's peaks are looked for: from the pulse on in a sequence, else the whole trial.</summary>
    public static string? Period(CognitiveTask task) => task is SequentialTask ? "sequence" : null;

    /// <summary>Finds the peaks of the intact network. Only a task that asks for peaks says how high outputs should be.</summary>
    public static Reference Of(Recording intact, PeakSearch search, CognitiveTask task) => new(
        ActivityPeaks.OfOutputs(intact, search), ActivityPeaks.OfRates(intact, search),
        task is SequentialTask ? ActivityPeaks.OfTargets(intact, search) : null);

    /// <summary>Measures a recording against the intact one.</summary>
    public static Effect Of(Recording recording, Reference intact) => new(
        ErrorOf(recording),
        recording.Trials.Any(trial => trial.IsCorrect is not null) ? recording.Performance.Overall : double.NaN,
        PeakShift.Between(intact.Outputs, ActivityPeaks.OfOutputs(recording, intact.Outputs.Search with { AllowDiverged = true }), intact.Targets),
        PeakShift.Between(intact.Units, ActivityPeaks.OfRates(recording, intact.Units.Search with { AllowDiverged = true })));

    /// <summary>√(Σ mask (z − y)² / Σ mask).</summary>
    public static double ErrorOf(Recording recording)
    {
        var (squares, mask) = (0.0, 0.0);
        for (var k = 0; k < recording.Output.Length; k++)
        {
            var difference = (double)recording.Output[k] - recording.Target[k];
            (squares, mask) = (squares + (recording.Mask[k] * difference * difference), mask + recording.Mask[k]);
        }

        return mask > 0 ? Math.Sqrt(squares / mask) : double.NaN;
    }
}
