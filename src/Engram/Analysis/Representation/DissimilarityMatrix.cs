using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>How far apart the activities in each pair of conditions are.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Conditions">Names of the conditions, K.</param>
/// <param name="Values">Dissimilarities (K × K), symmetric, 0 on the diagonal.</param>
/// <param name="Dimensions">
/// Participation ratio (Σλ)²/Σλ² of the variances λ of the conditions' mean rates along their principal components; 0 where they do not differ.
/// </param>
public sealed record DissimilarityMatrix(
    DissimilarityMeasure Measure, IReadOnlyList<string> Conditions, double[,] Values, double Dimensions)
{
    /// <summary>
    /// How alike two matrices are in the order of their pairs, and p of a permutation test, one-sided: the conditions of one matrix are permuted,
    /// rows and columns together.
    /// </summary>
    /// <remarks>Mantel (1967), The detection of disease clustering and a generalized regression approach, Cancer Research 27, 209–220.</remarks>
    /// <param name="other">A matrix of the same conditions.</param>
    /// <param name="correlation">How orders are compared.</param>
    /// <param name="permutations">Permutations.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <exception cref="UsageException">Fewer than three conditions, other conditions, or a value that is not finite.</exception>
    public (double Correlation, double PValue) Compare(
        DissimilarityMatrix other, RankCorrelation correlation = RankCorrelation.Spearman, int permutations = 2000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        Finite.Matrix(Values, "dissimilarities");
        Finite.Matrix(other.Values, "dissimilarities");
        if (Conditions.Count < 3 || !Conditions.SequenceEqual(other.Conditions))
        {
            throw new UsageException(
                $"Matrices of the conditions {string.Join(", ", Conditions)} and {string.Join(", ", other.Conditions)} cannot be compared; give two "
                + "of the same conditions, three or more.");
        }

        int[] order = [.. Enumerable.Range(0, Conditions.Count)];
        var pairs = Pairs(other.Values, order);
        var observed = RankOrder.Of(Pairs(Values, order), pairs, correlation);
        var permuted = new double[permutations];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(seed, k);
            Resampling.Shuffle<int>(order, ref stream);

            // Equal orders may differ by rounding.
            permuted[k] = RankOrder.Of(Pairs(Values, order), pairs, correlation) + 1e-12;
        }

        return (observed, Resampling.PValue(observed, permuted));
    }

    private static double[] Pairs(double[,] values, int[] order)
    {
        var pairs = new double[order.Length * (order.Length - 1) / 2];
        var at = 0;
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                pairs[at++] = values[order[i], order[j]];
            }
        }

        return pairs;
    }
}
