using System.Numerics;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Eigenvalues of a general real matrix, without eigenvectors: reduction to Hessenberg form by Householder reflections, then the implicit
/// double-shift QR iteration, in which complex pairs stay in real arithmetic.
/// </summary>
/// <remarks>Francis (1961, 1962), <see href="https://doi.org/10.1093/comjnl/4.3.265"/>. About 10 n³ operations.</remarks>
internal static class HessenbergEigenvalues
{
    private const int MostSteps = 300;

    // A matrix such as λ + m nᵀ of low rank leaves a block that is λ but for rounding, which no step makes smaller. After so many, entries
    // count as zero that are within the rounding of the whole matrix, as the result is in any case.
    private const int PatientSteps = 20;
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>All eigenvalues, in no order; not numbers where the iteration does not converge.</summary>
    /// <param name="matrix">A (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="cancel">Looked at row by row.</param>
    public static Complex[] Of(ReadOnlySpan<double> matrix, int n, CancellationToken cancel = default)
    {
        // Rows a power of two apart share cache sets, and columns are walked below.
        var stride = n + (n % 64 == 0 ? 8 : 0);
        var h = new double[n * stride];
        for (var i = 0; i < n; i++)
        {
            matrix.Slice(i * n, n).CopyTo(h.AsSpan(i * stride));
        }

        Reduce(h, n, stride, cancel);
        var norm = Math.Sqrt(Rows.Dot(h, h));
        var eigenvalues = new Complex[n];
        var (high, steps) = (n - 1, 0);
        while (high >= 0)
        {
            cancel.ThrowIfCancellationRequested();
            var low = Deflate(h, high, stride, norm, steps > PatientSteps);
            if (low == high)
            {
                eigenvalues[high] = h[(high * stride) + high];
                (high, steps) = (low - 1, 0);
            }
            else if (low == high - 1)
            {
                (eigenvalues[low], eigenvalues[high]) = Pair(h, low, stride);
                (high, steps) = (low - 1, 0);
            }
            else if (++steps > MostSteps)
            {
                eigenvalues.AsSpan(0, high + 1).Fill(new Complex(double.NaN, double.NaN));
                return eigenvalues;
            }
            else
            {
                Sweep(h, low, high, stride, exceptional: steps % 10 == 0);
            }
        }

        return eigenvalues;
    }

    // A ← P A P with P = 1 − β v vᵀ, column by column, until only one diagonal below the main one is left.
    private static void Reduce(double[] h, int n, int stride, CancellationToken cancel)
    {
        var v = new double[n];
        var w = new double[n];
        for (var k = 0; k < n - 2; k++)
        {
            cancel.ThrowIfCancellationRequested();
            var count = n - k - 1;
            var vk = v.AsSpan(0, count);
            var wk = w.AsSpan(0, count);
            for (var i = 0; i < count; i++)
            {
                vk[i] = h[((k + 1 + i) * stride) + k];
            }

            var tail = Rows.Dot(vk[1..], vk[1..]);
            if (tail == 0)
            {
                continue;
            }

            var alpha = -Math.CopySign(Math.Sqrt((vk[0] * vk[0]) + tail), vk[0]);
            vk[0] -= alpha;
            var beta = 2 / ((vk[0] * vk[0]) + tail);
            wk.Clear();
            for (var i = 0; i < count; i++)
            {
                Rows.AddScaled(wk, vk[i], h.AsSpan(((k + 1 + i) * stride) + k + 1, count));
                h[((k + 1 + i) * stride) + k] = i == 0 ? alpha : 0;
            }

            for (var i = 0; i < n; i++)
            {
                var row = h.AsSpan((i * stride) + k + 1, count);
                if (i > k)
                {
                    Rows.AddScaled(row, -beta * vk[i - k - 1], wk);
                }

                Rows.AddScaled(row, -beta * Rows.Dot(row, vk), vk);
            }
        }
    }

    private static int Deflate(double[] h, int high, int stride, double norm, bool loose)
    {
        for (var low = high; low > 0; low--)
        {
            var neighbours = Math.Abs(h[((low - 1) * stride) + low - 1]) + Math.Abs(h[(low * stride) + low]);
            if (Math.Abs(h[(low * stride) + low - 1]) <= Epsilon * (loose || neighbours == 0 ? norm : neighbours))
            {
                h[(low * stride) + low - 1] = 0;
                return low;
            }
        }

        return 0;
    }

