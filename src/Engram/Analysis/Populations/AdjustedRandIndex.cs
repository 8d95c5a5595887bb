using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>How far two divisions of units agree, whatever the numbers of the groups: 1 for the same, 0 on average by chance.</summary>
/// <remarks>Hubert &amp; Arabie (1985), Comparing partitions, <see href="https://doi.org/10.1007/BF01908075"/>.</remarks>
public static class AdjustedRandIndex
{
    /// <summary>The index of two divisions; 1 where both are trivial in the same way, one group or all units alone.</summary>
    /// <param name="labelsA">The group of each unit in one.</param>
    /// <param name="labelsB">The group of each unit in the other.</param>
    /// <exception cref="UsageException">There are no units, or not as many in both.</exception>
    public static double Of(IReadOnlyList<int> labelsA, IReadOnlyList<int> labelsB)
    {
        if (labelsA.Count != labelsB.Count || labelsA.Count == 0)
        {
            throw new UsageException(
                FormattableString.Invariant($"There are {labelsA.Count} labels on one side and {labelsB.Count} on the other; ")
                + "give both for the same units.");
        }

        // (Σ C(n_ij) − e)/((Σ C(a_i) + Σ C(b_j))/2 − e), e = Σ C(a_i) Σ C(b_j)/C(n), with C(n) = n (n − 1)/2.
        var both = Pairs(labelsA.Zip(labelsB));
        var (first, second, all) = (Pairs(labelsA), Pairs(labelsB), 0.5 * labelsA.Count * (labelsA.Count - 1));
        var expected = all > 0 ? first * second / all : 0;
        var most = (first + second) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static double Pairs<T>(IEnumerable<T> labels) =>
        labels.GroupBy(label => label).Select(group => (double)group.Count()).Sum(n => n * (n - 1) / 2);
}
