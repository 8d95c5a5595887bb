using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Pages;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Training;

/// <summary><c>engram sweep report</c>: the page and the table of a sweep, which may be under way.</summary>
internal static class SweepReporting
{
    /// <summary>The word that stands where a task would.</summary>
    public const string Word = "report";

    private const string Subfolder = "report";

    /// <summary>Writes them.</summary>
    /// <exception cref="UsageException">Not the folder of a sweep, or flags that are not for this.</exception>
    public static int Run(Call call, SweepFlags flags, Output output, CancellationToken cancel)
    {
        string[] beside = [.. flags.Choices.Append(flags.Threads).Concat(flags.Cluster.All).Where(call.Has).Select(flag => flag.Name), .. call.Settings.Select(s => $"--{s.Name}")];
        if (beside.Length > 0)
        {
            throw new UsageException(
                $"`engram sweep report` takes only `--table` and `--out`, not {string.Join(", ", beside.Select(flag => $"`{flag}`"))}; leave out what is not for it.");
        }

        var folder = call.Get(flags.Folder)
            ?? throw new UsageException("`engram sweep report` needs the folder of a sweep; write `engram sweep report sweeps/<name>`.");
        var file = call.Get(flags.Table);
        SweepTableFile.Check(file);
        var table = SweepTable.Read(folder);
        if (file is not null)
        {
            table.Write(file);
        }

        var options = new StudyOptions { Out = call.Get(flags.Out) ?? Path.Combine(folder, Subfolder), Wording = SettingFlags.In };
        var report = StudyRun.Execute(
            new SweepReport(table), options, $"engram sweep report {Quoting.Of(folder)}{OwnFile.Flags}", cancel: cancel);
        ReportTables.Write(report, output);
        var page = ReportFolder.PageOf(options.Out);
        var ended = table.Rows.Count(row => row.Ended);
        output.Line($"{ended} of {Counted.Of(table.Rows.Count, "network")} ended. The page is {page}{(file is null ? "" : $", the table {file}")}.");
        output.Result(new JsonObject
        {
            ["folder"] = folder,
            ["report"] = page,
            ["table"] = file,
            ["networks"] = table.Rows.Count,
            ["ended"] = ended,
            ["reached"] = table.Rows.Count(row => row.Reached == true),
        });
        return ExitCode.Done;
    }
}
