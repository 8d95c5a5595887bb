namespace Engram.Analysis;

/// <summary>What becomes of the bins of a map where the animal never was.</summary>
public enum UnvisitedBins
{
    /// <summary>They are left out.</summary>
    LeftOut,

    /// <summary>They count as bins where the rate is 0, as in the published code of Banino et al. (2018).</summary>
    Zero,
}
