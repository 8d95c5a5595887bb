namespace Engram.Studies;

/// <summary>How a network of a sweep ended.</summary>
public enum RunStatus
{
    /// <summary>The criterion is met.</summary>
    Reached,

    /// <summary>Patience or updates ran out before the criterion was met.</summary>
    Exhausted,

    /// <summary>Loss or gradient became infinite, undefined or absurdly large.</summary>
    Diverged,

    /// <summary>It could not be trained: see <see cref="SweepRun.Failure"/>. It is tried again the next time.</summary>
    Failed,
}
