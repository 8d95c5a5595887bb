using System.Numerics;
using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <content>Overlaps and moments of the columns.</content>
public sealed partial record LoadingSpace
{
    /// <summary>Overlaps aᵀb/N of all pairs of columns (C × C), in the order of <see cref="Columns"/>; means are not removed.</summary>
    public double[,] Overlaps() => Pairs(Columns, Columns);

    /// <summary>Mean of each column (C).</summary>
    public double[] Means() => [.. Columns.Select(Mean)];

    /// <summary>Covariances Σᵢ (aᵢ − ā)(bᵢ − b̄)/N of all pairs of columns (C × C).</summary>
    public double[,] Covariance()
    {
        double[][] centred = [.. Columns.Select(Centred)];
        return Pairs(centred, centred);
    }

    /// <summary>Covariance Σᵢ (aᵢ − ā)(bᵢ − b̄)/N of two columns.</summary>
    /// <param name="a">Name of one column, such as <c>m</c> or <c>m2</c>; see <see cref="Names"/>.</param>
    /// <param name="b">Name of the other.</param>
    /// <exception cref="UsageException">There is no such column.</exception>
    public double Covariance(string a, string b)
    {
        var (names, columns) = (Names, Columns);
        return DenseRows.Dot(Centred(columns[ColumnNames.Place(names, a)]), Centred(columns[ColumnNames.Place(names, b)])) / Units;
    }

    /// <summary>Correlations of all pairs of columns (C × C); a column that does not vary has 0 with others and 1 with itself.</summary>
    public double[,] Correlations()
    {
        var covariance = Covariance();
        var columns = covariance.GetLength(0);
        var correlations = new double[columns, columns];
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var spread = Math.Sqrt(covariance[i, i]) * Math.Sqrt(covariance[j, j]);
                correlations[i, j] = i == j ? 1 : spread > 0 ? Math.Clamp(covariance[i, j] / spread, -1, 1) : 0;
            }
        }

        return correlations;
    }

    /// <summary>The point (m₁ᵢ …, n₁ᵢ …, I₁ᵢ …, w₁ᵢ …) of a unit (C).</summary>
    /// <param name="unit">i, from 0.</param>
    /// <exception cref="UsageException">There is no such unit.</exception>
    public double[] Point(int unit) => unit >= 0 && unit < Units ? [.. Columns.Select(column => column[unit])]
        : throw new UsageException(FormattableString.Invariant($"There is no unit {unit}; units are numbered 0 to {Units - 1}."));

    /// <summary>
    /// S = nᵀm/N (R × R), with n_rᵀm_s/N in row r and column s: the recurrence of the latent variables, τ dκ/dt = −κ + S κ, where φ(x) = x.
    /// Its eigenvalues are those of J that are not 0.
    /// </summary>
    public double[,] RecurrentOverlap() => Pairs(N, M);

    /// <summary>Eigenvalues of nᵀm/N (R), by descending real part; of a pair, the one with Im λ &gt; 0 first.</summary>
    public Complex[] OverlapEigenvalues() =>
    [
        .. Matrix<double>.Build.DenseOfArray(RecurrentOverlap()).Evd(Symmetricity.Asymmetric).EigenValues
            .OrderByDescending(value => value.Real).ThenByDescending(value => value.Imaginary),
    ];

    private static double Mean(double[] column) => column.Sum() / column.Length;

    private static double[] Centred(double[] column)
    {
        var mean = Mean(column);
        return Array.ConvertAll(column, value => value - mean);
    }

    private static double[,] Pairs(IReadOnlyList<double[]> left, IReadOnlyList<double[]> right)
    {
        var pairs = new double[left.Count, right.Count];
        for (var a = 0; a < left.Count; a++)
        {
            for (var b = 0; b < right.Count; b++)
            {
                pairs[a, b] = DenseRows.Dot(left[a], right[b]) / left[a].Length;
            }
        }

        return pairs;
    }
}
