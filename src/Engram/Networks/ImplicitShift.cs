using Engram.Numerics;

namespace Engram.Networks;

/// <summary>One implicit double step of the QR iteration, H ← Qᵀ H Q, with Q kept.</summary>
/// <remarks>Francis (1961, 1962), <see href="https://doi.org/10.1093/comjnl/4.3.265"/>.</remarks>
internal static class ImplicitShift
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>A double step with the shifts a and b, in each block that H falls into.</summary>
    /// <param name="h">H (m × m) of Hessenberg form, row after row; becomes Qᵀ H Q.</param>
    /// <param name="q">The transpose of all that was done before (m × m); becomes that of what was done with this step.</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="sum">a + b.</param>
    /// <param name="product">a b.</param>
    public static void Apply(double[] h, double[] q, int m, double sum, double product)
    {
        for (int low = 0, high; low < m; low = high + 1)
        {
            high = low;
            while (high + 1 < m && !Splits(h, m, high))
            {
                high++;
            }

            if (high - low >= 2)
            {
                Sweep(h, q, m, low, high, sum, product);
            }
        }
    }

    private static bool Splits(double[] h, int m, int i)
    {
        ref var below = ref h[((i + 1) * m) + i];
        if (Math.Abs(below) > Epsilon * (Math.Abs(h[(i * m) + i]) + Math.Abs(h[((i + 1) * m) + i + 1])))
        {
            return false;
        }

        below = 0;
        return true;
    }

    private static void Sweep(double[] h, double[] q, int m, int low, int high, double s, double t)
    {
        var (h00, h01) = (h[(low * m) + low], h[(low * m) + low + 1]);
        var (h10, h11) = (h[((low + 1) * m) + low], h[((low + 1) * m) + low + 1]);
        var x = (h00 * (h00 - s)) + (h01 * h10) + t;
        var y = h10 * (h00 + h11 - s);
        var z = h10 * h[((low + 2) * m) + low + 1];
        for (var k = low; k < high; k++)
        {
            var three = k + 2 <= high;
            z = three ? z : 0;
            var scale = Math.Abs(x) + Math.Abs(y) + Math.Abs(z);
            if (scale != 0)
            {
                (x, y, z) = (x / scale, y / scale, z / scale);
                var alpha = -Math.CopySign(Math.Sqrt((x * x) + (y * y) + (z * z)), x);
                Reflect(h, q, m, k, low, three, (alpha - x) / alpha, y / (x - alpha), z / (x - alpha));
                if (k > low)
                {
                    h[(k * m) + k - 1] = alpha * scale;
                    h[((k + 1) * m) + k - 1] = 0;
                    if (three)
                    {
                        h[((k + 2) * m) + k - 1] = 0;
                    }
                }
            }

            x = h[((k + 1) * m) + k];
            y = k + 2 <= high ? h[((k + 2) * m) + k] : 0;
            z = k + 3 <= high ? h[((k + 3) * m) + k] : 0;
        }
    }

    // H ← P H P and Qᵀ ← P Qᵀ for P = 1 − τ v vᵀ, v = (1, v1, v2) at rows k, k + 1, k + 2 (or the first two).
    private static void Reflect(double[] h, double[] q, int m, int k, int low, bool three, double tau, double v1, double v2)
    {
        var from = Math.Max(k - 1, low);
        Rows.ReflectThree(Row(h, k, from), Row(h, k + 1, from), three ? Row(h, k + 2, from) : default, tau, v1, v2);
        Rows.ReflectThree(Row(q, k, 0), Row(q, k + 1, 0), three ? Row(q, k + 2, 0) : default, tau, v1, v2);
        var last = Math.Min(k + 3, m - 1);
        for (var i = 0; i <= last; i++)
        {
            var entries = h.AsSpan((i * m) + k, three ? 3 : 2);
            var sum = tau * (entries[0] + (v1 * entries[1]) + (three ? v2 * entries[2] : 0));
            entries[0] -= sum;
            entries[1] -= sum * v1;
            if (three)
            {
                entries[2] -= sum * v2;
            }
        }

        Span<double> Row(double[] a, int row, int column) => a.AsSpan((row * m) + column, m - column);
    }
}
