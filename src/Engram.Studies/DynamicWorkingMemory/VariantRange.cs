using Engram.Figures;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Section 2.3 and 2.4 of the report: networks trained on delays drawn from a range.</summary>
internal static class VariantRange
{
    /// <summary>Trains, tests, and writes the section.</summary>
    /// <param name="plan">The plan.</param>
    public static Family Run(Plan plan)
    {
        var study = plan.Study;
        var family = plan.Train(
            Streams.Ranges, "Frequencies, a range of delays", "range", plan.Ranges, Plan.Growing(new DelayedMatchTask()),
            range => Text(plan.Centre, range));
        study.Section("Variant range");
        study.Text(
            $"For range R, the delay of each trial is drawn uniformly from {Plan.Words(plan.Centre)} − R/2 to {Plan.Words(plan.Centre)} + "
            + "R/2. The report expected wide ranges to take longer, and found that the number of training steps was roughly constant.");
        Training.Write(plan, family, "variant-range");
        study.Figure(
            "variant-range-matrix",
            Generalisation.Matrix(family, [("all trials", family.Matrix((profile, delay) => profile.Share(delay)))]),
            $"Share of correct answers, mean over up to {Plan.Networks(family.Seeds)}. One row per trained range R, one column per tested "
            + "delay.");
        study.Figure(
            "variant-range-updates",
            new PointsFigure
            {
                Groups =
                [
                    new Curve(
                        "", [.. family.Runs.Select((_, run) => family.ValueOf(run))],
                        [.. family.Runs.Select(run => (double)run.Updates)]),
                ],
                X = new Axis("Range R", "s"),
                Y = new Axis("Updates to the criterion") { Minimum = 0 },
                Regression = true,
                Means = true,
            },
            "Updates until the criterion was reached: one point per network, the mean of each range, and the least-squares line.");
        Updates(plan, family);
        study.Claim(
            "variant-range-trains", "Networks can be trained on every range from 0 to 5 s.", "5 networks at each of 11 ranges",
            family.Reached, new ShareAbove(0.9), "share of networks at criterion");
        study.Claim(
            "variant-range-widest", "Networks trained on the widest range discriminate correctly at almost all delays.",
            "\"almost all delays\"",
            [.. family.Of(family.Values.Count - 1).Select(one => Enumerable.Range(0, one.Profile.Delays.Count).Average(one.Profile.Share))],
            new Above(0.9), "share correct, mean over delays");

        return family;
    }

    // Is the number of updates roughly constant? The slope of the updates of networks, one of each R, against R, times the widest R, over their mean updates.
    private static void Updates(Plan plan, Family family)
    {
        var widest = family.Values[^1];
        double[] Change(Func<SweepRun, double> of) =>
        [
            .. Enumerable.Range(0, family.Seeds).Select(seed =>
            {
                var updates = family.Values.Select((_, value) => of(family.Runs[(value * family.Seeds) + seed])).ToList();
                return Statistics.Slope(family.Values, updates) * widest / updates.Average();
            }),
        ];

        plan.Study.Claim(
            "variant-range-updates", "The number of training steps is roughly constant: from range 0 to the widest it changes by less "
            + "than half.",
            "\"roughly constant\"", Change(run => run.Updates), new Between(-0.5, 0.5), "relative change of updates");
        plan.Study.Claim(
            "variant-range-not-longer", "Wide ranges do not take more training than narrow ones.", "\"did not take more time\"",
            Change(run => run.Updates), new Below(0.5), "relative change of updates");
    }

    private static string Text(double centre, double range) =>
        range == 0 ? Plan.Text(centre) : $"{Plan.Text(centre - (range / 2))}..{Plan.Text(centre + (range / 2))}";
}
