using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Groups of units that do the same, by k-means of their task variances, each unit's divided by its greatest. The number of groups is that with
/// the greatest mean silhouette.
/// </summary>
/// <param name="Labels">The group of each row, numbered by the task in which a group's mean is greatest.</param>
/// <param name="Order">Rows by group, within a group by the task of their greatest value.</param>
/// <param name="Counts">Numbers of groups that were tried, ascending.</param>
/// <param name="Silhouettes">The mean silhouette of each.</param>
[Cite("10.1038/s41593-018-0310-2", "Yang et al. 2019, Task representations in neural networks trained to perform many cognitive tasks")]
public sealed record UnitClusters(
    IReadOnlyList<int> Labels, IReadOnlyList<int> Order, IReadOnlyList<int> Counts, IReadOnlyList<double> Silhouettes)
{
    /// <summary>How many groups there are.</summary>
    public int Count => Labels.Max() + 1;

    /// <summary>Finds groups.</summary>
    /// <param name="rows">What each unit does in each task (units × tasks), such as <see cref="TaskVariance.Normalised"/>.</param>
    /// <param name="most">The greatest number of groups that is tried.</param>
    /// <param name="starts">Starts of k-means.</param>
    /// <param name="seed">Seed of the starts.</param>
    /// <exception cref="UsageException">Fewer than three rows that differ, or a number that is not finite.</exception>
    public static UnitClusters Of(double[,] rows, int most = 20, int starts = 20, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(starts, 1);
        Finite.Matrix(rows, "rows");
        var (n, columns) = (rows.GetLength(0), rows.GetLength(1));
        double[] flat = [.. rows.Cast<double>()];
        var different = Enumerable.Range(0, n).Select(row => string.Join(' ', flat.AsSpan(row * columns, columns).ToArray())).Distinct().Count();
        if (n < 3 || different < 2)
        {
            throw new UsageException(
                $"{n} units, {different} of them different, make no groups; give at least three units that do not all do the same.");
        }

        int[] counts = [.. Enumerable.Range(2, Math.Min(Math.Min(most, different), n - 1) - 1)];
        int[][] found = [.. counts.Select(k => KMeans.Fit(flat, columns, k, starts, seed))];
        double[] silhouettes = [.. found.Select(labels => KMeans.Silhouette(flat, columns, Compact(labels)))];
        var best = Compact(found[Array.IndexOf(silhouettes, silhouettes.Max())]);
        var labels = Numbered(best, flat, columns);
        return new(
            labels, [.. Enumerable.Range(0, n).OrderBy(row => labels[row]).ThenBy(row => Greatest(flat.AsSpan(row * columns, columns)))], counts,
            silhouettes);
    }

    private static int[] Compact(int[] labels)
    {
        int[] used = [.. labels.Distinct().Order()];
        return [.. labels.Select(label => Array.IndexOf(used, label))];
    }

    private static int[] Numbered(int[] labels, double[] rows, int columns)
    {
        int[] order =
        [
            .. Enumerable.Range(0, labels.Max() + 1)
                .OrderBy(group => Greatest(DenseRows.Mean(rows, columns, [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == group)]))),
        ];
        return [.. labels.Select(label => Array.IndexOf(order, label))];
    }

    private static int Greatest(ReadOnlySpan<double> values)
    {
        var at = 0;
        for (var k = 1; k < values.Length; k++)
        {
            at = values[k] > values[at] ? k : at;
        }

        return at;
    }
}
