using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Pages;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram compare</c>: runs side by side.</summary>
internal sealed class CompareCommand : AppCommand
{
    // More columns fit on no page.
    private const int Most = 10;
    private const string Folder = "comparisons";

    private readonly Argument<string[]> runs = Flag.Words("runs", $"two to {Most} folders of runs, as `engram runs` lists them, or packed runs");
    private readonly Option<long?> trials = Flag.Integer("--trials", "New trials on which each network is tested; of the first 100 the rates are compared", 1000, 2, 100_000);
    private readonly Option<long?> seed = Flag.Integer("--seed", "Seed of the trials", 2, 0, long.MaxValue - 1);
    private readonly Option<long?> threads = Flag.Integer("--threads", Threads.Help, null, 1, 1024);
    private readonly Option<string?> folder = Flag.Text("--out", "folder", $"Folder of the page (default: {Folder}/NAME-and-NAME)");

    /// <inheritdoc/>
    public override string Summary => "Compares runs: settings that differ, performance, learning curves and dynamics, as tables and one page.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram compare runs/delayed-match-modern-seed1 runs/delayed-match-modern-seed2",
        "engram compare runs/*-seed1 --out comparisons/recipes",
    ];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(runs);
        foreach (var flag in new Option[] { trials, seed, threads, folder })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var paths = call.Get(runs)!;
        if (paths.Length is < 2 or > Most)
        {
            throw new UsageException(
                $"`engram compare` takes from 2 to {Most} runs, but {Counted.Of(paths.Length, "path")} {(paths.Length == 1 ? "is" : "are")} given; "
                + "write `engram compare runs/<one> runs/<other>`.");
        }

        var (count, first) = ((int)call.Get(trials)!.Value, (ulong)call.Get(seed)!.Value);
        var read = ComparedRun.Read(paths);
        var comparison = new RunComparison(read, count, first, Threads.Of(call.Get(threads)));
        var place = call.Get(folder) ?? Path.Combine(Folder, Joined(read));
        var command = $"engram compare {string.Join(' ', paths.Select(Quoting.Of))} --trials {count} --seed {first}{OwnFile.Flags}";
        var earlier = ReportFolder.CommandIn(place);
        var report = StudyRun.Execute(comparison, new StudyOptions { Out = place, Wording = SettingFlags.In }, command, cancel: cancel);
        ReportTables.Write(report, output);
        var page = ReportFolder.PageOf(place);
        output.Line($"The page is {page}.");
        ReportTables.TellReplaced(earlier, command, output);
        output.Result(Answer(comparison, page));
        return ExitCode.Done;
    }

    private static string Joined(IReadOnlyList<ComparedRun> runs)
    {
        var first = Word(runs[0]);
        return runs.Count == 2 ? $"{first}-and-{Word(runs[1])}" : $"{first}-and-{runs.Count - 1}-others";

        static string Word(ComparedRun run) => run.Name.Replace('/', '-');
    }

    private static JsonObject Answer(RunComparison comparison, string page) => new()
    {
        ["page"] = page,
        ["runs"] = new JsonArray([.. comparison.Runs.Select(run => new JsonObject
        {
            ["run"] = run.Summary.Folder,
            ["name"] = run.Name,
            ["outcome"] = run.Summary.Word,
            ["updates"] = run.Summary.Number("updates"),
            ["performance"] = run.Tested?.Overall is { } overall ? Output.Number(overall.Share) : null,
            ["low"] = run.Tested?.Overall is { } low ? Output.Number(low.Low) : null,
            ["high"] = run.Tested?.Overall is { } high ? Output.Number(high.High) : null,
            ["minimum"] = run.Tested?.Performance?.Minimum,
            ["error"] = run.Tested is { } tested ? Output.Number(tested.Error) : null,
            ["participation-ratio"] = comparison.Dynamics.ParticipationRatio(run.Name),
        })]),
        ["settings"] = new JsonObject(comparison.Differences.Select(row =>
            KeyValuePair.Create(row.Name, (JsonNode?)new JsonArray([.. row.Values.Select(value => JsonValue.Create(value))])))),
        ["angles"] = comparison.Dynamics.Angles is { } angles
            ? new JsonArray([.. Enumerable.Range(0, angles.GetLength(0)).Select(i =>
                new JsonArray([.. Enumerable.Range(0, angles.GetLength(1)).Select(j => Output.Number(angles[i, j]))]))])
            : null,
    };
}
