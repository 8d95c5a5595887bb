using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// J = Σ σ_k u_k v_kᵀ of a square matrix, by rotations that make its columns orthogonal to each other two by two (one-sided Jacobi): as
/// accurate for small singular values as for large ones.
/// </summary>
/// <remarks>Hestenes (1958), <see href="https://doi.org/10.1137/0106005"/>.</remarks>
internal sealed class SingularVectors
{
    private const int MostSweeps = 60;
    private const double Orthogonal = 1e-14;
    private const double Vanishing = 1e-16;

    private SingularVectors(double[] values, double[][] left, double[][] right) => (Values, Left, Right) = (values, left, right);

    /// <summary>σ, descending.</summary>
    public double[] Values { get; }

    /// <summary>u, of unit length; zeros where σ is zero. Of each, the element of greatest magnitude is positive.</summary>
    public double[][] Left { get; }

    /// <summary>v, of unit length.</summary>
    public double[][] Right { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">J (N × N), row-major.</param>
    /// <param name="width">N.</param>
    public static SingularVectors Of(ReadOnlySpan<double> matrix, int width)
    {
        Finite.Matrix(matrix, width, "matrix");

        // J V = U Σ: columns of J on the left, of V on the right, both turned together.
        var columns = new double[width][];
        var v = new double[width][];
        for (var j = 0; j < width; j++)
        {
            (columns[j], v[j]) = (new double[width], new double[width]);
            v[j][j] = 1;
            for (var i = 0; i < width; i++)
            {
                columns[j][i] = matrix[(i * width) + j];
            }
        }

        for (var sweep = 0; sweep < MostSweeps && Sweep(columns, v); sweep++)
        {
        }

        double[] lengths = [.. columns.Select(column => Math.Sqrt(Rows.Dot(column, column)))];
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(k => lengths[k])];
        foreach (var k in order)
        {
            var largest = columns[k].MaxBy(Math.Abs);
            var sign = largest < 0 ? -1 : 1;
            columns[k] = [.. columns[k].Select(value => lengths[k] > 0 ? sign * value / lengths[k] : 0)];
            v[k] = [.. v[k].Select(value => sign * value)];
        }

        return new([.. order.Select(k => lengths[k])], [.. order.Select(k => columns[k])], [.. order.Select(k => v[k])]);
    }

    private static bool Sweep(double[][] columns, double[][] v)
    {
        double[] squares = [.. columns.Select(column => Rows.Dot(column, column))];
        var floor = Vanishing * columns.Length * Math.Sqrt(squares.Max());
        var turned = false;
        for (var p = 0; p < columns.Length - 1; p++)
        {
            for (var q = p + 1; q < columns.Length; q++)
            {
                var (a, b) = (Math.Sqrt(squares[p]), Math.Sqrt(squares[q]));
                if (Math.Max(a, b) <= floor)
                {
                    continue;
                }

                // A column as short as the rounding of the longest has no direction of its own.
                var dot = Rows.Dot(columns[p], columns[q]);
                if (Math.Abs(dot) <= Orthogonal * Math.Max(a, floor) * Math.Max(b, floor))
                {
                    continue;
                }

                // tan 2θ = 2 p·q / (|p|² − |q|²), the smaller of the two turns, so that columns keep their places.
                var zeta = (squares[q] - squares[p]) / (2 * dot);
                var t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
                var cosine = 1 / Math.Sqrt(1 + (t * t));
                Rows.Rotate(columns[p], columns[q], cosine, cosine * t);
                Rows.Rotate(v[p], v[q], cosine, cosine * t);
                squares[p] = Math.Max(0, squares[p] - (t * dot));
                squares[q] += t * dot;
                turned = true;
            }
        }

        return turned;
    }
}
