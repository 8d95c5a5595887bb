using System.Numerics;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>The eigenvalue of largest modulus of a large matrix, by an iteration that multiplies with the matrix alone.</summary>
internal static class DominantEigenvalue
{
    private const double Tolerance = 1e-10;

    /// <summary>The eigenvalue; null where the iteration does not find it before computing all eigenvalues would be as fast.</summary>
    /// <param name="w">W.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    public static Complex? Of(SparseRows w, CancellationToken cancel = default)
    {
        // Eigenvalues of random matrices fill a disc, so more of them lie near its rim in larger ones.
        var n = w.Count;
        var keep = (int)(1.2 * Math.Sqrt(n));
        var space = new KrylovSpace(w, Math.Min(n - 1, (int)(2.5 * keep)));
        var budget = n * (double)n * n / (w.Work + (3.0 * space.Most * n));
        var before = double.NaN;
        while (space.Products < budget)
        {
            space.Extend(cancel);
            var m = space.Count;
            var values = HessenbergEigenvalues.Of(Leading(space), m, cancel);
            if (values.Any(value => !Complex.IsFinite(value)))
            {
                return null;
            }

            Array.Sort(values, (a, b) => Complex.Abs(b).CompareTo(Complex.Abs(a)));
            var modulus = Complex.Abs(values[0]);
            if (modulus == 0)
            {
                return space.Beta == 0 ? Complex.Zero : null;
            }

            var (right, left) = HessenbergVectors.Of(space.H, space.Most, m, values[0]);

            // To first order, an error E of the matrix moves an eigenvalue by zᴴ E y / zᴴ y.
            var condition = Complex.Abs(right.Zip(left, (y, z) => Complex.Conjugate(z) * y).Aggregate(Complex.Zero, (a, b) => a + b));
            var error = space.Beta * Complex.Abs(right[^1]) / condition;
            var holds = error <= Tolerance * modulus;
            if (holds && (space.Beta == 0 || Math.Abs(before - modulus) <= 10 * Tolerance * modulus))
            {
                return Residual(w, space, right, values[0]) <= 1e-8 * condition * modulus ? values[0] : null;
            }

            if (space.Beta == 0)
            {
                return null;
            }

            before = holds ? modulus : double.NaN;
            space.Restart(Shifts(values, keep));
        }

        return null;
    }

    private static double[] Leading(KrylovSpace space)
    {
        var (h, m) = (new double[space.Count * space.Count], space.Count);
        for (var i = 0; i < m; i++)
        {
            space.H.AsSpan(i * space.Most, m).CopyTo(h.AsSpan(i * m));
        }

        return h;
    }

    // Pairs of all but the largest eigenvalues: of complex ones with their conjugates, of real ones as they come.
    private static List<(double Sum, double Product)> Shifts(Complex[] values, int keep)
    {
        var unwanted = values.Skip(keep).ToList();
        if (unwanted[0].Imaginary != 0 && values[keep - 1] == Complex.Conjugate(unwanted[0]))
        {
            unwanted.RemoveAt(0);
        }

        double[] real = [.. unwanted.Where(value => value.Imaginary == 0).Select(value => value.Real).Reverse()];
        return
        [
            .. unwanted.Where(value => value.Imaginary > 0).Select(value => (2 * value.Real, (value.Real * value.Real) + (value.Imaginary * value.Imaginary))),
            .. real.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0] + pair[1], pair[0] * pair[1])),
        ];
    }

    // ‖W x − λ x‖ of x = V y, which has the length 1.
    private static double Residual(SparseRows w, KrylovSpace space, Complex[] y, Complex value)
    {
        var (re, im, product, sum) = (new double[w.Count], new double[w.Count], new double[w.Count], 0.0);
        for (var j = 0; j < y.Length; j++)
        {
            Rows.AddScaled(re, y[j].Real, space.Vector(j));
            Rows.AddScaled(im, y[j].Imaginary, space.Vector(j));
        }

        w.Multiply(re, product);
        Rows.AddScaled(product, -value.Real, re);
        Rows.AddScaled(product, value.Imaginary, im);
        sum += Rows.Dot(product, product);
        w.Multiply(im, product);
        Rows.AddScaled(product, -value.Real, im);
        Rows.AddScaled(product, -value.Imaginary, re);
        return Math.Sqrt(sum + Rows.Dot(product, product));
    }
}
