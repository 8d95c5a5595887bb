using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Principal angles between two subspaces: the least angle between a direction of one and a direction of the other, then the least between
/// directions at right angles to those, and so on. With orthonormal bases A and B their cosines are the singular values of AᵀB, and their sines
/// those of B − AAᵀB, which are exact for small angles.
/// </summary>
/// <remarks>Björck &amp; Golub (1973), <see href="https://doi.org/10.1090/S0025-5718-1973-0348991-3"/>.</remarks>
public static class PrincipalAngles
{
    /// <summary>The angles in degrees, ascending, as many as the lesser dimension.</summary>
    /// <param name="a">Linearly independent directions as columns (N × p).</param>
    /// <param name="b">Likewise (N × q).</param>
    /// <exception cref="UsageException">The spaces have other dimensions, columns depend on each other, or a number is not finite.</exception>
    public static double[] Between(double[,] a, double[,] b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Finite.Matrix(a, "first directions");
        Finite.Matrix(b, "second directions");
        if (a.GetLength(0) != b.GetLength(0) || a.GetLength(1) == 0 || b.GetLength(1) == 0)
        {
            throw new UsageException(
                $"Directions of {a.GetLength(0)} × {a.GetLength(1)} and {b.GetLength(0)} × {b.GetLength(1)} have no angles; give columns of the same "
                + "length, one or more on each side.");
        }

        var (p, q) = (Basis(a), Basis(b));
        return p.ColumnCount >= q.ColumnCount ? Of(p, q) : Of(q, p);
    }

    /// <summary>The angles between orthonormal bases, the second with no more columns than the first.</summary>
    internal static double[] Of(Matrix<double> p, Matrix<double> q)
    {
        var along = p.TransposeThisAndMultiply(q);
        double[] cosines = [.. along.Svd(false).S.Select(value => Math.Min(1, value)).OrderDescending()];
        double[] sines = [.. (q - (p * along)).Svd(false).S.Select(value => Math.Min(1, value)).Order()];
        return [.. cosines.Zip(sines, (cos, sin) => 180 / Math.PI * (cos * cos > 0.5 ? Math.Asin(sin) : Math.Acos(cos)))];
    }

    private static Matrix<double> Basis(double[,] columns)
    {
        var svd = Matrix<double>.Build.DenseOfArray(columns).Svd();
        var width = columns.GetLength(1);
        return width <= columns.GetLength(0) && svd.S[width - 1] > 1e-10 * svd.S[0]
            ? svd.U.SubMatrix(0, columns.GetLength(0), 0, width)
            : throw new UsageException("The directions depend on each other, so that they span fewer dimensions than there are; leave some out.");
    }
}
