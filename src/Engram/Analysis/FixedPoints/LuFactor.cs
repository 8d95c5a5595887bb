using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>P A = L U of a square matrix, with partial pivoting, four columns at a time.</summary>
/// <param name="width">Rows and columns.</param>
internal sealed class LuFactor(int width)
{
    private const int Together = 4;

    // A pivot smaller than this share of the largest says that A is singular as far as rounding lets one see.
    private const double LeastPivot = 1e-11;
    private readonly double[] lu = new double[width * width];
    private readonly int[] order = new int[width];
    private readonly double[] permuted = new double[width];

    /// <summary>The sign of the determinant of the matrix that was factored last.</summary>
    public int Sign { get; private set; }

    /// <summary>Factors a matrix (rows).</summary>
    /// <returns>Whether it is regular beyond rounding.</returns>
    public bool Factor(ReadOnlySpan<double> a)
    {
        a.CopyTo(lu);
        Sign = 1;
        for (var i = 0; i < width; i++)
        {
            order[i] = i;
        }

        var (least, largest) = (double.PositiveInfinity, 0.0);
        for (var first = 0; first < width; first += Together)
        {
            var end = Math.Min(first + Together, width);
            for (var k = first; k < end; k++)
            {
                Pivot(k);
                var pivot = Math.Abs(lu[(k * width) + k]);
                Sign *= lu[(k * width) + k] < 0 ? -1 : 1;
                (least, largest) = (Math.Min(least, pivot), Math.Max(largest, pivot));
                if (!(least > LeastPivot * largest))
                {
                    return false;
                }

                Eliminate(k, end);
            }

            Update(first, end);
        }

        return double.IsFinite(largest);
    }

    /// <summary>x = A⁻¹ b.</summary>
    public void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        for (var i = 0; i < width; i++)
        {
            permuted[i] = b[order[i]];
        }

        for (var i = 0; i < width; i++)
        {
            permuted[i] -= Rows.Dot(lu.AsSpan(i * width, i), permuted);
        }

        for (var i = width - 1; i >= 0; i--)
        {
            var row = lu.AsSpan(i * width, width);
            permuted[i] = (permuted[i] - Rows.Dot(row[(i + 1)..], permuted.AsSpan(i + 1))) / row[i];
        }

        permuted.CopyTo(x);
    }

    private void Pivot(int k)
    {
        var best = k;
        for (var i = k + 1; i < width; i++)
        {
            best = Math.Abs(lu[(i * width) + k]) > Math.Abs(lu[(best * width) + k]) ? i : best;
        }

        if (best == k)
        {
            return;
        }

        Sign = -Sign;
        var a = lu.AsSpan(k * width, width);
        var b = lu.AsSpan(best * width, width);
        a.CopyTo(permuted);
        b.CopyTo(a);
        permuted.CopyTo(b);
        (order[k], order[best]) = (order[best], order[k]);
    }

    // Column k of L, and what it takes from the other columns of its group.
    private void Eliminate(int k, int end)
    {
        var inverse = 1 / lu[(k * width) + k];
        for (var i = k + 1; i < width; i++)
        {
            var row = lu.AsSpan(i * width, end);
            var factor = row[k] *= inverse;
            for (var j = k + 1; j < end; j++)
            {
                row[j] -= factor * lu[(k * width) + j];
            }
        }
    }

    // The rows of U right of the group, then what the group takes from the rows below.
    private void Update(int first, int end)
    {
        var right = width - end;
        if (right == 0)
        {
            return;
        }

        for (var k = first; k < end; k++)
        {
            for (var j = first; j < k; j++)
            {
                Rows.AddScaled(lu.AsSpan((k * width) + end, right), -lu[(k * width) + j], lu.AsSpan((j * width) + end, right));
            }
        }

        for (var i = end; i < width; i++)
        {
            var row = lu.AsSpan(i * width, width);
            Rows.AddScaledFour(row[end..], row.Slice(first, Together), -1, lu.AsSpan((first * width) + end), width);
        }
    }
}
