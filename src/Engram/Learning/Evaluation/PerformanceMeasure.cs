namespace Engram.Learning;

/// <summary>Which share of correct answers a criterion looks at.</summary>
public enum PerformanceMeasure
{
    /// <summary>The least over the conditions.</summary>
    Minimum,

    /// <summary>That over all trials.</summary>
    Overall,
}