    private static (Complex First, Complex Second) Pair(double[] h, int low, int stride)
    {
        var (a, b) = (h[(low * stride) + low], h[(low * stride) + low + 1]);
        var (c, d) = (h[((low + 1) * stride) + low], h[((low + 1) * stride) + low + 1]);
        var (mean, half) = ((a + d) / 2, (a - d) / 2);
        var discriminant = (half * half) + (b * c);
        if (discriminant < 0)
        {
            var imaginary = Math.Sqrt(-discriminant);
            return (new(mean, imaginary), new(mean, -imaginary));
        }

        // The smaller one follows from the product, a d − b c, where the difference of mean and root would cancel.
        var larger = mean + Math.CopySign(Math.Sqrt(discriminant), mean);
        return (larger, larger == 0 ? 0 : ((a * d) - (b * c)) / larger);
    }

    // One double step of shifts s = λ₁ + λ₂ and t = λ₁ λ₂, the eigenvalues of the last two rows; the bulge is chased down the active rows
    // low … high.
    private static void Sweep(double[] h, int low, int high, int stride, bool exceptional)
    {
        var (a, b) = (h[((high - 1) * stride) + high - 1], h[((high - 1) * stride) + high]);
        var (c, d) = (h[(high * stride) + high - 1], h[(high * stride) + high]);
        var (s, t) = (a + d, (a * d) - (b * c));
        if (exceptional)
        {
            // Ad hoc shifts break the cycles that matrices such as permutations fall into.
            var size = Math.Abs(c) + Math.Abs(h[((high - 1) * stride) + high - 2]);
            (s, t) = (1.5 * size, size * size);
        }

        var (h00, h01) = (h[(low * stride) + low], h[(low * stride) + low + 1]);
        var (h10, h11) = (h[((low + 1) * stride) + low], h[((low + 1) * stride) + low + 1]);
        var x = (h00 * (h00 - s)) + (h01 * h10) + t;
        var y = h10 * (h00 + h11 - s);
        var z = h10 * h[((low + 2) * stride) + low + 1];
        for (var k = low; k < high; k++)
        {
            var three = k + 2 <= high;
            z = three ? z : 0;
            var scale = Math.Abs(x) + Math.Abs(y) + Math.Abs(z);
            if (scale != 0)
            {
                (x, y, z) = (x / scale, y / scale, z / scale);
                var alpha = -Math.CopySign(Math.Sqrt((x * x) + (y * y) + (z * z)), x);
                if (k > low)
                {
                    h[(k * stride) + k - 1] = alpha * scale;
                    h[((k + 1) * stride) + k - 1] = 0;
                    if (three)
                    {
                        h[((k + 2) * stride) + k - 1] = 0;
                    }
                }

                var (tau, v1, v2) = ((alpha - x) / alpha, y / (x - alpha), z / (x - alpha));
                Reflect(h, k, low, high, stride, three, tau, v1, v2);
            }

            if (k + 1 < high)
            {
                x = h[((k + 1) * stride) + k];
                y = h[((k + 2) * stride) + k];
                z = k + 3 <= high ? h[((k + 3) * stride) + k] : 0;
            }
            else
            {
                (x, y, z) = (h[((k + 1) * stride) + k], 0, 0);
            }
        }
    }

    // H ← P H P for P = 1 − τ v vᵀ, v = (1, v1, v2) at rows k, k + 1, k + 2 (or the first two); only the active block matters to the
    // eigenvalues.
    private static void Reflect(double[] h, int k, int low, int high, int stride, bool three, double tau, double v1, double v2)
    {
        var count = high - k + 1;
        var row0 = h.AsSpan((k * stride) + k, count);
        var row1 = h.AsSpan(((k + 1) * stride) + k, count);
        var row2 = three ? h.AsSpan(((k + 2) * stride) + k, count) : default;
        Rows.ReflectThree(row0, row1, row2, tau, v1, v2);

        var last = Math.Min(k + 3, high);
        for (var i = low; i <= last; i++)
        {
            var entries = h.AsSpan((i * stride) + k, three ? 3 : 2);
            var sum = entries[0] + (v1 * entries[1]) + (three ? v2 * entries[2] : 0);
            sum *= tau;
            entries[0] -= sum;
            entries[1] -= sum * v1;
            if (three)
            {
                entries[2] -= sum * v2;
            }
        }
    }
}
