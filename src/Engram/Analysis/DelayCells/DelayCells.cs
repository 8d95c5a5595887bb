namespace Engram.Analysis;

/// <summary>What the units of a recording do in a delay.</summary>
/// <param name="Factor">What was to be remembered.</param>
/// <param name="Period">Name of the delay.</param>
/// <param name="Baseline">Name of the period that it was compared with.</param>
/// <param name="Levels">The factor's values as text, K; directions of many values are put into eight sectors.</param>
/// <param name="Directions">The values in degrees (K); null where they are no directions all round the circle.</param>
/// <param name="Trials">Trials of each value (K).</param>
/// <param name="Bins">Bins of the delay in which persistence was looked at.</param>
/// <param name="Permutations">Permutations of each test.</param>
/// <param name="Units">The units, N.</param>
public sealed record DelayCells(
    string Factor,
    string Period,
    string Baseline,
    IReadOnlyList<string> Levels,
    IReadOnlyList<double>? Directions,
    IReadOnlyList<int> Trials,
    int Bins,
    int Permutations,
    IReadOnlyList<DelayCell> Units);
