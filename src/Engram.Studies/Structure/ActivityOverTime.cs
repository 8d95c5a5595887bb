using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.Structure;

/// <summary>The ratio of excitatory to inhibitory activity over time.</summary>
internal static class ActivityOverTime
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, Recording recording, SignedNetwork network, string period)
    {
        var all = ActivityRatio.Of(recording, network, period);
        (string Name, ActivityRatio Ratio)[] each =
        [
            .. recording.Trials.Where(trial => trial.Condition >= 0 && !trial.IsCatch && recording.StepsOf(period, trial.Index) is not null)
                .Select(trial => (trial.Condition, trial.ConditionName)).Distinct().OrderBy(one => one.Condition)
                .Select(one => (one.ConditionName, ActivityRatio.Of(recording, network, period, one.Condition))),
        ];
        report.Section("Excitatory and inhibitory activity");
        report.Text(
            "The mean rate of the excitatory units is divided by that of the inhibitory units in each trial. The ratio is averaged over "
            + $"{all.Trials} trials, aligned at the beginning of '{period}'."
            + (all.Undefined.Sum() is var undefined and > 0
                ? $" There is no ratio when all inhibitory units of a trial are silent, as in {undefined} of {all.Trials * all.Steps} steps." : ""));
        int[] shown = [.. Enumerable.Range(0, 6).Select(k => k * (all.Steps - 1) / 5).Distinct()];
        report.Table(
            "The ratio over time.", ["time (ms)", "ratio", "excitatory rate", "inhibitory rate", "trials without a ratio"],
            [
                .. shown.Select(k => (IReadOnlyList<string>)
                [
                    Words.Number(all.Milliseconds[k], "0"), Words.Number(all.Ratio[k]), Words.Number(all.Excitatory[k], "0.000"),
                    Words.Number(all.Inhibitory[k], "0.000"), $"{all.Undefined[k]}",
                ]),
            ]);
        report.Figure(
            "ratio",
            new LinesFigure
            {
                Curves =
                [
                    .. each.Length > 1 && each.Length <= 8
                        ? each.Select(one => new Curve(one.Name, one.Ratio.Milliseconds, one.Ratio.Ratio)) : [],
                    new Curve("all trials", all.Milliseconds, all.Ratio) { Muted = each.Length is > 1 and <= 8 },
                ],
                X = new Axis($"Time since {period}", "ms"),
                Y = new Axis("Excitatory over inhibitory activity"),
                XLines = [new ReferenceLine(0, period)],
            },
            "The ratio over time, for each condition and for all trials.");
        report.Data(
            "activity-ratio", ["condition", "milliseconds", "ratio", "excitatory", "inhibitory", "undefined"],
            from one in each.Prepend(("all", all))
            from k in Enumerable.Range(0, one.Item2.Steps)
            select (IReadOnlyList<string>)
            [
                one.Item1, Words.Exact(one.Item2.Milliseconds[k]), Words.Exact(one.Item2.Ratio[k]), Words.Exact(one.Item2.Excitatory[k]),
                Words.Exact(one.Item2.Inhibitory[k]), $"{one.Item2.Undefined[k]}",
            ]);
    }
}
