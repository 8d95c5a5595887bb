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
/// <param name="PValues">(1 + #{permuted ≥ observed})/(1 + P), per bin, not corrected for the number of bins.</param>
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
    double Chance);
