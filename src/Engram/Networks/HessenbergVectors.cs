using System.Numerics;

namespace Engram.Networks;

/// <summary>Eigenvectors of a matrix of Hessenberg form to one of its eigenvalues, by inverse iteration.</summary>
/// <remarks>Wilkinson (1965), The Algebraic Eigenvalue Problem, chapter 9.</remarks>
internal static class HessenbergVectors
{
    /// <summary>The right vector y and the left vector z, both of length 1: H y = λ y, zᴴ H = λ zᴴ.</summary>
    /// <param name="h">H, row after row.</param>
    /// <param name="stride">Values from one row of H to the next.</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="eigenvalue">λ.</param>
    public static (Complex[] Right, Complex[] Left) Of(double[] h, int stride, int m, Complex eigenvalue)
    {
        // P L U = H − λ, where row i of U is what row i or i + 1 was, and L has one factor a column.
        var size = Enumerable.Range(0, m).Max(i => Math.Abs(h[(i * stride) + i])) + Complex.Abs(eigenvalue);
        var (u, factors, swapped) = (new Complex[m * m], new Complex[m], new bool[m]);
        for (var i = 0; i < m; i++)
        {
            for (var j = Math.Max(i - 1, 0); j < m; j++)
            {
                u[(i * m) + j] = h[(i * stride) + j] - (i == j ? eigenvalue : 0);
            }
        }

        for (var i = 0; i < m; i++)
        {
            var top = u.AsSpan(i * m, m);
            var below = i + 1 < m ? u.AsSpan((i + 1) * m, m) : default;
            if (i + 1 < m && Complex.Abs(below[i]) > Complex.Abs(top[i]))
            {
                swapped[i] = true;
                for (var j = i; j < m; j++)
                {
                    (top[j], below[j]) = (below[j], top[j]);
                }
            }

            // λ is an eigenvalue, so a pivot is zero but for rounding.
            top[i] = Complex.Abs(top[i]) < 1e-16 * size ? 1e-16 * size : top[i];
            if (i + 1 < m)
            {
                factors[i] = below[i] / top[i];
                for (var j = i; j < m; j++)
                {
                    below[j] -= factors[i] * top[j];
                }
            }
        }

        var (right, left) = (new Complex[m], new Complex[m]);
        Array.Fill(right, 1);
        Array.Fill(left, 1);
        for (var step = 0; step < 3; step++)
        {
            Solve(u, factors, swapped, right, m);
            SolveAdjoint(u, factors, swapped, left, m);
        }

        return (right, left);
    }

    private static void Solve(Complex[] u, Complex[] factors, bool[] swapped, Complex[] x, int m)
    {
        for (var i = 0; i + 1 < m; i++)
        {
            if (swapped[i])
            {
                (x[i], x[i + 1]) = (x[i + 1], x[i]);
            }

            x[i + 1] -= factors[i] * x[i];
        }

        for (var i = m - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < m; j++)
            {
                x[i] -= u[(i * m) + j] * x[j];
            }

            x[i] /= u[(i * m) + i];
        }

        Normalise(x);
    }

    // (H − λ)ᴴ x = b: Uᴴ first, then what L and P did, backwards.
    private static void SolveAdjoint(Complex[] u, Complex[] factors, bool[] swapped, Complex[] x, int m)
    {
        for (var i = 0; i < m; i++)
        {
            x[i] /= Complex.Conjugate(u[(i * m) + i]);
            for (var j = i + 1; j < m; j++)
            {
                x[j] -= Complex.Conjugate(u[(i * m) + j]) * x[i];
            }
        }

        for (var i = m - 2; i >= 0; i--)
        {
            x[i] -= Complex.Conjugate(factors[i]) * x[i + 1];
            if (swapped[i])
            {
                (x[i], x[i + 1]) = (x[i + 1], x[i]);
            }
        }

        Normalise(x);
    }

    private static void Normalise(Complex[] x)
    {
        // In two steps, because squares of what nearly a zero was divided by can be too great.
        var largest = x.Max(Complex.Abs);
        var length = Math.Sqrt(x.Sum(v => Math.Pow(Complex.Abs(v / largest), 2)));
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x[i] / largest / length;
        }
    }
}
