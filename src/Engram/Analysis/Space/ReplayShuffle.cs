namespace Engram.Analysis;

/// <summary>What is shuffled to find how well an event agrees with a template by chance.</summary>
public enum ReplayShuffle
{
    /// <summary>
    /// Which cell has which place, as is usual. Cells count as independent of each other: where many are active together, any event agrees too well with the
    /// template, in one direction or the other.
    /// </summary>
    Cells,

    /// <summary>The order of the steps at which cells peak; cells that peak together stay together.</summary>
    Steps,
}
