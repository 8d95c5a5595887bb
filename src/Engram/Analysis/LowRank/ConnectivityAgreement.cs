using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Correlations between the connectivity of two networks of the same units.</summary>
internal static class ConnectivityAgreement
{
    private const double Dependent = 1e-10;

    /// <summary>Pearson's correlation of the entries; 0 where one does not vary.</summary>
    public static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var k = 0; k < a.Length; k++)
        {
            var (x, y) = (a[k] - meanA, b[k] - meanB);
            (ab, aa, bb) = (ab + (x * y), aa + (x * x), bb + (y * y));
        }

        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }

    /// <summary>J P (N × N), with P the projection on the span of some vectors.</summary>
    public static double[] Effective(double[] j, IEnumerable<double[]> span)
    {
        // Gram-Schmidt, twice against rounding.
        var basis = new List<double[]>();
        foreach (var vector in span)
        {
            var v = (double[])vector.Clone();
            var length = Math.Sqrt(Rows.Dot(v, v));
            foreach (var e in basis.Concat(basis))
            {
                Rows.AddScaled(v, -Rows.Dot(e, v), e);
            }

            var rest = Math.Sqrt(Rows.Dot(v, v));
            if (rest > Dependent * length)
            {
                basis.Add([.. v.Select(value => value / rest)]);
            }
        }

        // P = Σ e eᵀ: each row of J is projected.
        var units = (int)Math.Sqrt(j.Length);
        var projected = new double[j.Length];
        for (var i = 0; i < units; i++)
        {
            foreach (var e in basis)
            {
                Rows.AddScaled(projected.AsSpan(i * units, units), Rows.Dot(e, j.AsSpan(i * units, units)), e);
            }
        }

        return projected;
    }
}
