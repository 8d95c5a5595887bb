using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Scores how hexagonal, and how square, a rate map is. Within a ring of its spatial autocorrelogram, r(α) is the correlation with the ring turned by α. The hexagonal score is
/// (r(60) + r(120))/2 − (r(30) + r(90) + r(150))/3, the square one r(90) − (r(45) + r(135))/2; each is the greatest over rings of one inner and ten outer radii.
/// </summary>
/// <remarks>
/// Because it is the greatest of ten, smooth maps without any grid score high, too: compare with shuffles of the same unit, not with a fixed threshold.
/// </remarks>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
[Cite("10.1126/science.1125572", "Sargolini et al. 2006, Conjunctive representation of position, direction, and velocity in entorhinal cortex")]
public sealed record GridScore
{
    /// <summary>Inner radius of the rings, as a share of the shorter side of the map.</summary>
    [Range(0, 1)]
    public double Inner { get; init; } = 0.2;

    /// <summary>Least outer radius.</summary>
    [Range(0, 2, Above = true)]
    public double LeastOuter { get; init; } = 0.4;

    /// <summary>Greatest outer radius.</summary>
    [Range(0, 2, Above = true)]
    public double MostOuter { get; init; } = 1;

    /// <summary>Whether the hexagonal score is min(r(60), r(120)) − max(r(30), r(90), r(150)), which is stricter.</summary>
    public bool Strict { get; init; }

    /// <summary>What becomes of bins where the animal never was.</summary>
    public UnvisitedBins Unvisited { get; init; }

    /// <summary>Scores a map.</summary>
    /// <param name="map">The map.</param>
    /// <exception cref="UsageException">A setting is not allowed, there are too few bins, or a rate is not finite.</exception>
    public GridScoreResult Of(RateMap map) => Of(SpatialAutocorrelogram.Of(map, Unvisited));

    /// <summary>Scores the autocorrelogram of a map.</summary>
    /// <param name="autocorrelogram">The autocorrelogram, which is the same at a shift and its opposite; one half is read.</param>
    /// <exception cref="UsageException">A setting is not allowed.</exception>
    public GridScoreResult Of(SpatialAutocorrelogram autocorrelogram)
    {
        ArgumentNullException.ThrowIfNull(autocorrelogram);
        Check();
        return new RingScorer(this, autocorrelogram.Columns, autocorrelogram.Rows).Of(autocorrelogram);
    }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="UsageException">One is not allowed.</exception>
    internal void Check()
    {
        Settings.Check(this);
        if (!(Inner < LeastOuter && LeastOuter <= MostOuter))
        {
            throw new UsageException(FormattableString.Invariant(
                $"`Inner` is {Inner}, `LeastOuter` {LeastOuter} and `MostOuter` {MostOuter}; give three radii of which each is greater than the one before."));
        }
    }
}

/// <summary>How hexagonal and how square a map is.</summary>
/// <param name="Hexagonal">The greatest hexagonal score over the rings.</param>
/// <param name="Square">The greatest square score.</param>
/// <param name="HexagonalOuter">Outer radius of its ring, as a share of the shorter side of the map.</param>
/// <param name="SquareOuter">The same of the square score.</param>
public sealed record GridScoreResult(double Hexagonal, double Square, double HexagonalOuter, double SquareOuter);
