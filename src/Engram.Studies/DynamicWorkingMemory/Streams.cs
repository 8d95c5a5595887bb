namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Families of networks whose random streams are apart, so that every network of the study is a sample of its own.</summary>
internal enum Streams
{
    /// <summary>Frequencies, growing delay.</summary>
    Delays = 1,

    /// <summary>Frequencies, a range of delays.</summary>
    Ranges,

    /// <summary>Inputs, growing delay.</summary>
    Inputs,

    /// <summary>Frequencies, one delay only.</summary>
    Alone,

    /// <summary>Inputs, one delay only, tested in fine steps.</summary>
    OscillationOfInputs,

    /// <summary>Frequencies, likewise.</summary>
    OscillationOfFrequencies,

    /// <summary>The published recipe.</summary>
    Published,

    /// <summary>The published recipe with one thing changed.</summary>
    Changed,
}
