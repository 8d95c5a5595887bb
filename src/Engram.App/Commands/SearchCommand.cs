using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram search</c>: looks for good values of settings.</summary>
internal sealed class SearchCommand : AppCommand
{
    private const string PageFolder = "search-report";
    private const int MostShown = 10;
    private readonly SearchFlags flags = new();

    /// <inheritdoc/>
    public override string Summary => "Looks for good values of settings by training networks with many. Continues where it was stopped.";

    /// <inheritdoc/>
    public override string? Settings =>
        "Those that all networks have: of the task, the cell and the optimiser, as `engram describe <name>` lists them, of the network and "
        + "of training. Any of them that is a number or a duration can be searched by --range or --log instead, and any at all by --choose.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram search delayed-match --log learning-rate=1e-4..1e-2 --range spectral-radius=0.1..2 --trials 40 --max-updates 500",
        "engram search perceptual-decision --choose cell=leaky,gru --log units=16..256 --seeds 1..3 --objective minimum",
        "engram search flip-flop --range tau=20ms..200ms --sampler random --trials 20 --out searches/tau --table tau.csv",
    ];

    /// <inheritdoc/>
    public override bool GoesOn => true;

    /// <inheritdoc/>
    public override void Configure(Command command) => flags.AddTo(command);

    /// <inheritdoc/>
    public override void CheckName(string word) => Tasks.CognitiveTask.Catalog.Create(word);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var file = call.Get(flags.Table);
        SweepTableFile.Check(file);
        var plan = SearchPlan.Of(call, flags);
        using var progress = new StepProgress(output);
        var warned = false;
        var result = flags.Cluster.Follow(
            call, plan.Folder, progress, executor => plan.Search.Execute(plan.Folder, plan.Threads, executor, Tell, cancel), cancel);
        var again = result.Best is { } best ? plan.CommandOf(best) : "";
        var table = new SearchTable(plan.Search, result);
        if (file is not null)
        {
            table.Write(file);
        }

        var options = new StudyOptions { Out = Path.Combine(plan.Folder, PageFolder), Wording = SettingFlags.In };
        StudyRun.Execute(new SearchReport(plan.Search, result, again), options, Written(call), cancel: cancel);
        Show(plan, result, again, file, output);
        output.Result(Answer(plan, result, again, file));
        var runs = result.Trials.SelectMany(trial => trial.Runs).ToList();
        return runs.Any(run => run.Status == RunStatus.Failed) ? ExitCode.Failed
            : result.Best is not null ? ExitCode.Done
            : runs.Count > 0 && runs.All(run => run.Status == RunStatus.Diverged) ? ExitCode.Diverged
            : ExitCode.NotReached;

        void Tell(StudyProgress report)
        {
            if (report.Progress.Warning is { } text && !warned)
            {
                warned = true;
                progress.Notice($"in a network of this search: {text}");
            }

            progress.Report(report);
        }
    }

    private static string PageOf(SearchPlan plan) => ReportFolder.PageOf(Path.Combine(plan.Folder, PageFolder));

    private static void Show(SearchPlan plan, SearchResult result, string again, string? file, Output output)
    {
        var goal = plan.Search.Goal;
        output.Line($"The best {Math.Min(MostShown, result.Trials.Count)} of {Counted.Of(result.Trials.Count, "trial")}, by {goal.Words}:");
        output.Table(
            ["trial", .. plan.Search.Space.Dimensions.Select(dimension => dimension.Name), "outcome", "mean", "sd"],
            [.. result.Ranked.Take(MostShown).Select(trial => (string[])
            [
                $"{trial.Number}", .. trial.Settings.Select(setting => setting.Value), trial.Outcome, Number(trial.Mean), Number(trial.Sd),
            ])]);
        output.Line();
        foreach (var failure in result.Trials.SelectMany(trial => trial.Runs).Where(run => run.Failure is not null).GroupBy(run => run.Failure))
        {
            output.Prose($"{Counted.Of(failure.Count(), "network")} failed: {failure.Key} The same command tries again.");
        }

        foreach (var refused in result.Trials.Where(trial => trial.Refusal.Length > 0).GroupBy(trial => trial.Refusal).Take(1))
        {
            var all = result.Trials.Count(trial => trial.Refusal.Length > 0);
            output.Prose($"{Counted.Of(all, "trial")} had settings that do not fit together, such as trial {refused.First().Number}: {refused.Key}");
        }

        output.Line(again.Length > 0 ? $"To train the best again: {again}" : $"No network has a {goal.Words}; try other ranges{(result.Trials.All(trial => trial.Outcome == "diverged") ? ", of smaller values" : ", or train for longer")}.");
        output.Line($"The page is {PageOf(plan)}, the runs are in {plan.Folder}{(file is null ? "" : $", the table is {file}")}.");

        string Number(double? value) => value is not { } number || double.IsNaN(number) ? "-" : goal.IsShare ? Format.Percent(number) : Format.Number(number);
    }

    private static JsonObject Answer(SearchPlan plan, SearchResult result, string again, string? file) => new()
    {
        ["folder"] = plan.Folder,
        ["objective"] = Kebab.Of(plan.Search.Objective.ToString()),
        ["sampler"] = plan.Search.Sampler.Name,
        ["best"] = result.Best is { } best ? Trial(best) : null,
        ["command"] = again.Length > 0 ? again : null,
        ["report"] = PageOf(plan),
        ["table"] = file,
        ["trials"] = new JsonArray([.. result.Trials.Select(Trial)]),
    };

    private static JsonObject Trial(SearchTrial trial) => new()
    {
        ["trial"] = trial.Number,
        ["settings"] = new JsonObject(trial.Settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)JsonValue.Create(setting.Value)))),
        ["outcome"] = trial.Outcome,
        ["mean"] = Output.Number(trial.Mean),
        ["sd"] = trial.Sd is { } sd ? Output.Number(sd) : null,
        ["refusal"] = trial.Refusal.Length > 0 ? SettingFlags.In(trial.Refusal) : null,
        ["networks"] = new JsonArray([.. trial.Runs.Zip(trial.Values, (run, value) => new JsonObject
        {
            ["run"] = run.Path,
            ["seed"] = run.Configuration.Seed,
            ["status"] = Kebab.Of(run.Status.ToString()),
            ["updates"] = run.Updates,
            ["objective"] = Output.Number(value),
            ["seconds"] = Output.Number(run.Seconds),
            ["failure"] = run.Failure is null ? null : SettingFlags.In(run.Failure),
        })]),
    };

    // The command as it was given, without what does not decide the result.
    private string Written(Call call)
    {
        IEnumerable<string> Repeated(Option<string[]> flag) => (call.Get(flag) ?? []).SelectMany(text => new[] { flag.Name, text });
        IEnumerable<string> Given<T>(Option<T> flag) => call.Has(flag) ? [flag.Name, $"{call.Get(flag)}"] : [];
        IEnumerable<string> words =
        [
            call.Get(flags.Task)!, .. Repeated(flags.Ranges), .. Repeated(flags.Logs), .. Repeated(flags.Choices), .. Given(flags.Trials), .. Given(flags.Seeds),
            .. Given(flags.Objective), .. Given(flags.Sampler), .. Given(flags.SamplerSeed), .. Given(flags.Round), .. Given(flags.Preset),
            .. call.Settings.SelectMany(setting => setting.Value is null ? [$"--{setting.Name}"] : new[] { $"--{setting.Name}", setting.Value }),
        ];
        return $"engram search {string.Join(' ', words.Select(Quoting.Of))}{OwnFile.Flags}";
    }
}
