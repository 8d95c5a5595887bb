using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How many points a search may have missed, from how often each was found: at least f₁(f₁ − 1)/(2(f₂ + 1)) with f₁ points found from one
/// start and f₂ from two (Chao), and the share 1 − f₁/n of the n starts' ends, weighed by how easily they are found, that has been seen (Good
/// and Turing). Both hold for starts drawn as these were: what no such start leads to remains unseen.
/// </summary>
/// <param name="Found">How many points were found from starts.</param>
/// <param name="Starts">n, how many starts led to one.</param>
/// <param name="Once">f₁.</param>
/// <param name="Twice">f₂.</param>
[Cite("10.2307/2531532", "Chao 1987, Estimating the population size for capture-recapture data with unequal catchability")]
[Cite("10.1093/biomet/40.3-4.237", "Good 1953, The population frequencies of species and the estimation of population parameters")]
public sealed record UnseenPoints(int Found, int Starts, int Once, int Twice)
{
    /// <summary>A lower bound of how many were missed.</summary>
    public double Unseen => Once * (Once - 1) / (2.0 * (Twice + 1));

    /// <summary>The estimated chance that one start more leads to a point that was found; NaN without starts.</summary>
    public double Coverage => Starts == 0 ? double.NaN : 1 - ((double)Once / Starts);

    /// <summary>From the points of a search, or some of them. Where a search ended without one is no point.</summary>
    /// <param name="points">The points.</param>
    public static UnseenPoints Of(IEnumerable<FixedPoint> points) =>
        Of([.. points.Where(point => point.Kind != PointKind.Unconverged).Select(point => point.Starts)]);

    /// <summary>From the points of a search of a latent circuit.</summary>
    /// <param name="points">The points.</param>
    public static UnseenPoints Of(IEnumerable<LatentFixedPoint> points) => Of([.. points.Select(point => point.Starts)]);

    /// <summary>From how many starts led to each point.</summary>
    /// <param name="starts">One number a point; points to which no start led do not count.</param>
    public static UnseenPoints Of(IReadOnlyList<int> starts) => new(
        starts.Count(count => count > 0), starts.Sum(), starts.Count(count => count == 1), starts.Count(count => count == 2));

    /// <summary>One sentence.</summary>
    public override string ToString() => Starts == 0 ? "no point from any start" : FormattableString.Invariant(
        $"{Found} {(Found == 1 ? "point" : "points")} from {Starts} starts, {Once} found once; ")
        + FormattableString.Invariant($"estimated unseen: {(Once == 0 ? "none" : $"at least {Words}")} (coverage {Coverage:0.000})");

    private string Words => Unseen.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
