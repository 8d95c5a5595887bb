using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Places of steps and trials in time-major arrays.</summary>
internal static class RecordingRows
{
    /// <summary>The row of one step of one trial, both from 0.</summary>
    public static int RowOf(this Recording recording, int step, int trial)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, recording.TrialCount);
        return (step * recording.TrialCount) + trial;
    }
}
