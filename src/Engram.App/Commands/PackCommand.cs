using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram pack</c>: a run in one file.</summary>
internal sealed class PackCommand : AppCommand
{
    private readonly Argument<string> run = Flag.Word("run", "the folder of a run, as `engram runs` lists them");
    private readonly Option<string?> path = Flag.Text("--out", "file.zip", "The zip file (default: NAME-OF-THE-FOLDER.zip here)");

    /// <inheritdoc/>
    public override string Summary => "Packs a run into one zip file, which every command reads as it reads the folder.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram pack runs/delayed-match-modern-seed1", "engram test delayed-match-modern-seed1.zip"];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(run);
        command.Options.Add(path);
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var folder = call.Get(run)!;
        PackedRun.RefuseWriting(folder);
        using var opened = RunFolder.Open(folder);
        var file = call.Get(path) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) + PackedRun.Suffix;
        if (!file.EndsWith(PackedRun.Suffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"`--out {file}`: the name of a packed run ends in {PackedRun.Suffix}; write `--out {file}{PackedRun.Suffix}`.");
        }

        if (Path.Exists(file))
        {
            throw new UsageException($"'{file}' exists already and is left as it is. Give another `--out`, or remove it first.");
        }

        var files = PackedRun.Write(folder, file);
        var bytes = new FileInfo(file).Length;
        output.Line($"{file} holds {string.Join(", ", files)} ({Math.Max(1, bytes >> 10)} KiB). Reports of analyses are not packed.");
        output.Line($"To test it: engram test {Quoting.Of(file)}{OwnFile.FlagsOf(folder, opened.Configuration)}");
        output.Result(new JsonObject
        {
            ["run"] = folder, ["file"] = file, ["bytes"] = bytes, ["files"] = new JsonArray([.. files.Select(one => (JsonNode)one)]),
        });
        return ExitCode.Done;
    }
}
