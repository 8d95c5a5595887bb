using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Engram.Analysis;

/// <content>
/// Gauges. J = m nᵀ/N stays what it is under m → m A, n → n A⁻ᵀ for any invertible A, and the latent variables become A⁻¹κ; so signs and
/// single covariances of m and n mean something only in a gauge that is said.
/// </content>
public sealed partial record LoadingSpace
{
    // Below this an imaginary part is rounding, relative to the eigenvalue.
    private const double Rounding = 1e-9;

    /// <summary>m → m A, n → n A⁻ᵀ.</summary>
    /// <param name="a">A (R × R), invertible.</param>
    /// <exception cref="UsageException">A has another shape, is not finite or not invertible.</exception>
    public LoadingSpace InGauge(double[,] a)
    {
        if (a.GetLength(0) != Rank || a.GetLength(1) != Rank)
        {
            throw new UsageException(FormattableString.Invariant(
                $"The gauge is a {a.GetLength(0)} × {a.GetLength(1)} matrix, but the rank is {Rank}; give one of {Rank} × {Rank}."));
        }

        Finite.Matrix(a, "gauge");
        var matrix = Matrix<double>.Build.DenseOfArray(a);
        var inverse = matrix.ConditionNumber() < 1e12 ? matrix.Inverse() : null;
        return inverse is not null
            ? this with { M = Times(M, matrix), N = Times(N, inverse.Transpose()) }
            : throw new UsageException("The gauge is a matrix without an inverse (to working precision); give an invertible one.");
    }

    /// <summary>
    /// The gauge of the singular value decomposition m nᵀ = U s Vᵀ: m = U√s, n = V√s, so that the columns of m are orthogonal to each
    /// other, as are those of n, |m_r| = |n_r|, and the strongest comes first. Of each m_r the entry of greatest magnitude is positive.
    /// </summary>
    public LoadingSpace InSvdGauge()
    {
        // From the slim factors m = Q₁R₁ and n = Q₂R₂: m nᵀ = Q₁ (R₁R₂ᵀ) Q₂ᵀ = (Q₁U) s (Q₂V)ᵀ.
        var (left, right) = (Slim(M), Slim(N));
        var svd = (left.R * right.R.Transpose()).Svd(computeVectors: true);
        var root = Matrix<double>.Build.DenseOfDiagonalVector(svd.S.PointwiseSqrt());
        var m = Times(ColumnsOf(left.Q), svd.U * root);
        var n = Times(ColumnsOf(right.Q), svd.VT.Transpose() * root);
        return Signed(m, n, r => m[r].MaxBy(Math.Abs) < 0);
    }

    /// <summary>
    /// The gauge in which nᵀm/N is diagonal, its eigenvalues descending: each latent variable feeds back on itself alone. |m_r| = |n_r|.
    /// </summary>
    /// <exception cref="UsageException">
    /// Eigenvalues are complex, or nᵀm cannot be made diagonal: there is no such gauge in real numbers.
    /// </exception>
    public LoadingSpace InEigenGauge()
    {
        var evd = Matrix<double>.Build.DenseOfArray(RecurrentOverlap()).Evd(Symmetricity.Asymmetric);
        if (OverlapEigenvalues().FirstOrDefault(value => value.Imaginary > Rounding * (1 + value.Magnitude)) is var pair && pair != default)
        {
            throw new UsageException(
                FormattableString.Invariant($"Eigenvalues of nᵀm/N are complex, {pair.Real:G3} ± {pair.Imaginary:G3}i: ")
                + "two latent variables rotate into each other, and no real gauge makes the overlaps diagonal. "
                + "Use the full circuit, with all couplings between the latent variables, instead.");
        }

        int[] order = [.. Enumerable.Range(0, Rank).OrderByDescending(r => evd.EigenValues[r].Real)];
        var vectors = Matrix<double>.Build.DenseOfColumnVectors(order.Select(r => evd.EigenVectors.Column(r).Normalize(2)));
        if (!(vectors.ConditionNumber() < 1e7))
        {
            throw new UsageException(
                "nᵀm/N has equal eigenvalues with a single eigenvector, so no gauge makes the overlaps diagonal. "
                + "Use the full circuit, with all couplings between the latent variables, instead.");
        }

        var turned = InGauge(vectors.ToArray());
        double[] balance = [.. Enumerable.Range(0, Rank).Select(r => Balance(turned.M[r], turned.N[r]))];
        return turned.InGauge(Matrix<double>.Build.DenseOfDiagonalArray(balance).ToArray()).WithSigns();
    }

    /// <summary>Flips pairs (m_r, n_r) → (−m_r, −n_r) so that no m_r has a negative overlap with the first readout w.</summary>
    public LoadingSpace WithSigns() => W.Count == 0 ? this : Signed(M, N, r => DenseRows.Dot(M[r], W[0]) < 0);

    /// <summary>J = m nᵀ/N (N × N) row-major, from j to i in row i and column j. Nothing else ever builds it.</summary>
    public double[] Matrix()
    {
        var j = new double[Units * Units];
        for (var i = 0; i < Units; i++)
        {
            for (var r = 0; r < Rank; r++)
            {
                Numerics.Rows.AddScaled(j.AsSpan(i * Units, Units), M[r][i] / Units, N[r]);
            }
        }

        return j;
    }

    private LoadingSpace Signed(IReadOnlyList<double[]> m, IReadOnlyList<double[]> n, Func<int, bool> flips)
    {
        bool[] flipped = [.. Enumerable.Range(0, Rank).Select(flips)];
        IReadOnlyList<double[]> Turned(IReadOnlyList<double[]> columns) =>
            [.. columns.Select((column, r) => flipped[r] ? Array.ConvertAll(column, value => -value) : column)];
        return this with { M = Turned(m), N = Turned(n) };
    }

    // The d for which |m d| = |n/d|.
    private static double Balance(double[] m, double[] n)
    {
        var ratio = Math.Sqrt(DenseRows.Dot(n, n) / DenseRows.Dot(m, m));
        return double.IsFinite(ratio) && ratio > 0 ? Math.Sqrt(ratio) : 1;
    }

    private static QR<double> Slim(IReadOnlyList<double[]> columns) =>
        Matrix<double>.Build.DenseOfColumnArrays(columns).QR(QRMethod.Thin);

    private static double[][] ColumnsOf(Matrix<double> matrix) => matrix.ToColumnArrays();

    private static double[][] Times(IReadOnlyList<double[]> columns, Matrix<double> matrix)
    {
        double[][] product = [.. Enumerable.Range(0, matrix.ColumnCount).Select(_ => new double[columns[0].Length])];
        for (var k = 0; k < product.Length; k++)
        {
            for (var r = 0; r < columns.Count; r++)
            {
                Numerics.Rows.AddScaled(product[k], matrix[r, k], columns[r]);
            }
        }

        return product;
    }
}
