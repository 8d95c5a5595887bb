using Engram.Configuration;
using Engram.Numerics;
using MathNet.Numerics.Distributions;

namespace Engram.Analysis;

/// <summary>
/// Whether the mean over networks, or trials, of curves over time differs from 0, and in which clusters of bins: under the null hypothesis every curve is
/// as likely with its sign turned. Curves keep their course, so that bins need not be independent.
/// </summary>
/// <param name="T">Mean over its standard error in each bin; 0 where all curves are 0.</param>
/// <param name="PValues">Share of sign flips with as great a t, the curves as they are among them, per bin; not corrected for the number of bins.</param>
/// <param name="Clusters">Neighbouring bins whose t passes that of the threshold, with p corrected for the number of bins.</param>
/// <remarks>Maris &amp; Oostenveld (2007), <see href="https://doi.org/10.1016/j.jneumeth.2007.03.024"/>.</remarks>
public sealed record ClusterTest(IReadOnlyList<double> T, IReadOnlyList<double> PValues, IReadOnlyList<Cluster> Clusters)
{
    /// <summary>The p of the cluster that a bin belongs to, for every bin; 1 outside clusters.</summary>
    public IReadOnlyList<double> ClusterPValues => Cluster.PValues(Clusters, T.Count);

    /// <summary>Tests curves, such as one of accuracy − chance for each network.</summary>
    /// <param name="curves">n curves of as many bins each, such as networks × bins.</param>
    /// <param name="permutations">
    /// Sign flips that are drawn. Where the 2ⁿ that there are do not exceed it, all are taken, and no p is below 1/2ⁿ, or 2/2ⁿ on two sides.
    /// </param>
    /// <param name="threshold">Bins are in a cluster whose t has a smaller p than this by Student's distribution, in (0, 0.5].</param>
    /// <param name="twoSided">Whether means below 0 count as those above.</param>
    /// <param name="seed">Decides the flips.</param>
    /// <exception cref="UsageException">
    /// Fewer than two curves, curves of different lengths, a value that is not finite, or a threshold or number of permutations that is not allowed.
    /// </exception>
    public static ClusterTest OfMeans(
        IReadOnlyList<IReadOnlyList<double>> curves, int permutations = 1000, double threshold = 0.05, bool twoSided = false, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(curves);
        double[][] rows = [.. curves.Select(curve => curve.ToArray())];
        Check(rows, permutations, threshold);
        var n = rows.Length;
        var all = n < 31 && 1L << n <= permutations;
        var flips = all ? 1 << n : permutations + 1;
        var t = new double[flips][];
        for (var k = 0; k < flips; k++)
        {
            var stream = Resampling.Stream(seed, k);
            t[k] = Student(rows, i => k != 0 && (all ? (k >> i & 1) == 1 : stream.NextInt(2) == 1));
        }

        var limits = new double[t[0].Length];
        Array.Fill(limits, StudentT.InvCDF(0, 1, n - 1, 1 - (twoSided ? threshold / 2 : threshold)));
        double[] p =
        [
            .. Enumerable.Range(0, limits.Length).Select(bin => Resampling.PValue(Size(t[0][bin]), [.. t.Skip(1).Select(flip => Size(flip[bin]))])),
        ];
        return new(t[0], p, ClusterMass.Of(t, Math.Max(1, limits.Length), limits, twoSided));
        double Size(double value) => twoSided ? Math.Abs(value) : value;
    }

    // t = m √n/s with m = Σ ±x/n and s² = (Σ x² − n m²)/(n − 1).
    private static double[] Student(double[][] rows, Func<int, bool> flipped)
    {
        var n = rows.Length;
        var (sum, squares) = (new double[rows[0].Length], new double[rows[0].Length]);
        for (var i = 0; i < n; i++)
        {
            Rows.AddScaled(sum, flipped(i) ? -1 : 1, rows[i]);
            Rows.AddProduct(squares, rows[i], rows[i]);
        }

        // Of curves that agree to rounding, t is great but finite.
        return [.. sum.Zip(squares, (s, q) => q == 0 ? 0
            : s / n * Math.Sqrt(n) / Math.Sqrt(Math.Max(q - (s * s / n), 1e-24 * q) / (n - 1)))];
    }

    private static void Check(double[][] rows, int permutations, double threshold)
    {
        if (rows.Length < 2)
        {
            throw new UsageException($"A test of {Counted.Of(rows.Length, "curve")} is none; give at least two, such as one for each network.");
        }

        if (Array.Find(rows, row => row.Length != rows[0].Length) is { } other)
        {
            throw new UsageException($"One curve has {rows[0].Length} bins and another has {other.Length}; give curves of the same bins.");
        }

        foreach (var (place, row) in rows.Index())
        {
            Finite.Values(row, $"curve {place}");
        }

        if (permutations < 1)
        {
            throw new UsageException($"`permutations` is {permutations}; give a whole number of at least 1.");
        }

        if (threshold is not (> 0 and <= 0.5))
        {
            throw new UsageException($"`threshold` is {NumberText.Of(threshold)}; give a number above 0 and at most 0.5.");
        }
    }
}
