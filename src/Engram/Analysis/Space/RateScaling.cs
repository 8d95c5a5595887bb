namespace Engram.Analysis;

/// <summary>How rates that may be negative, such as those of tanh units, are made into activity between 0 and 1, which maps and information need.</summary>
public enum RateScaling
{
    /// <summary>Each unit in each trial, from its least rate, 0, to its greatest, 1, as in the figures of Cheng &amp; Brown (2025).</summary>
    Trial,

    /// <summary>Each unit from its least rate in the whole recording, 0, to its greatest, 1.</summary>
    Recording,

    /// <summary>Not at all; rates must not be negative.</summary>
    None,
}
