using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Catalogue;
using Engram.App.Own;
using Engram.App.Pages;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram analyse</c>: takes one trained network apart and writes a report.</summary>
internal sealed class AnalyseCommand : AppCommand
{
    private readonly Argument<string> name = Flag.Word(
        "analysis",
        "an analysis, as `engram list analyses` names it");

    private readonly Argument<string> run = Flag.Word("run", "the folder of a run, as `engram runs` lists them; for `grid` and `hexadirectional` also a file of movement and activity (csv, npz)");
    private readonly Option<long?> threads = Flag.Integer(
        "--threads", Threads.Help, null, 1, 1024);

    private readonly Option<string?> folder = Flag.Text("--out", "folder", "Folder of the report (default: RUN/analysis/NAME)");

    /// <inheritdoc/>
    public override string Summary => "Analyses a trained network and writes a report with figures and data.";

    /// <inheritdoc/>
    public override string? Settings =>
        "Those of the analysis, as `engram describe analysis <analysis>` lists them, such as `--populations 2` of `low-rank` or `--against <run>` of "
        + "`similarity`.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram analyse low-rank runs/perceptual-decision-low-rank-dubreuil2022-seed1",
        "engram analyse low-rank runs/context-dependent-decision-dubreuil2022-seed1 --populations 2 --draws 50",
        "engram analyse grid rat.csv --x x_cm --y y_cm",
    ];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        string[] names = [.. Kind.Analyses.Names.Select(one => $"`{one}`")];
        name.Description = $"{string.Join(", ", names[..^1])} or {names[^1]}";
        command.Arguments.Add(name);
        command.Arguments.Add(run);
        command.Options.Add(threads);
        command.Options.Add(folder);
    }

    /// <inheritdoc/>
    public override void CheckName(string word) => Kind.Analyses.Create(word);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var analysis = Kind.Analyses.Create(call.Get(name)!);
        var chosen = RecordSettings.With(analysis, $"The analysis `{analysis.Name}`", call);
        var words = string.Concat(call.Settings.Select(setting => $" --{setting.Name} {setting.Value ?? "true"}"));
        var command = $"engram analyse {analysis.Name} {call.Get(run)}{words}{OwnFile.Flags}";
        var options = new StudyOptions { Threads = (int?)call.Get(threads), Out = call.Get(folder), Wording = SettingFlags.In };
        var earlier = ReportFolder.CommandIn(chosen.FolderOf(call.Get(run)!, options));
        var (report, place) = chosen.Execute(call.Get(run)!, options, command, cancel);
        ReportTables.Write(report, output);
        output.Line($"The report is {ReportFolder.PageOf(place)}.");
        var answer = new JsonObject
        {
            ["analysis"] = analysis.Name, ["run"] = call.Get(run), ["report"] = ReportFolder.PageOf(place),
        };

        if (ReportTables.TellReplaced(earlier, command, output))
        {
            answer["replaced"] = earlier;
        }

        output.Result(answer);
        return ExitCode.Done;
    }
}
