namespace Engram.Analysis;

/// <summary>How two linear maps are compared.</summary>
public enum SimilarityMetric
{
    /// <summary>The angle arccos(tr(Aᵀ C B Cᵀ)/(‖A‖ ‖B‖)), from 0 to π, whatever the lengths.</summary>
    Angular,

    /// <summary>The distance ‖A − C B Cᵀ‖.</summary>
    Euclidean,
}

/// <summary>What two dynamical systems have in common.</summary>
/// <param name="Distance">The least over orthogonal C, as far as the search found it: 0 for the same dynamics.</param>
/// <param name="Rank">R of both maps.</param>
/// <param name="EigenvalueDistance">
/// Mean |λ_A − λ_B| over the cheapest pairing of the eigenvalues, which no change of coordinates touches, orthogonal or not.
/// </param>
/// <param name="IsReflected">Whether the best C mirrors, det C = −1.</param>
public sealed record SimilarityResult(double Distance, int Rank, double EigenvalueDistance, bool IsReflected)
{
    /// <summary>A (R × R) of the first system.</summary>
    public required double[,] A { get; init; }

    /// <summary>B (R × R) of the second.</summary>
    public required double[,] B { get; init; }

    /// <summary>C (R × R), which brings B to A as C B Cᵀ.</summary>
    public required double[,] C { get; init; }
}
