namespace Engram.Analysis;

/// <summary>
/// Of the matrix (units × sequences) of the rates after each sequence, how many singular values are not small: for new sequences, and for variations of one. Their
/// difference tells how well a linear readout can learn from a network (Legenstein and Maass 2007, <see
/// href="https://doi.org/10.1016/j.neunet.2007.04.017"/>).
/// </summary>
/// <param name="Units">N; no rank is greater.</param>
/// <param name="Sequences">How many sequences of each; no rank is greater.</param>
/// <param name="Tolerance">Values below this share of the greatest do not count.</param>
/// <param name="OfDifferent">Singular values for sequences that are drawn anew, descending.</param>
/// <param name="OfAlike">Singular values for variations of one sequence, descending.</param>
public sealed record ReservoirRanks(int Units, int Sequences, double Tolerance, IReadOnlyList<double> OfDifferent, IReadOnlyList<double> OfAlike)
{
    /// <summary>The rank for new sequences: the greater, the more of them a readout can tell apart.</summary>
    public int Kernel => Rank(OfDifferent);

    /// <summary>The rank for variations of one sequence: the less, the more alike a readout takes them.</summary>
    public int Generalisation => Rank(OfAlike);

    private int Rank(IReadOnlyList<double> values) => values.Count(value => value > 0 && value >= Tolerance * values[0]);
}
