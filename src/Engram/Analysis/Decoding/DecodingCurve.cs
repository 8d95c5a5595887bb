namespace Engram.Analysis;

/// <summary>How well a factor can be decoded as time goes on.</summary>
/// <param name="Factor">What was decoded.</param>
/// <param name="Levels">Its values as text, K.</param>
/// <param name="Trials">Trials used.</param>
/// <param name="AlignedTo">The period at whose start time is 0; the start of the trial if null.</param>
/// <param name="Times">Middle of each bin, in seconds.</param>
/// <param name="Accuracy">Mean over the values of the share of held-out trials that are decoded correctly, per bin.</param>
/// <param name="NullMean">Mean accuracy with permuted labels, per bin; NaN without permutations.</param>
/// <param name="NullPercentile95">95th percentile of the accuracy with permuted labels, per bin; NaN without permutations.</param>
/// <param name="PValues">(1 + #{permuted ≥ observed})/(1 + P), per bin, not corrected for the number of bins, as those of <see cref="Clusters"/> are.</param>
/// <param name="Chance">1/K.</param>
public sealed record DecodingCurve(
    string Factor,
    IReadOnlyList<string> Levels,
    int Trials,
    string? AlignedTo,
    IReadOnlyList<double> Times,
    IReadOnlyList<double> Accuracy,
    IReadOnlyList<double> NullMean,
    IReadOnlyList<double> NullPercentile95,
    IReadOnlyList<double> PValues,
    double Chance)
{
    /// <summary>
    /// Neighbouring bins whose accuracy passes the quantile of its bin over permuted labels, with p corrected for the number of bins; none without
    /// permutations.
    /// </summary>
    public IReadOnlyList<Cluster> Clusters { get; init; } = [];

    /// <summary>The p of the cluster that a bin belongs to, for every bin; 1 outside clusters.</summary>
    public IReadOnlyList<double> ClusterPValues => Cluster.PValues(Clusters, Times.Count);
}
