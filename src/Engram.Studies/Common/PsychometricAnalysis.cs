using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Common;

/// <summary>What a network chooses against a quantity of the trial.</summary>
public sealed record PsychometricAnalysis : RunAnalysis
{
    private const string Direction = "direction";

    /// <summary>A factor of numbers or times; none for the task's first of numbers that varies, else the first of times.</summary>
    public string? Factor { get; init; }

    /// <summary>
    /// A factor of two labels that gives the values a sign, negative for the first label; none for <c>direction</c> where the task has it and
    /// no value is negative.
    /// </summary>
    public string? Sign { get; init; }

    /// <summary>Values up to so many are shown one by one; of more, this many groups of equally many trials are made.</summary>
    [Range(2, 1000)]
    public int Values { get; init; } = 12;

    /// <summary>Trials that are recorded.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 1000;

    /// <summary>Seed of the trials.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Psychometric curve";

    /// <inheritdoc/>
    public override string Summary =>
        "Counts what the network chooses for each value of a factor, with Wilson's 95 % intervals. Of two choices and values of both signs, a logistic "
        + "curve is fitted to all trials. Trials in which nothing is chosen are counted, but in no share.";

    /// <inheritdoc/>
    public override string Needs => "a task with choices and a factor of numbers or times that varies";

    /// <inheritdoc/>
    public override string Source =>
        "Wichmann & Hill 2001, The psychometric function: I. Fitting, sampling, and goodness of fit, doi:10.3758/BF03194544.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        var task = run.Configuration.Task;
        if (task.Choices.Count < 2)
        {
            throw new UsageException($"The task {task.Name} asks for no choice, so there is no psychometric curve.");
        }

        var known = task.Factors.Where(factor => factor.Kind != FactorKind.Label).Select(factor => factor.Name).ToList();
        if (known.Count == 0)
        {
            throw new UsageException($"The task {task.Name} has no factor of numbers or times, so there is no psychometric curve.");
        }

        if (Factor is { } name && !known.Contains(name))
        {
            throw new UsageException($"`Factor` is '{name}', but the task has no such factor of numbers or times. {Nearest.Hint(name, known)}");
        }

        var labels = task.Factors.Where(factor => factor.Labels.Count == 2).Select(factor => factor.Name).ToList();
        if (Sign is { } sign && !labels.Contains(sign))
        {
            throw new UsageException($"`Sign` is '{sign}', but the task has no such factor of two labels. {Nearest.Hint(sign, labels)}");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);

