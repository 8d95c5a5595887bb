using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// p of an observed value by shuffles that are made one after the other until enough of them are as great: it costs little where p is large. p = h/L where the h-th of them is the L-th made, else
/// (1 + #{shuffled ≥ observed})/(1 + P) after all P.
/// </summary>
[Cite("10.1093/biomet/78.2.301", "Besag & Clifford 1991, Sequential Monte Carlo p-values")]
internal sealed class SequentialPValue(double observed, int most, int enough)
{
    private readonly List<double> made = [];
    private int asGreat;

    /// <summary>Whether no more shuffles are asked for.</summary>
    public bool IsDone => asGreat >= enough || made.Count == most;

    /// <summary>p so far.</summary>
    public double PValue => asGreat >= enough ? (double)enough / made.Count : (1.0 + asGreat) / (1 + made.Count);

    /// <summary>95th percentile of the shuffles made.</summary>
    public double Quantile => Resampling.Quantile([.. made], 0.95);

    /// <summary>Takes the next shuffle.</summary>
    public void Add(double shuffled)
    {
        made.Add(shuffled);
        asGreat += shuffled >= observed ? 1 : 0;
    }
}
