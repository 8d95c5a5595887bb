using Engram.Configuration;
using Engram.Figures;

namespace Engram.Studies;

/// <summary>The page of a search: the best trials, the objective against each setting, and the course of the best so far.</summary>
/// <param name="search">What was searched.</param>
/// <param name="result">What was found.</param>
/// <param name="again">The command that trains the best trial again; empty for none.</param>
internal sealed class SearchReport(Search search, SearchResult result, string again) : Study
{
    private const int MostShown = 10;

    // So many times greater than the least, losses are told apart on a logarithmic axis alone.
    private const double Wide = 20;

    private readonly SearchGoal goal = search.Goal;
    private readonly string[] names = [.. search.Space.Dimensions.Select(dimension => dimension.Name)];

    /// <inheritdoc/>
    public override string Name => "search";

    internal override string Kind => "Report of a";

    /// <inheritdoc/>
    public override string Title => $"{search.Space.Reference!.Task.Name}: search over {(names.Length < 2 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}")}";

    /// <inheritdoc/>
    public override string Summary => $"{Counted.Of(result.Trials.Count, "trial")} by the sampler {search.Sampler.Name}, each with "
        + $"{(search.Seeds.Count == 1 ? "one network" : $"{search.Seeds.Count} networks, which differ in their seeds")}, for the {(goal.IsShare ? "greatest" : "least")} {goal.Words} at the last check. "
        + (search.Seeds.Count == 1 ? "With one network it is not known how much of a difference is luck." : "The unit is the network: the mean of a trial and its standard deviation are over networks.");

    /// <inheritdoc/>
    public override string Source => $"{SearchDocument.FileName} in the folder of the search says what was searched, {SweepTable.Document} has every setting of every network.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        Best(study);
        Settings(study);
        Course(study);
        var table = new SearchTable(search, result);
        study.Data("trials", table.TrialHeaders, table.Trials());
        study.Data("networks", table.NetworkHeaders, table.Networks());
    }

    private void Best(StudyContext study)
    {
        study.Section("The best trials");
        study.Text(result.Best is { } best
            ? $"The best is trial {best.Number}: {string.Join(", ", best.Settings.Select(setting => $"{setting.Key} {setting.Value}"))}. Chosen among {result.Trials.Count}, its {goal.Words} "
                + "is somewhat luckier than that of the same settings with other seeds would be; train those settings with new seeds before you report a number."
            : $"No network has a {goal.Words}.");
        if (again.Length > 0)
        {
            study.Text($"To train it again: {again}");
        }

        var lost = result.Trials.Count(trial => trial.Score.Missing > 0);
        study.Text(lost == 0 ? $"Every network has a {goal.Words}."
            : $"{Counted.Of(lost, "trial")} of {result.Trials.Count} had networks without a {goal.Words}, because they diverged, failed, missed the criterion or could not be built. "
                + "They rank below all others.");
        study.Table(
            $"The best {Math.Min(MostShown, result.Trials.Count)} of {Counted.Of(result.Trials.Count, "trial")}; mean and standard deviation over networks.",
            ["trial", .. names, "outcome", $"mean {goal.Words}", "standard deviation"],
            [.. result.Ranked.Take(MostShown).Select(trial => (string[])
            [
                $"{trial.Number}", .. trial.Settings.Select(setting => setting.Value), trial.Outcome, Number(trial.Mean), Number(trial.Sd ?? double.NaN),
            ])]);
        study.Table(
            "How networks ended.", ["outcome", "networks"],
            [.. result.Trials.SelectMany(trial => trial.Runs.Count == 0 ? [trial.Outcome] : trial.Runs.Select(run => Kebab.Of(run.Status.ToString())))
                .CountBy(word => word).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (string[])[pair.Key, $"{pair.Value}"])]);
    }

    private void Settings(StudyContext study)
    {
        study.Section("Each setting");
        study.Text($"The {goal.Words} of each trial against each setting, whatever the others were. Where a sampler learns, it tries good values more often, so that points lie closer there.");
        foreach (var dimension in search.Space.Dimensions)
        {
            study.Figure(
                $"objective-by-{dimension.Name}",
                dimension is ChoiceDimension choice ? (Figure)ByChoice(choice) : ByNumber((NumberDimension)dimension),
                $"{goal.Axis.Title} by {dimension.Name}{(dimension.IsLogarithmic ? ", on the logarithmic scale on which it was searched" : "")}."
                + (dimension is NumberDimension && Lost.Any() ? $" Trials without it stand at the {(goal.IsShare ? "lower" : "upper")} edge." : ""));
        }
    }

    private void Course(StudyContext study)
    {
        study.Section("Course");
        study.Text("The best trial so far after each trial, in the order in which they were proposed.");
        var (x, y, best) = (new List<double>(), new List<double>(), (SearchTrial?)null);
        foreach (var trial in result.Trials)
        {
            best = trial.Score.IsKnown && (best is null || trial.Score.CompareTo(best.Score) < 0) ? trial : best;
            if (best is not null)
            {
                x.AddRange([trial.Number, trial.Number + 1]);
                y.AddRange([best.Mean, best.Mean]);
            }
        }

        study.Figure(
            "best-so-far",
            new LinesFigure { Title = "Best so far", X = new("Trials") { Whole = true }, Y = Value, Curves = [new("", x, y)] },
            $"{goal.Axis.Title} of the best trial so far.");
    }

    private PointsFigure ByNumber(NumberDimension dimension)
    {
        double X(SearchTrial trial) => dimension.Number(trial.Settings[search.Space.Dimensions.Index().First(one => one.Item == dimension).Index].Value);
        Curve Points(string name, IEnumerable<SearchTrial> trials, Func<SearchTrial, double> y) =>
            new(name, [.. trials.Select(X)], [.. trials.Select(y)]);

        IEnumerable<Curve> groups =
        [
            .. search.Seeds.Count > 1
                ? [new Curve("networks", [.. Known.SelectMany(trial => trial.Values.Where(double.IsFinite).Select(_ => X(trial)))], [.. Known.SelectMany(trial => trial.Values.Where(double.IsFinite))]) { Muted = true }]
                : Array.Empty<Curve>(),
            Points("trials", Known.Where(trial => trial != result.Best), trial => trial.Mean),
            .. result.Best is { } best ? [Points("best", [best], trial => trial.Mean)] : Array.Empty<Curve>(),
            .. Lost.GroupBy(Loss).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Points(group.Key, group, _ => Edge)),
        ];
        return new PointsFigure
        {
            Title = dimension.Name, Groups = [.. groups], Y = Value,
            X = new(dimension.Name, dimension.Unit) { Logarithmic = dimension.IsLogarithmic, Whole = dimension.IsWhole },
        };
    }

    private EstimatesFigure ByChoice(ChoiceDimension dimension)
    {
        var place = search.Space.Dimensions.Index().First(one => one.Item == dimension).Index;
        return new EstimatesFigure
        {
            Title = dimension.Name, Y = new(dimension.Name), X = Value, Note = "A point for each trial; bars are medians.",
            Rows =
            [
                .. dimension.Values.Select(value =>
                {
                    List<SearchTrial> own = [.. result.Trials.Where(trial => trial.Settings[place].Value == value)];
                    double[] values = [.. own.Where(trial => trial.Score.IsKnown).Select(trial => trial.Mean).Order()];
                    return new Estimate(value, values.Length == 0 ? double.NaN : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2, double.NaN, double.NaN)
                    {
                        Values = values, Note = $"{values.Length} of {own.Count}",
                    };
                }),
            ],
        };
    }

    private IEnumerable<SearchTrial> Known => result.Trials.Where(trial => trial.Score.IsKnown);

    private static string Loss(SearchTrial trial) => trial.Outcome is "refused" or "diverged" or "failed" ? trial.Outcome : "no objective";

    private IEnumerable<SearchTrial> Lost => result.Trials.Where(trial => !trial.Score.IsKnown);

    private Axis Value => IsWide ? goal.Axis with { Logarithmic = true } : goal.Axis;

    private bool IsWide => !goal.IsShare && Known.Any() && Shown.Min() > 0 && Shown.Max() / Shown.Min() > Wide;

    private IEnumerable<double> Shown => Known.SelectMany(trial => trial.Values.Where(double.IsFinite));

    // What has no number stands beyond the worst that has one.
    private double Edge => !Known.Any() ? 1 : goal.IsShare ? 0
        : IsWide ? Shown.Max() * Math.Pow(Shown.Max() / Shown.Min(), 0.1)
        : Shown.Max() + (0.1 * Math.Max(Shown.Max() - Shown.Min(), Math.Abs(Shown.Max()) * 0.1));

    private string Number(double value) => double.IsNaN(value) ? "-" : goal.IsShare ? $"{NumberText.Of(100 * value, "0.0")} %" : NumberText.Of(value);
}
