using MathNet.Numerics;

namespace Engram.Analysis;

/// <summary>The rank-sum test of Wilcoxon (1945) and Mann and Whitney (1947).</summary>
internal static class RankSum
{
    /// <summary>
    /// Two-sided p by the normal approximation: U = Σ (#{y &lt; x} + #{y = x}/2), z = (U − nm/2)/√(nm(n + m + 1)/12), p = erfc(|z|/√2).
    /// Ties within a sample do not change U; the values are continuous, so that no other correction is made.
    /// </summary>
    /// <param name="values">n values.</param>
    /// <param name="sorted">m values, ascending.</param>
    public static double PValue(ReadOnlySpan<double> values, double[] sorted)
    {
        var u = 0.0;
        foreach (var value in values)
        {
            u += 0.5 * (Below(sorted, value, orEqual: false) + Below(sorted, value, orEqual: true));
        }

        var (n, m) = ((double)values.Length, (double)sorted.Length);
        var z = (u - (n * m / 2)) / Math.Sqrt(n * m * (n + m + 1) / 12);
        return SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));
    }

    // How many are less than, or at most, a value.
    private static double Below(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (orEqual && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
