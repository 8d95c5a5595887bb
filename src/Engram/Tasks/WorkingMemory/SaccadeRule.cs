namespace Engram.Tasks;

/// <summary>Where the eyes are to go.</summary>
public enum SaccadeRule
{
    /// <summary>To where the cue was.</summary>
    Pro,

    /// <summary>To the opposite side, so that the cue and the response differ.</summary>
    Anti,

    /// <summary>Either, drawn for each trial.</summary>
    Mixed,
}
