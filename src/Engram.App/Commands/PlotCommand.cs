using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Pages;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram plot</c>: what one looks at first in a run, on one page.</summary>
internal sealed class PlotCommand : AppCommand
{
    private readonly Argument<string> run = Flag.Word("run", "the folder of a run, as `engram runs` lists them, or a packed run");
    private readonly Option<long?> trials = Flag.Integer("--trials", "Trials that are recorded for the trajectories", 100, 2, 10_000);
    private readonly Option<long?> seed = Flag.Integer("--seed", "Seed of the trials", 2, 0);
    private readonly Option<string?> folder = Flag.Text("--out", "folder", "Folder of the page (default: RUN/analysis/plot)");

    /// <inheritdoc/>
    public override string Summary => "Draws a run on one page: learning curves, trials, weights, learned time constants and trajectories.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram plot runs/delayed-match-modern-seed1", "engram plot delayed-match-modern-seed1.zip --out page"];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(run);
        foreach (var flag in new Option[] { trials, seed, folder })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var path = call.Get(run)!;
        var plot = new PlotAnalysis { Trials = (int)call.Get(trials)!.Value, Seed = (ulong)call.Get(seed)!.Value };
        var options = new StudyOptions { Out = call.Get(folder), Wording = SettingFlags.In };
        var (_, place) = plot.Execute(path, options, $"engram plot {Quoting.Of(path)} --trials {plot.Trials} --seed {plot.Seed}{OwnFile.Flags}", cancel);
        var page = ReportFolder.PageOf(place);
        output.Line($"The page is {page}.");
        output.Result(new JsonObject { ["run"] = path, ["page"] = page });
        return ExitCode.Done;
    }
}
