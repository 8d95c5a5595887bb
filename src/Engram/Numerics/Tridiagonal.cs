namespace Engram.Numerics;

/// <summary>
/// A symmetric matrix as Q T Qᵀ, with T tridiagonal and Q a product of reflections (Householder 1958): with it, (A + λ 1) x = b costs little more than two
/// products with A for each λ and b.
/// </summary>
internal sealed class Tridiagonal
{
    private readonly int size;
    private readonly double[] reflections, scales, diagonal, beside;

    /// <summary>Makes T and Q.</summary>
    /// <param name="a">A (D × D), row-major and whole; overwritten and kept.</param>
    /// <param name="size">D.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Tridiagonal(double[] a, int size, CancellationToken cancel)
    {
        (this.size, reflections) = (size, a);
        (scales, diagonal, beside) = (new double[size], new double[size], new double[size]);
        var (p, w) = (new double[size], new double[size]);
        for (var k = 0; k < size - 2; k++)
        {
            cancel.ThrowIfCancellationRequested();
            var rest = size - k - 1;
            var v = a.AsSpan((k * size) + k + 1, rest);
            var norm = Math.Sqrt(Rows.Dot(v, v));
            beside[k] = v[0] > 0 ? -norm : norm;
            if (norm == 0)
            {
                continue;
            }

            // H = 1 − β v vᵀ takes row k to one number; A ← H A H = A − v wᵀ − w vᵀ, w = p − (β/2 vᵀp) v, p = β A v.
            v[0] -= beside[k];
            var beta = scales[k] = 2 / Rows.Dot(v, v);
            for (var i = 0; i < rest; i++)
            {
                p[i] = beta * Rows.Dot(a.AsSpan(((k + 1 + i) * size) + k + 1, rest), v);
            }

            var around = p.AsSpan(0, rest);
            var whole = w.AsSpan(0, rest);
            around.CopyTo(whole);
            Rows.AddScaled(whole, -beta / 2 * Rows.Dot(v, around), v);
            for (var i = 0; i < rest; i++)
            {
                var row = a.AsSpan(((k + 1 + i) * size) + k + 1, rest);
                Rows.AddScaled(row, -v[i], whole);
                Rows.AddScaled(row, -w[i], v);
            }
        }

        for (var k = 0; k < size; k++)
        {
            diagonal[k] = a[(k * size) + k];
        }

        if (size > 1)
        {
            beside[size - 2] = a[((size - 2) * size) + size - 1];
        }
    }

    /// <summary>Solves (A + λ 1) x = b.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="b">b (D).</param>
    /// <returns>x (D); null where A + λ 1 is not positive definite beyond rounding.</returns>
    public double[]? Solve(double lambda, ReadOnlySpan<double> b)
    {
        double[] x = [.. b];
        for (var k = 0; k < size - 2; k++)
        {
            Reflect(k, x);
        }

        // T + λ 1 = L D Lᵀ: d[k] = t[k] + λ − e[k − 1]²/d[k − 1].
        var d = new double[size];
        for (var k = 0; k < size; k++)
        {
            var before = k == 0 ? 0 : beside[k - 1] / d[k - 1];
            d[k] = diagonal[k] + lambda - (k == 0 ? 0 : before * beside[k - 1]);
            if (!(d[k] > 1e-15 * (Math.Abs(diagonal[k]) + lambda)))
            {
                return null;
            }

            x[k] -= k == 0 ? 0 : before * x[k - 1];
        }

        for (var k = size - 1; k >= 0; k--)
        {
            x[k] = (x[k] - (k == size - 1 ? 0 : beside[k] * x[k + 1])) / d[k];
        }

        for (var k = size - 3; k >= 0; k--)
        {
            Reflect(k, x);
        }

        return x;
    }

    // x ← (1 − β v vᵀ) x.
    private void Reflect(int k, double[] x)
    {
        var v = reflections.AsSpan((k * size) + k + 1, size - k - 1);
        var rest = x.AsSpan(k + 1);
        Rows.AddScaled(rest, -scales[k] * Rows.Dot(v, rest), v);
    }
}
