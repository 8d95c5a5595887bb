namespace Engram.Learning;

/// <summary>In which order something is played again.</summary>
public enum ReplayDirection
{
    /// <summary>As it happened.</summary>
    Forward,

    /// <summary>From the end to the beginning.</summary>
    Reverse,
}
