using Engram.Figures;
using Engram.Learning;

namespace Engram.Studies;

/// <summary>What the page of a sweep calls performance.</summary>
/// <param name="Axis">What it is.</param>
/// <param name="Final">That of a network at the last check.</param>
/// <param name="Logged">That of a check.</param>
internal sealed record SweepMeasure(Axis Axis, Func<SweepTableRow, double?> Final, Func<LoggedCheck, double?> Logged)
{
    /// <summary>The mean over the networks of a group.</summary>
    /// <param name="group">The group.</param>
    public Estimate Mean(SweepGroup group) => group.Mean(Final, Axis.Percent ? 1 : double.PositiveInfinity);

    /// <summary>
    /// What the criterion of the networks looks at: the share of correct answers in the worst condition or over all trials, or, where no task
    /// has right and wrong, the error.
    /// </summary>
    /// <param name="table">The networks.</param>
    public static SweepMeasure Of(SweepTable table)
    {
        var ended = table.Rows.Where(row => row.Ended).ToList();
        return ended.Count > 0 && ended.All(row => row.Overall is null)
            ? new(new Axis("Error (root mean squared)"), row => row.Error, check => check.Error)
            : table.Rows.All(row => row.Configuration.Stopping.Criterion == PerformanceMeasure.Minimum)
            ? new(Axis.Share("Correct in the worst condition"), row => row.Minimum, check => check.Minimum)
            : new(Axis.Share("Correct over all trials"), row => row.Overall, check => check.Overall);
    }
}
