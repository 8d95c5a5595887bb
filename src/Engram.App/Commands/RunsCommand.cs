using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Catalogue;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram runs</c>: the runs there are.</summary>
internal sealed class RunsCommand : AppCommand
{
    /// <summary>Where runs go unless told otherwise.</summary>
    public const string DefaultFolder = "runs";

    private readonly Argument<string?> folder = Flag.OptionalWord(
        "folder", $"where to look, including subfolders (default {DefaultFolder})");

    /// <inheritdoc/>
    public override string Summary => "Lists the runs in a folder, with how they ended.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["engram runs", "engram runs results/delays"];

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(folder);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var root = call.Get(folder) ?? DefaultFolder;

        // Before the first training there is no such folder, which is no mistake of the user's.
        var paths = call.Get(folder) is null && !Directory.Exists(root) ? [] : RunFolder.Find(root);
        List<string[]> rows = [];
        var answers = new JsonArray();
        foreach (var path in paths)
        {
            try
            {
                var run = RunSummary.Read(path);
                rows.Add(Row(run));
                answers.Add(Json(run));
            }
            catch (UsageException fault)
            {
                rows.Add([path, "-", "-", "-", "broken", "-", "-", "-"]);
                answers.Add(new JsonObject { ["run"] = path, ["outcome"] = "broken", ["faults"] = new JsonArray([.. fault.Faults.Select(one => JsonValue.Create(SettingFlags.In(one)))]) });
                fault.Faults.ToList().ForEach(output.Notice);
            }
        }

        if (rows.Count == 0)
        {
            output.Line($"There are no runs in '{root}'. `engram train <task>` makes one.");
        }
        else
        {
            output.Table(["run", "task", "preset", "seed", "outcome", "updates", "minimum", "seconds"], rows);
        }

        output.Result(new JsonObject { ["folder"] = root, ["runs"] = answers });
        return ExitCode.Done;
    }

    private static string[] Row(RunSummary run) =>
    [
        run.Folder, run.Task, run.Preset, run.Seed, run.Word, Format.Count(run.Number("update") ?? run.Number("updates")),
        Format.Percent(run.Number("minimum")), Format.Seconds(run.Number("seconds")),
    ];

    private static JsonObject Json(RunSummary run) => new()
    {
        ["run"] = run.Folder,
        ["task"] = run.Task,
        ["preset"] = run.Preset,
        ["seed"] = run.Configuration["seed"]?.DeepClone(),
        ["outcome"] = run.Word,
        ["updates"] = run.Number("updates") ?? run.Number("update"),
        ["minimum"] = run.Number("minimum"),
        ["seconds"] = run.Number("seconds"),
    };
}
