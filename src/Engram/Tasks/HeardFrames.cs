namespace Engram.Tasks;

/// <summary>What is heard of a syllable in <see cref="SpokenStopsTask"/>.</summary>
public enum HeardFrames
{
    /// <summary>Its frames, one after another.</summary>
    Each,

    /// <summary>The mean of its frames all the time, so that any network is one without time: what is left when order says nothing.</summary>
    Mean,
}
