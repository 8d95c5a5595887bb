using System.Numerics;
using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>The gauge m → m A, n → n A⁻ᵀ in which nᵀm is diagonal.</summary>
internal static class DiagonalGauge
{
    /// <summary>The same network with columns of A the eigenvectors of nᵀm/N, of length 1, the largest eigenvalue first.</summary>
    /// <exception cref="UsageException">The eigenvalues are complex, or the matrix has no basis of eigenvectors.</exception>
    public static LoadingSpace Of(LoadingSpace space)
    {
        var overlap = Matrix<double>.Build.Dense(
            space.Rank, space.Rank, (r, s) => DenseRows.Dot(space.N[r], space.M[s]) / space.Units);
        var eigen = overlap.Evd();
        var largest = eigen.EigenValues.Max(value => value.Magnitude);
        if (eigen.EigenValues.Any(value => Math.Abs(value.Imaginary) > 1e-9 * largest))
        {
            throw new UsageException(
                $"The eigenvalues of nᵀm/N are {string.Join(" and ", eigen.EigenValues.Select(Text))}: the latent variables turn into each "
                + "other, and no gauge makes the couplings diagonal. Use the mean-field circuit with all couplings, or the finite one.");
        }

        int[] order = [.. Enumerable.Range(0, space.Rank).OrderByDescending(k => eigen.EigenValues[k].Real)];
        var a = Matrix<double>.Build.DenseOfColumnVectors(order.Select(k => eigen.EigenVectors.Column(k).Normalize(2)));
        if (!(a.ConditionNumber() < 1e8))
        {
            throw new UsageException(
                "nᵀm/N has no basis of eigenvectors, so that no gauge makes the couplings diagonal. "
                + "Use the mean-field circuit with all couplings, or the finite one.");
        }

        return space with { M = Turned(space.M, a), N = Turned(space.N, a.Inverse().Transpose()) };
    }

    // Column s of the product: Σ_r column_r A_rs
    private static double[][] Turned(IReadOnlyList<double[]> columns, Matrix<double> a) =>
    [
        .. Enumerable.Range(0, columns.Count).Select(s => Enumerable.Range(0, columns[0].Length)
            .Select(i => Enumerable.Range(0, columns.Count).Sum(r => columns[r][i] * a[r, s])).ToArray()),
    ];

    private static string Text(Complex value) => FormattableString.Invariant(
        $"{value.Real:0.###}{(value.Imaginary < 0 ? "−" : "+")}{Math.Abs(value.Imaginary):0.###}i");
}
