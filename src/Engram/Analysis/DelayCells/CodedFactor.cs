namespace Engram.Analysis;

/// <summary>Which of two factors a unit's rate depends on beyond the other.</summary>
public enum CodedFactor
{
    /// <summary>Neither.</summary>
    Neither,

    /// <summary>The first, such as the direction of a cue.</summary>
    Cue,

    /// <summary>The second, such as the direction of the response.</summary>
    Response,

    /// <summary>Each beyond the other.</summary>
    Both,
}
