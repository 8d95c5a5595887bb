namespace Engram.Analysis;

/// <summary>How well decoders of one time decode at another.</summary>
/// <param name="Factor">What was decoded.</param>
/// <param name="Levels">Its values as text, K.</param>
/// <param name="Trials">Trials used.</param>
/// <param name="AlignedTo">The period at whose start time is 0; the start of the trial if null.</param>
/// <param name="Times">Middle of each bin, in seconds.</param>
/// <param name="Accuracy">
/// Mean over the values of the share of held-out trials that are decoded correctly, (bins × bins) row-major: [fitted, tested].
/// </param>
/// <param name="Chance">1/K.</param>
public sealed record CrossTemporalDecoding(
    string Factor,
    IReadOnlyList<string> Levels,
    int Trials,
    string? AlignedTo,
    IReadOnlyList<double> Times,
    IReadOnlyList<double> Accuracy,
    double Chance)
{
    /// <summary>
    /// Neighbouring pairs of bins whose accuracy passes its quantile over permuted labels, numbered as in <see cref="Accuracy"/>, with p corrected for
    /// their number; none without permutations.
    /// </summary>
    public IReadOnlyList<Cluster> Clusters { get; init; } = [];

    /// <summary>Accuracy of the decoder of one bin in another.</summary>
    /// <param name="train">Bin that it was fitted in.</param>
    /// <param name="test">Bin that it is tested in.</param>
    public double this[int train, int test] => Accuracy[(train * Times.Count) + test];
}
