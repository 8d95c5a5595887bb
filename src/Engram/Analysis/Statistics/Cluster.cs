namespace Engram.Analysis;

/// <summary>Neighbouring bins in which an effect passes a threshold, and how likely chance makes one as great anywhere.</summary>
/// <param name="Bins">The bins, ascending; cells of a matrix are numbered row by row.</param>
/// <param name="Mass">Sum of the statistic over them.</param>
/// <param name="PValue">(1 + #{permutations with a cluster of as great a mass})/(1 + P): corrected for the number of bins.</param>
public sealed record Cluster(IReadOnlyList<int> Bins, double Mass, double PValue)
{
    /// <summary>For every bin the p of the cluster that it belongs to; 1 outside clusters.</summary>
    /// <param name="clusters">The clusters.</param>
    /// <param name="bins">How many bins there are.</param>
    internal static IReadOnlyList<double> PValues(IReadOnlyList<Cluster> clusters, int bins)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        var p = new double[bins];
        Array.Fill(p, 1);
        foreach (var cluster in clusters)
        {
            foreach (var bin in cluster.Bins)
            {
                p[bin] = cluster.PValue;
            }
        }

        return p;
    }
}
