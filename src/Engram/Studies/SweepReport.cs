using Engram.Configuration;
using Engram.Figures;

namespace Engram.Studies;

/// <summary>The page of a sweep: criterion, updates and performance by setting with intervals over networks, curves, maps of two settings.</summary>
/// <param name="table">The networks.</param>
internal sealed class SweepReport(SweepTable table) : Study
{
    // More rows are too long a figure, more lines cannot be told apart, and of more settings there are too many pairs.
    private const int MostRows = 40, MostCurves = 10, MostMapped = 3, MostSteps = 100;

    private static readonly Axis Updates = new("Updates to the criterion") { Whole = true };
    private readonly SweepMeasure measure = SweepMeasure.Of(table);
    private readonly IReadOnlyList<SweepGroup> combinations = SweepGroup.Combinations(table);

    /// <inheritdoc/>
    public override string Name => "sweep";

    internal override string Kind => "Report of a";

    /// <inheritdoc/>
    public override string Title => $"{string.Join(" and ", Tasks)} by {(table.Axes.Count == 0 ? "seed" : string.Join(" and ", table.Axes))}";

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            var seeds = table.Rows.Select(row => row.Configuration.Seed).Distinct().Count();
            return $"{Counted.Of(table.Rows.Count, "network")}: {Counted.Of(combinations.Count, "setting")}, with {Counted.Of(seeds, "seed")} in all. "
                + "The unit is the network: intervals are 95 % intervals over the networks of a setting, which differ in their seeds.";
        }
    }

    /// <inheritdoc/>
    public override string Source => $"{SweepTable.Document} in the folder of the sweep has every setting of every network.";

    private IEnumerable<string> Tasks => table.Rows.Select(row => row.Configuration.Task.Name).Distinct();

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        Outcomes(study);
        foreach (var (axis, groups) in Groupings())
        {
            Estimates(study, axis, groups);
        }

        Curves(study);
        Maps(study);
        study.Data("sweep", table.Headers, table.Cells());
    }

    private void Outcomes(StudyContext study)
    {
        study.Section("What was trained");
        var left = table.Rows.Count(row => !row.Ended);
        study.Text(left == 0 ? "Every network was trained to its end."
            : $"{Counted.Of(left, "network")} of {table.Rows.Count} did not end, because training goes on or failed. What follows is of the others alone.");
        study.Table(
            "How training ended.", ["outcome", "networks"],
            [.. table.Rows.CountBy(row => row.Outcome).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (string[])[pair.Key, $"{pair.Value}"])]);
    }

    // Every combination where they fit; else one setting at a time.
    private IEnumerable<(Axis Axis, IReadOnlyList<SweepGroup> Groups)> Groupings() => table.Axes.Count < 2 || combinations.Count <= MostRows
        ? [(new Axis(table.Axes.Count == 1 ? table.Axes[0] : "setting"), combinations)]
        : table.Axes.Select((name, k) => (new Axis(name), SweepGroup.Along(table, k)));

    private void Estimates(StudyContext study, Axis axis, IReadOnlyList<SweepGroup> groups)
    {
        var pooled = groups.Count < combinations.Count ? ", whatever the other settings are" : "";
        study.Section($"By {axis.Title}");
        study.Text(
            $"How many networks met the criterion, after how many updates, and how good they were at the last check{pooled}. Intervals of shares are "
            + "Wilson's; those of means are t-intervals, cut where no number can be; networks that are all alike have none. Updates are those of the networks "
            + "that met the criterion.");
        study.Table(
            $"By {axis.Title}: means and shares with 95 % intervals.",
            [axis.Title, "networks", "reached", "share reached (%)", "updates to the criterion", measure.Axis.Percent ? $"{Lower(measure.Axis.Title)} (%)" : Lower(measure.Axis.Title), "loss"],
            [.. groups.Select(group => (string[])
            [
                group.Name, $"{group.Rows.Count}", $"{group.Reached}", SweepGroup.Words(group.Share(), Axis.Share("")),
                SweepGroup.Words(ToCriterion(group), Updates), SweepGroup.Words(measure.Mean(group), measure.Axis),
                SweepGroup.Words(group.Mean(row => row.Loss), new Axis("")),
            ])]);
        var name = FileName(axis.Title);
        if (!groups.Any(group => group.Rows.Count > 0) || groups.Count > MostRows)
        {
            return;
        }

        study.Figure(
            $"reached-by-{name}",
            new EstimatesFigure
            {
                Title = "Networks that met the criterion", X = Axis.Share("Networks"), Y = axis, Rows = [.. groups.Select(group => group.Share())],
                Note = "Bars are shares, lines Wilson's 95 % intervals.",
            },
            $"Share of networks that met the criterion, by {axis.Title}.");
        if (groups.Any(group => group.Reached > 0))
        {
            study.Figure(
                $"updates-by-{name}",
                new EstimatesFigure { Title = "Updates to the criterion", X = Updates, Y = axis, Rows = [.. groups.Select(ToCriterion)], Note = Reading },
                $"Updates of the networks that met the criterion, by {axis.Title}.");
        }

        study.Figure(
            $"performance-by-{name}",
            new EstimatesFigure { Title = measure.Axis.Title, X = measure.Axis, Y = axis, Rows = [.. groups.Select(measure.Mean)], Note = Reading },
            $"{measure.Axis.Title} at the last check, by {axis.Title}.");
    }

    private const string Reading = "A point for each network; bars are means, lines 95 % t-intervals.";

    private static Estimate ToCriterion(SweepGroup group) => group.Mean(row => row.Reached == true ? row.Updates : null) with
    {
        Note = $"{group.Reached} of {group.Rows.Count}",
    };

    private void Curves(StudyContext study)
    {
        var logs = table.Rows.Select(row => (Row: row, Log: row.Log())).Where(one => one.Log.Any(check => measure.Logged(check) is not null)).ToList();
        if (logs.Count == 0)
        {
            return;
        }

        study.Section("Learning curves");
        study.Text($"{measure.Axis.Title} at every check, also of networks whose training goes on.");
        var thresholds = table.Rows.Select(row => row.Configuration.Stopping.Threshold).Distinct().ToList();
        Draw("", combinations.Count <= MostCurves ? [.. table.Rows.Select(row => SweepGroup.CombinationOf(table, row))] : [.. table.Rows.Select(_ => SweepGroup.All)]);
        for (var k = 0; k < table.Axes.Count && table.Axes.Count > 1; k++)
        {
            if (table.Rows.Select(row => row.Settings[k]).Distinct().Count() <= MostCurves)
            {
                Draw(table.Axes[k], [.. table.Rows.Select(row => row.Settings[k])]);
            }
        }

        void Draw(string axis, IReadOnlyList<string> names)
        {
            var named = table.Rows.Zip(names).ToDictionary(pair => pair.First, pair => pair.Second);
            study.Figure(
                axis.Length == 0 ? "learning-curves" : $"learning-curves-by-{FileName(axis)}",
                new LearningCurveFigure
                {
                    Title = axis.Length == 0 ? "Learning curves" : $"Learning curves by {axis}", Y = measure.Axis,
                    Criterion = measure.Axis.Percent && thresholds is [> 0 and var threshold] ? threshold : null,
                    Curves = [.. logs.Select(one => Curve(named[one.Row], one.Log))],
                },
                $"{measure.Axis.Title} against updates{(axis.Length == 0 ? "" : $", by {axis}, whatever the other settings are")}.");
        }
    }

    // A long log is thinned; its last check stays.
    private Curve Curve(string name, IReadOnlyList<LoggedCheck> log)
    {
        var step = (log.Count + MostSteps - 1) / MostSteps;
        var kept = log.Where((_, k) => k % step == 0 || k == log.Count - 1).ToList();
        return new(name, [.. kept.Select(check => (double)check.Update)], [.. kept.Select(check => measure.Logged(check) ?? double.NaN)]);
    }

    private void Maps(StudyContext study)
    {
        if (table.Axes.Count is < 2 or > MostMapped || !table.Rows.Any(row => row.Ended))
        {
            return;
        }

        study.Section("Two settings at a time");
        study.Text($"Each cell is of all networks with these two settings{(table.Axes.Count > 2 ? ", whatever the third is" : "")}.");
        for (var row = 0; row < table.Axes.Count; row++)
        {
            for (var column = row + 1; column < table.Axes.Count; column++)
            {
                var map = new SweepMap(table, row, column);
                var name = $"{FileName(table.Axes[row])}-{FileName(table.Axes[column])}";
                study.Figure($"reached-{name}", map.Figure("Share of networks that met the criterion", Axis.Share("Reached"), group => group.Share()),
                    $"Share of networks that met the criterion, by {table.Axes[row]} and {table.Axes[column]}.");
                study.Figure($"performance-{name}", map.Figure(measure.Axis.Title, measure.Axis, measure.Mean),
                    $"{measure.Axis.Title} at the last check, mean over networks, by {table.Axes[row]} and {table.Axes[column]}.");
                if (table.Rows.Any(one => one.Reached == true))
                {
                    study.Figure($"updates-{name}", map.Figure("Updates to the criterion", Updates, ToCriterion),
                        $"Updates of the networks that met the criterion, mean, by {table.Axes[row]} and {table.Axes[column]}.");
                }
            }
        }
    }

    private static string Lower(string title) => char.ToLowerInvariant(title[0]) + title[1..];

    private static string FileName(string axis) => new([.. axis.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
}
