namespace Engram.Analysis;

/// <summary>Whether the activity of one unit differs, on a stretch that all trajectories share, by where they go.</summary>
/// <param name="Unit">Number of the unit, from 0.</param>
/// <param name="EtaSquared">Share of the variance over trials that the trajectory explains, in each bin; null in bins that could not be compared.</param>
/// <param name="Differences">
/// Greatest difference of the trajectories' mean rates in each bin, as a share of the unit's range of rates on the stretch; null likewise.
/// </param>
/// <param name="Place">Middle of the bin in which η² is greatest.</param>
/// <param name="Preferred">The trajectory, from 0, of the greatest mean rate there.</param>
/// <param name="PValue">Of the greatest η² among the bins, by permutation of the trajectories among the trials.</param>
/// <param name="IsSplitter">Whether it is significant, with the expected share of false ones among all units controlled.</param>
public sealed record SplitterUnit(
    int Unit, IReadOnlyList<double?> EtaSquared, IReadOnlyList<double?> Differences, double Place, int Preferred, double PValue, bool IsSplitter)
{
    /// <summary>The greatest η² among the bins.</summary>
    public double Greatest => EtaSquared.Max() ?? 0;

    /// <summary>The greatest difference among the bins, as a share of the unit's range of rates on the stretch.</summary>
    public double GreatestDifference => Differences.Max() ?? 0;
}
