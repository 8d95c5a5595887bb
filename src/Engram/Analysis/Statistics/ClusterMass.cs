namespace Engram.Analysis;

/// <summary>
/// Clusters of bins with their p, by the greatest mass that clusters have under each rearrangement of the data, the same one in all bins. Bins are a
/// line, or a matrix whose cells have four neighbours. Whatever decides about clusters treats the data as they are as one more rearrangement, so that
/// under the null hypothesis the share of data with a cluster of p ≤ α is at most α.
/// </summary>
/// <remarks>Maris &amp; Oostenveld (2007), <see href="https://doi.org/10.1016/j.jneumeth.2007.03.024"/>.</remarks>
internal static class ClusterMass
{
    /// <summary>
    /// Clusters in which accuracies pass the (1 − α) quantile of their bin over all labellings. The statistic of a bin is z = (accuracy − m)/s, with the
    /// mean m and deviation s over all labellings.
    /// </summary>
    /// <param name="accuracies">One array of bins for each labelling, the true one first.</param>
    /// <param name="columns">Columns of the matrix of bins; their number for a line.</param>
    /// <param name="threshold">α.</param>
    public static IReadOnlyList<Cluster> OfLabellings(double[][] accuracies, int columns, double threshold)
    {
        if (accuracies.Length < 2)
        {
            return [];
        }

        var bins = accuracies[0].Length;
        var limits = new double[bins];
        var z = accuracies.Select(_ => new double[bins]).ToArray();
        for (var bin = 0; bin < bins; bin++)
        {
            double[] values = [.. accuracies.Select(labelling => labelling[bin])];
            var mean = values.Average();
            var sd = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            for (var k = 0; k < z.Length; k++)
            {
                z[k][bin] = sd > 1e-12 ? (values[k] - mean) / sd : 0;
            }

            limits[bin] = Resampling.Quantile([.. z.Select(labelling => labelling[bin])], 1 - threshold);
        }

        return Of(z, columns, limits, twoSided: false);
    }

    /// <summary>Clusters in which a statistic passes limits.</summary>
    /// <param name="statistics">One array of bins for each rearrangement, the data as they are first.</param>
    /// <param name="columns">As above.</param>
    /// <param name="limits">What the statistic must exceed in each bin.</param>
    /// <param name="twoSided">Whether it may also fall below minus the limits.</param>
    public static IReadOnlyList<Cluster> Of(double[][] statistics, int columns, double[] limits, bool twoSided)
    {
        double[] greatest =
        [
            .. statistics.Select(statistic => Find(statistic, columns, limits, twoSided).Select(found => Math.Abs(found.Mass)).DefaultIfEmpty(0).Max()),
        ];
        return
        [
            .. Find(statistics[0], columns, limits, twoSided).Select(found =>
                new Cluster(found.Bins, found.Mass, Resampling.PValue(Math.Abs(found.Mass), greatest.AsSpan(1)))),
        ];
    }

    private static List<(int[] Bins, double Mass)> Find(double[] statistic, int columns, double[] limits, bool twoSided)
    {
        var found = new List<(int[], double)>();
        var seen = new bool[statistic.Length];
        var open = new Stack<int>();
        for (var start = 0; start < statistic.Length; start++)
        {
            var side = Side(start);
            if (seen[start] || side == 0)
            {
                continue;
            }

            var members = new List<int>();
            Visit(start);
            while (open.TryPop(out var bin))
            {
                members.Add(bin);
                var column = bin % columns;
                Visit(column > 0 ? bin - 1 : -1);
                Visit(column < columns - 1 ? bin + 1 : -1);
                Visit(bin - columns);
                Visit(bin + columns);
            }

            members.Sort();
            found.Add(([.. members], members.Sum(bin => statistic[bin])));

            void Visit(int bin)
            {
                if (bin >= 0 && bin < statistic.Length && !seen[bin] && Side(bin) == side)
                {
                    seen[bin] = true;
                    open.Push(bin);
                }
            }
        }

        return found;

        int Side(int bin) => statistic[bin] > limits[bin] ? 1 : twoSided && statistic[bin] < -limits[bin] ? -1 : 0;
    }
}
