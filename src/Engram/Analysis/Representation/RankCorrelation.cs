namespace Engram.Analysis;

/// <summary>How the order of two lists of numbers is compared.</summary>
public enum RankCorrelation
{
    /// <summary>Spearman's ρ, the correlation of the ranks.</summary>
    Spearman,

    /// <summary>Kendall's τ_a, the share of pairs in the same order less that of pairs in opposite order.</summary>
    KendallTauA,
}