        // Refuses outputs that are not finite, from which no choice can be read.
        PerformanceByFactor.Of(recording);
        var factor = Chosen(recording) ?? throw new UsageException(
            $"In {Trials} trials of {run.Configuration.Task.Name}, {Factor ?? "no factor of numbers or times"} took two values; set the task's "
            + "factor to several values when it is trained, or ask for another `Factor`.");
        var sign = SignOf(recording, factor);
        var trials = RecordedFactors.Scored(recording).Where(trial => trial.Factors.ContainsKey(factor))
            .Select(trial => (X: trial.Factors[factor] * (sign is not null && RecordedFactors.Value(trial, sign) == 0 ? -1 : 1), trial.Choice))
            .OrderBy(trial => trial.X).ToList();
        var time = recording.Factors.First(known => known.Name == factor).Kind == FactorKind.Time;
        var groups = Groups(trials, Values);
        var axis = new Axis($"{factor}{(sign is null ? "" : $", signed by {sign}")}", time ? "ms" : "");
        report.Section("Choices");
        Counts(report, recording, groups, axis);
        Fit(report, recording, [.. trials.Where(trial => trial.Choice >= 0)], axis);
    }

    private string? Chosen(Recording recording) => recording.Factors
        .Where(factor => factor.Kind != FactorKind.Label && (Factor is null || factor.Name == Factor))
        .OrderBy(factor => factor.Kind == FactorKind.Time)
        .FirstOrDefault(factor => RecordedFactors.Scored(recording).Select(trial => RecordedFactors.Value(trial, factor.Name))
            .Where(double.IsFinite).Distinct().Take(2).Count() == 2)?.Name;

    private string? SignOf(Recording recording, string factor)
    {
        var direction = recording.Factors.FirstOrDefault(known => known.Name == Direction && known.Labels.Count == 2);
        return Sign ?? (recording.Factors.First(known => known.Name == factor).Kind == FactorKind.Number
            && RecordedFactors.Scored(recording).All(trial => !(RecordedFactors.Value(trial, factor) < 0)) ? direction?.Name : null);
    }

    // One group for each value, or groups of equally many trials, none of which parts trials of one value.
    internal static List<List<(double X, int Choice)>> Groups(IReadOnlyList<(double X, int Choice)> trials, int most)
    {
        var values = trials.GroupBy(trial => trial.X).Select(value => value.ToList()).ToList();
        if (values.Count <= most)
        {
            return values;
        }

        // The middle trial of a value decides, so that groups have as many trials as they can without parting a value.
        var before = 0;
        var groups = new SortedDictionary<int, List<(double X, int Choice)>>();
        foreach (var value in values)
        {
            var place = (int)((before + ((value.Count - 1) / 2)) * (long)most / trials.Count);
            groups[place] = [.. groups.GetValueOrDefault(place, []), .. value];
            before += value.Count;
        }

        return [.. groups.Values];
    }

    private static void Counts(StudyContext report, Recording recording, List<List<(double X, int Choice)>> groups, Axis axis)
    {
        var (choices, label) = (recording.Choices, axis.Unit.Length == 0 ? axis.Title : $"{axis.Title} ({axis.Unit})");
        double[] x = [.. groups.Select(group => group.Average(trial => trial.X))];
        int[] all = [.. groups.Select(group => group.Count(trial => trial.Choice >= 0))];
        int Made(int group, int choice) => groups[group].Count(trial => trial.Choice == choice);
        report.Table(
            $"Share of each choice by {label}, with 95 % intervals.",
            [label, "trials", "no choice", .. choices],
            [
                .. x.Select((value, group) => (IReadOnlyList<string>)
                [
                    Words.Number(value, "G4"), $"{groups[group].Count}", $"{groups[group].Count - all[group]}",
                    .. choices.Select((_, choice) => Share(Made(group, choice), all[group])),
                ]),
            ]);
        int[] seen = [.. Enumerable.Range(0, x.Length).Where(group => all[group] > 0)];
        IEnumerable<int> drawn = choices.Count == 2 ? [1] : Enumerable.Range(0, choices.Count);
        report.Figure(
            "choices",
            new PsychometricFigure
            {
                Curves =
                [
                    .. drawn.Select(choice => new ShareCurve(
                        choices[choice], [.. seen.Select(group => x[group])], [.. seen.Select(group => Made(group, choice))],
                        [.. seen.Select(group => all[group])])),
                ],
                X = axis,
                Y = Axis.Share("Chosen"),
                Chance = 1.0 / choices.Count,
            },
            $"Share of trials in which {(choices.Count == 2 ? $"'{choices[1]}' is" : "each answer is")} chosen. Whiskers are 95 % intervals.");
        report.Data(
            "choices",
            ["value", "choice", "chosen", "trials", "low", "high"],
            x.SelectMany((value, group) => choices.Select((name, choice) =>
            {
                var (low, high) = Binomial.Wilson(Made(group, choice), all[group]);
                return (IReadOnlyList<string>)
                    [Words.Exact(value), name, $"{Made(group, choice)}", $"{all[group]}", Words.Exact(low), Words.Exact(high)];
            })));
    }

    private static void Fit(StudyContext report, Recording recording, List<(double X, int Choice)> trials, Axis axis)
    {
        if (recording.Choices.Count != 2 || trials.Count == 0 || trials[0].X >= 0 || trials[^1].X <= 0)
        {
            return;
        }

        report.Section("Logistic fit");
        if (LogisticFit.Of([.. trials.Select(trial => trial.X)], [.. trials.Select(trial => trial.Choice == 1)]) is not { } fit)
        {
            report.Text(
                $"No curve is fitted to {axis.Title}: all trials below one value end in one choice and all above it in the other, or all choices "
                + "are the same, so that no finite slope fits best.");
            return;
        }

        report.Table(
            $"Fit of P('{recording.Choices[1]}') = 1/(1 + exp(−(x − x₀)/s)) to {trials.Count} trials.",
            ["x₀, where both are equally likely", "s", "slope 1/s", "standard error of the slope"],
            [[Words.Number(fit.Midpoint, "G3"), Words.Number(fit.Scale, "G3"), Words.Number(fit.Slope, "G3"), Words.Number(fit.SlopeError, "G2")]]);
        double[] places = [.. Enumerable.Range(0, 101).Select(k => trials[0].X + (k * (trials[^1].X - trials[0].X) / 100))];
        report.Figure(
            "fit",
            new LinesFigure
            {
                Curves = [new Curve(recording.Choices[1], places, [.. places.Select(fit.At)])],
                X = axis,
                Y = Axis.Share("Chosen"),
                XLines = [new(0)],
                YLines = [new(0.5, "chance")],
            },
            $"The fitted share of '{recording.Choices[1]}'.");
        report.Data(
            "fit",
            ["midpoint", "scale", "slope", "slope_error", "trials"],
            [[Words.Exact(fit.Midpoint), Words.Exact(fit.Scale), Words.Exact(fit.Slope), Words.Exact(fit.SlopeError), $"{trials.Count}"]]);
    }

    private static string Share(int made, int trials)
    {
        var (low, high) = Binomial.Wilson(made, trials);
        return trials == 0 ? "-" : $"{Words.Percent((double)made / trials)} [{Words.Number(100 * low, "0.0")}, {Words.Number(100 * high, "0.0")}]";
    }
}
