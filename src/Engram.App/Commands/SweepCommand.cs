using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram sweep</c>: trains a network for every combination of settings and seeds.</summary>
internal sealed class SweepCommand : AppCommand
{
    private readonly SweepFlags flags = new();

    /// <inheritdoc/>
    public override string Summary => "Trains a network for every combination of settings and seeds, and reports on all of them. Continues where it was stopped.";

    /// <inheritdoc/>
    public override string? Settings =>
        "Those that all networks have: of the task, the cell and the optimiser, as `engram describe <name>` lists them, of the network and "
        + "of training.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram sweep delayed-match --sweep delay=0s,0.5s,1s --seeds 1..5",
        "engram sweep delayed-match --sweep delay=0.5s,1s --sweep cell=leaky,gru --units 64 --out sweeps/cells",
        "engram sweep sweep.json --table sweep.csv",
        "engram sweep report sweeps/cells",
    ];

    /// <inheritdoc/>
    public override bool GoesOn => true;

    /// <inheritdoc/>
    public override void Configure(Command command) => flags.AddTo(command);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        if (call.Get(flags.What) == SweepReporting.Word)
        {
            return SweepReporting.Run(call, flags, output, cancel);
        }

        if (call.Get(flags.Folder) is { } second)
        {
            throw new UsageException($"`engram sweep` does not know what to do with `{second}`. `engram sweep --help` shows what it takes.");
        }

        SweepTableFile.Check(call.Get(flags.Table));
        var plan = SweepPlan.Of(call, flags);
        using var progress = new StepProgress(output);
        var warned = false;
        var runs = flags.Cluster.Follow(call, plan.Folder, progress, executor => plan.Sweep.Execute(plan.Folder, plan.Threads, executor, Tell, cancel), cancel);
        var file = call.Get(flags.Table);
        SweepTableFile.Write(file, plan.Folder);
        var labels = SweepLabels.Of(plan.Sweep);
        output.Table(
            [.. labels.Names, "status", "updates", "minimum", "seconds"],
            [.. runs.Select((run, place) => (string[])[.. labels.Values[place], Word(run), .. Numbers(run)])]);
        output.Line();
        foreach (var failure in runs.Where(run => run.Failure is not null).GroupBy(run => run.Failure))
        {
            output.Prose($"{failure.Count()} of {runs.Count} networks failed: {failure.Key} The same command tries again.");
        }

        output.Line($"{string.Join(", ", Counts(runs).Select(count => $"{count.Value} {count.Key}"))}. The runs are in {plan.Folder}{(file is null ? "" : $", the table is {file}")}.");
        output.Result(Answer(plan, labels, runs));
        return runs.Any(run => run.Status == RunStatus.Failed) ? ExitCode.Failed
            : runs.Any(run => run.Status == RunStatus.Diverged) ? ExitCode.Diverged
            : runs.Any(run => run.Status == RunStatus.Exhausted) ? ExitCode.NotReached
            : ExitCode.Done;

        void Tell(SweepProgress report)
        {
            if (report.Warning is { } text && !warned)
            {
                warned = true;
                progress.Notice($"in a network of this sweep: {text}");
            }

            progress.Report(new($"{report.Total} networks", report));
        }
    }

    private static string Word(SweepRun run) => Kebab.Of(run.Status.ToString());

    private static IEnumerable<string> Numbers(SweepRun run) => run.Status == RunStatus.Failed
        ? ["-", "-", "-"]
        : [Format.Count(run.Updates), Format.Percent(run.Minimum), Format.Seconds(run.Seconds)];

    private static IEnumerable<KeyValuePair<string, int>> Counts(IReadOnlyList<SweepRun> runs) =>
        Enum.GetValues<RunStatus>().Select(status =>
            KeyValuePair.Create(Kebab.Of(status.ToString()), runs.Count(run => run.Status == status)));

    private static JsonObject Answer(SweepPlan plan, SweepLabels labels, IReadOnlyList<SweepRun> runs)
    {
        var answer = new JsonObject { ["folder"] = plan.Folder };
        foreach (var (word, count) in Counts(runs))
        {
            answer.Add(word, count);
        }

        answer.Add("runs", new JsonArray([.. runs.Select((run, place) => new JsonObject
        {
            ["run"] = run.Path,
            ["varies"] = new JsonObject(labels.Names.Zip(labels.Values[place], (name, value) =>
                KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value)))),
            ["status"] = Word(run),
            ["updates"] = run.Updates,
            ["minimum"] = run.Minimum is { } minimum ? Output.Number(minimum) : null,
            ["seconds"] = Output.Number(run.Seconds),
            ["failure"] = run.Failure is null ? null : SettingFlags.In(run.Failure),
        })]));
        return answer;
    }
}
