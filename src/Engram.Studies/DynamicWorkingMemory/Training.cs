using System.Globalization;
using Engram.Figures;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>How the training of a family went: a table, and the names of those that did not reach the criterion.</summary>
internal static class Training
{
    /// <summary>Writes the table and the file of updates.</summary>
    public static void Write(Plan plan, Family family, string name)
    {
        plan.Study.Text(
            $"{family.Runs.Count(run => run.Status == RunStatus.Reached)} of {Plan.Networks(family.Runs.Count)} reached the criterion.");
        var rows = family.Values.Select((value, place) =>
        {
            var runs = family.Of(place).ToList();
            return (IReadOnlyList<string>)
            [
                Plan.Words(value), $"{runs.Count(one => one.Run.Status == RunStatus.Reached)} of {runs.Count}",
                string.Join(", ", runs.Select(one => one.Run.Updates)),
                Statistics.Spread(runs.Select(one => one.Run.Minimum ?? double.NaN)),
            ];
        });
        plan.Study.Table(
            $"{family.Name}: networks that reached the criterion (at least "
            + $"{(100 * Plan.Criterion).ToString("0", CultureInfo.InvariantCulture)} % in the worst condition, mean of three checks), their "
            + "updates of 32 trials, one number per seed, and performance in the worst condition at the last check.",
            [family.Setting, "reached", "updates", "worst condition"],
            [.. rows]);
        plan.Study.Figure(
            $"{name}-learning",
            new LearningCurveFigure
            {
                Curves =
                [
                    .. family.Runs.Select((run, place) => (Checks: run.Log(), Value: family.ValueOf(place))).Select(one => new Curve(
                        Plan.Words(one.Value),
                        [.. one.Checks.Select(check => (double)check.Update)],
                        [.. one.Checks.Select(check => check.Minimum ?? double.NaN)])),
                ],
                Y = Axis.Share("Correct in the worst condition"),
                Criterion = Plan.Criterion,
            },
            $"{family.Name}: share of correct answers in the worst condition at each check, at the {family.Setting} on which the networks "
            + "are trained; median and quartiles over networks. A network that has stopped training keeps its last value.");
        var missed = family.Runs.Where(run => run.Status != RunStatus.Reached).ToList();
        if (missed.Count > 0)
        {
            plan.Study.Text("Not reached: " + string.Join("; ", missed.Select(Reason)) + ".");
        }

        plan.Study.Data(
            $"{name}-training",
            [family.Setting + "_s", "seed", "status", "updates", "minimum"],
            family.Runs.Select((run, place) => (IReadOnlyList<string>)
            [
                Number(family.ValueOf(place)), $"{run.Configuration.Seed}", Word(run.Status),
                run.Updates.ToString(CultureInfo.InvariantCulture), Number(run.Minimum ?? double.NaN),
            ]));
    }

    /// <summary>A number for a file.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>How a run ended, in a word.</summary>
    public static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

    private static string Reason(SweepRun run) =>
        $"delay {Family.Delay(run.Configuration)}, seed {run.Configuration.Seed} ({run.Status switch
        {
            RunStatus.Exhausted => "updates ran out",
            RunStatus.Diverged => "training diverged",
            _ => run.Failure ?? "failed",
        }} after {run.Updates} updates)";
}
