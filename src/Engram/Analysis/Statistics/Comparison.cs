using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Refuses to compare what was not measured alike.</summary>
internal static class Comparison
{
    /// <summary>Two steps; one that is not known is not compared.</summary>
    public static void SameStep(string a, TimeSpan? dtA, string b, TimeSpan? dtB, string advice)
    {
        if (dtA is { } first && dtB is { } second && first != second)
        {
            throw new UsageException(
                $"The {a} have steps of {TimeText.Format(first)} but the {b} have steps of {TimeText.Format(second)}, so they cannot be compared. "
                + advice);
        }
    }

    /// <summary>Two recordings of the same trials at the same step, of as many units and outputs.</summary>
    public static void SameTrials(Recording a, Recording b, string nameA, string nameB)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        SameStep($"{nameA} rates", a.Dt, $"{nameB} rates", b.Dt, "Run both with the same dt.");
        if ((a.Units, a.Outputs, a.TrialCount) != (b.Units, b.Outputs, b.TrialCount)
            || !a.Trials.Zip(b.Trials).All(pair => pair.First.Steps == pair.Second.Steps))
        {
            throw new UsageException(
                $"The {nameA} recording has {Size(a)}, but the {nameB} one has {Size(b)}; give recordings of the same trials, of networks of the same size.");
        }
    }

    private static string Size(Recording recording) =>
        $"{recording.Units} units, {recording.Outputs} outputs and {recording.TrialCount} trials of {recording.Trials.Sum(trial => trial.Steps)} steps";
}
