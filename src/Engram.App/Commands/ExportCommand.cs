using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram export</c>: a trained network as files of other programs.</summary>
internal sealed class ExportCommand : AppCommand
{
    private readonly Argument<string> run = Flag.Word("run", "the folder of a run, as `engram runs` lists them");

    // Every command is made when the program starts; the forms are looked for when this one is asked for.
    private readonly Lazy<IReadOnlyList<(ExportFormat Format, Option<string?> Flag)>> formats = new(() =>
        [.. ExportFormat.Catalog.All.Select(format => (format, Flag.Text($"--{format.Name}", $"file{format.Ending}", format.Summary)))]);

    /// <inheritdoc/>
    public override string Summary => "Writes a trained network to files that other programs open.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram export runs/delayed-match-modern-seed1 --npz network.npz",
        .. formats.Value.Where(one => one.Format.Name == "pytorch").Select(_ => "engram export runs/delayed-match-modern-seed1 --pytorch network.py"),
    ];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(run);
        foreach (var (_, flag) in formats.Value)
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var wanted = formats.Value.Where(one => call.Has(one.Flag)).Select(one => (one.Format, Path: call.Get(one.Flag)!)).ToList();
        if (wanted.Count == 0)
        {
            throw new UsageException(
                $"`engram export` writes no file, because no format is given; write for example `--npz network.npz`, or one of "
                + $"{string.Join(", ", formats.Value.Select(one => $"`--{one.Format.Name}`"))}.");
        }

        foreach (var (format, path) in wanted)
        {
            format.Check(path);
        }

        if (wanted.GroupBy(one => Path.GetFullPath(one.Path)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UsageException($"{string.Join(" and ", twice.Select(one => $"`--{one.Format.Name}`"))} write the same file '{twice.First().Path}'; give each its own.");
        }

        var trained = TrainingRun.Load(call.Get(run)!);
        var network = new ExportedNetwork(trained.Configuration, trained.Network);
        var files = new JsonArray();
        foreach (var (format, path) in wanted)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var file in format.Write(network, path))
            {
                output.Line(file);
                files.Add(new JsonObject { ["format"] = format.Name, ["file"] = file });
            }
        }

        output.Result(new JsonObject { ["run"] = trained.Path, ["files"] = files });
        return ExitCode.Done;
    }
}
