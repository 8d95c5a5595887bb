using Engram.Numerics;
using MathNet.Numerics;

namespace Engram.Studies;

/// <summary>
/// A density over the settings around n points c_i, with the uniform density as one point more, so that nothing is impossible:
/// <code>p(u) = (1 + Σ_i Π_k K_k(u_k; c_ik)) / (n + 1)</code>
/// For a number, K is a normal density around c, cut off at 0 and 1, whose width σ_k follows the spread s_k of the points by Scott's rule,
/// <code>σ_k = s_k n^(−1/(d + 4))</code>
/// (Scott 1992, Multivariate Density Estimation, doi:10.1002/9780470316849), but is never narrower than 1/(n + 1), nor than 1/100. For one of
/// m values without order, relative to the uniform density,
/// <code>K(u; c) = (1 − β) m [u = c] + β,  β = m / (n + m)</code>
/// which makes the share of each value that of the points that have it, with each value counted once more (Laplace's rule; the kernel is that of Aitchison and Aitken
/// 1976, doi:10.1093/biomet/63.3.413).
/// </summary>
internal sealed class ParzenDensity
{
    private const double Narrowest = 0.01;
    private readonly IReadOnlyList<SearchDimension> space;
    private readonly IReadOnlyList<double[]> points;
    private readonly double[] widths;

    /// <summary>The density around some points.</summary>
    /// <param name="space">The d settings.</param>
    /// <param name="points">The n points, each with a u for every setting.</param>
    public ParzenDensity(IReadOnlyList<SearchDimension> space, IReadOnlyList<double[]> points)
    {
        (this.space, this.points) = (space, points);
        var shrink = Math.Pow(Math.Max(1, points.Count), -1.0 / (space.Count + 4));
        widths = [.. space.Select((_, k) => Math.Max(Spread(k) * shrink, Math.Max(Narrowest, 1.0 / (points.Count + 1))))];
    }

    /// <summary>Draws a place.</summary>
    /// <param name="stream">Where from.</param>
    public double[] Draw(ref RandomStream stream)
    {
        var which = stream.NextInt(points.Count + 1);
        var place = new double[space.Count];
        for (var k = 0; k < place.Length; k++)
        {
            place[k] = which == points.Count || (space[k].Choices > 0 && stream.NextUniform() < Mixing(space[k].Choices))
                ? stream.NextUniform()
                : space[k].Choices > 0 ? points[which][k]
                : Near(points[which][k], widths[k], ref stream);
        }

        return place;
    }

    /// <summary>ln p(u), relative to the uniform density.</summary>
    /// <param name="place">u of every setting.</param>
    public double Log(double[] place) => Math.Log((1 + points.Sum(point => Kernel(place, point))) / (points.Count + 1));

    private double Kernel(double[] place, double[] point)
    {
        var product = 1.0;
        for (var k = 0; k < place.Length; k++)
        {
            product *= space[k].Choices is > 0 and var m
                ? ((1 - Mixing(m)) * (ChoiceDimension.IndexOf(place[k], m) == ChoiceDimension.IndexOf(point[k], m) ? m : 0)) + Mixing(m)
                : Normal(place[k], point[k], widths[k]);
        }

        return product;
    }

    private double Mixing(int m) => m / (double)(points.Count + m);

    // φ((u − c)/σ) / (σ (Φ((1 − c)/σ) − Φ(−c/σ)))
    private static double Normal(double u, double c, double sigma)
    {
        var z = (u - c) / sigma;
        var inside = 0.5 * (SpecialFunctions.Erf((1 - c) / (sigma * Math.Sqrt(2))) + SpecialFunctions.Erf(c / (sigma * Math.Sqrt(2))));
        return Math.Exp(-z * z / 2) / (sigma * Math.Sqrt(2 * Math.PI) * inside);
    }

    // The centre lies within, so that a third of all draws do at the least.
    private static double Near(double c, double sigma, ref RandomStream stream)
    {
        double u;
        do
        {
            u = c + (sigma * stream.NextNormal());
        }
        while (u is < 0 or > 1);
        return u;
    }

    private double Spread(int k)
    {
        var mean = points.Select(point => point[k]).DefaultIfEmpty().Average();
        return Math.Sqrt(points.Sum(point => (point[k] - mean) * (point[k] - mean)) / Math.Max(1, points.Count - 1));
    }
}
