using Engram.Learning;

namespace Engram.Analysis;

/// <summary>How well the order in which cells are active in an event agrees with the order of their places.</summary>
/// <param name="Correlation">Spearman's ρ of peak times and places, from −1 to 1.</param>
/// <param name="PValue">Of its size, by shuffles.</param>
/// <param name="Cells">Cells that take part.</param>
/// <param name="IsSignificant">Whether p is at most what was asked for.</param>
public sealed record ReplayScore(double Correlation, double PValue, int Cells, bool IsSignificant)
{
    /// <summary>Forward where later places come later, reverse where they come earlier.</summary>
    public ReplayDirection Direction => Correlation >= 0 ? ReplayDirection.Forward : ReplayDirection.Reverse;
}
