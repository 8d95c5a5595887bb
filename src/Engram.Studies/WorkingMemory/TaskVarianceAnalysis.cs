using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.WorkingMemory;

/// <summary>What each unit does in each of the tasks that a network can do, and groups of units that do the same.</summary>
public sealed record TaskVarianceAnalysis : RunAnalysis
{
    private const int MostPairs = 12;

    /// <summary>Which task a trial is of: a factor that is a label, or <c>condition</c>.</summary>
    public string Rule { get; init; } = "condition";

    /// <summary>The period after which time counts; none for each trial's first.</summary>
    public string? Fixation { get; init; }

    /// <summary>Units whose variances, summed over tasks, are less do nothing in any and are left out.</summary>
    [Range(0, 1e6)]
    public double Threshold { get; init; } = 1e-3;

    /// <summary>The greatest number of groups that is tried.</summary>
    [Range(2, 100)]
    public int MostClusters { get; init; } = 20;

    /// <summary>Trials that are recorded, without noise.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 1000;

    /// <summary>Seed of the trials and of the starts of k-means.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Task variance";

    /// <inheritdoc/>
    public override string Summary =>
        "Measures how much each unit's rate, without noise, varies between the trials of each task (rule or condition) after the fixation, and groups "
        + "units that vary in the same tasks by k-means, with as many groups as give the greatest mean silhouette. Fractional task variance says of two "
        + "tasks which of them a unit is for.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task whose conditions, or the values of a factor, are tasks of their own";

    /// <inheritdoc/>
    public override string Source =>
        "Yang et al. 2019, Task representations in neural networks trained to perform many cognitive tasks, doi:10.1038/s41593-018-0310-2.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recording = (run.Experiment(Trials, Seed) with { Noise = false, Threads = report.Threads }).Run(report.Cancel);
        var variance = TaskVariance.Of(recording, Rule, Fixation, Threshold);
        report.Cancel.ThrowIfCancellationRequested();
        report.Section("Task variance");
        report.Text(
            $"{variance.Active.Count} of {recording.Units} units vary in at least one of {variance.Rules.Count} tasks: {string.Join(", ", variance.Rules)}.");
        report.Data(
            "task-variance",
            ["unit", "task", "variance", "active"],
            Enumerable.Range(0, recording.Units).SelectMany(unit => variance.Rules.Select((rule, k) => (IReadOnlyList<string>)
                [$"{unit}", rule, Words.Exact(variance.Values[unit, k]), variance.Active.Contains(unit) ? "true" : "false"])));
        if (variance.Active.Count < 3)
        {
            report.Text($"Fewer than three units vary more than `{nameof(Threshold)}`, {Words.Number(Threshold, "G3")}, so that there are no groups.");
            return;
        }

        Clusters(report, variance);
        Fractional(report, variance);
    }

    private void Clusters(StudyContext report, TaskVariance variance)
    {
        var rows = variance.Normalised();
        var clusters = UnitClusters.Of(rows, MostClusters, seed: Seed);
        var (count, rules) = (clusters.Count, variance.Rules.Count);
        report.Section("Groups of units");
        report.Table(
            $"{count} groups, by the mean of their units' variance in each task, of each unit's greatest.",
            ["group", "units", .. variance.Rules],
            [
                .. Enumerable.Range(0, count).Select(group => clusters.Labels.Index().Where(row => row.Item == group).Select(row => row.Index).ToList())
                    .Select((members, group) => (IReadOnlyList<string>)
                    [
                        $"{group + 1}", $"{members.Count}",
                        .. Enumerable.Range(0, rules).Select(rule => Words.Number(members.Average(row => rows[row, rule]))),
                    ]),
            ]);
        var sorted = new double[rules, clusters.Order.Count];
        foreach (var (place, row) in clusters.Order.Index())
        {
            for (var rule = 0; rule < rules; rule++)
            {
                sorted[rule, place] = rows[row, rule];
            }
        }

        report.Figure(
            "task-variance",
            new ClusteredUnitsFigure
            {
                Values = sorted, Rules = variance.Rules, Groups = [.. clusters.Order.Select(row => clusters.Labels[row] + 1)],
                Value = new Axis("Task variance / greatest") { Minimum = 0, Maximum = 1 },
            },
            "Each unit's variance in each task, of its greatest; units by group.");
        report.Figure(
            "silhouettes",
            new LinesFigure
            {
                Curves = [new Curve("", [.. clusters.Counts.Select(k => (double)k)], clusters.Silhouettes)],
                X = new Axis("Groups") { Whole = true }, Y = new Axis("Mean silhouette"), Points = true, XLines = [new(count, "taken")],
            },
            "How well units fit in their groups, by the number of groups.");
        report.Data(
            "groups", ["unit", "group", "place"],
            clusters.Order.Select((row, place) => (IReadOnlyList<string>)[$"{variance.Active[row]}", $"{clusters.Labels[row] + 1}", $"{place}"]));
    }

    private static void Fractional(StudyContext report, TaskVariance variance)
    {
        var pairs = Enumerable.Range(0, variance.Rules.Count).SelectMany(a => Enumerable.Range(a + 1, variance.Rules.Count - a - 1).Select(b => (A: a, B: b)))
            .Select(pair => (pair.A, pair.B, Values: variance.Fractional(pair.A, pair.B))).Where(pair => pair.Values.Count > 0).ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        report.Section("Fractional task variance");
        report.Table(
            "(TV(A) − TV(B))/(TV(A) + TV(B)) of the units: how many are for one task of a pair (beyond ±0.9), and how many for both (within ±0.1).",
            ["A", "B", "units", "A alone", "both alike", "B alone"],
            [
                .. pairs.Select(pair => (IReadOnlyList<string>)
                [
                    variance.Rules[pair.A], variance.Rules[pair.B], $"{pair.Values.Count}", $"{pair.Values.Count(value => value > 0.9)}",
                    $"{pair.Values.Count(value => Math.Abs(value) < 0.1)}", $"{pair.Values.Count(value => value < -0.9)}",
                ]),
            ]);
        foreach (var (number, pair) in pairs.Take(MostPairs).Index())
        {
            report.Figure(
                $"fractional-{number + 1}",
                new HistogramFigure
                {
                    Groups = [new NamedValues("", pair.Values)], Bins = 20,
                    X = new Axis($"FTV({variance.Rules[pair.A]}, {variance.Rules[pair.B]})") { Minimum = -1, Maximum = 1 },
                },
                $"Fractional task variance of {variance.Rules[pair.A]} and {variance.Rules[pair.B]}.");
        }

        report.Data(
            "fractional", ["a", "b", "ftv"],
            pairs.SelectMany(pair => pair.Values.Select(value => (IReadOnlyList<string>)[variance.Rules[pair.A], variance.Rules[pair.B], Words.Exact(value)])));
    }
}
