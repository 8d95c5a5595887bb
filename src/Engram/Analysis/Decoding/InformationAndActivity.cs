namespace Engram.Analysis;

/// <summary>What can be decoded from some units as time goes on, beside how active these units are on the mean.</summary>
/// <param name="Decoding">How well the factor is decoded.</param>
/// <param name="Baseline">The period whose mean rate is taken off, in each trial.</param>
/// <param name="Change">Mean over trials and units of the rate less the baseline, per bin.</param>
/// <param name="StandardErrors">Standard error of that mean over trials, per bin.</param>
/// <param name="ChangeByLevel">The same mean over the trials of each value of the factor (K × bins).</param>
/// <param name="Activity">Whether the change differs from 0, by turning the signs of trials; on two sides.</param>
public sealed record InformationAndActivity(
    DecodingCurve Decoding,
    string Baseline,
    IReadOnlyList<double> Change,
    IReadOnlyList<double> StandardErrors,
    IReadOnlyList<IReadOnlyList<double>> ChangeByLevel,
    ClusterTest Activity)
{
    /// <summary>
    /// The bins in which the factor is decoded and activity is not known to be raised: in a cluster of decoding with p at most α, and in none of raised
    /// activity. That a rise was not found does not show that there is none; <see cref="Change"/> with its error says how large it may be.
    /// </summary>
    /// <param name="alpha">α.</param>
    public IReadOnlyList<int> DecodedWithoutRise(double alpha = 0.05)
    {
        var raised = Cluster.PValues([.. Activity.Clusters.Where(cluster => cluster.Mass > 0)], Change.Count);
        var decoded = Decoding.ClusterPValues;
        return [.. Enumerable.Range(0, Change.Count).Where(bin => decoded[bin] <= alpha && raised[bin] > alpha)];
    }
}
