namespace Engram.Learning;

/// <summary>How training stands, or how it ended.</summary>
public enum Outcome
{
    /// <summary>Not ended.</summary>
    Continue,

    /// <summary>The criterion is met.</summary>
    Reached,

    /// <summary>Patience or updates ran out before the criterion was met.</summary>
    Exhausted,

    /// <summary>Loss or gradient became infinite, undefined or absurdly large.</summary>
    Diverged,

    /// <summary>The user stopped it.</summary>
    Cancelled,

    /// <summary>It was not trained here: its weights come from another program.</summary>
    Imported,
}
