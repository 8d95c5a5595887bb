using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram report</c>: the page of a study, made again.</summary>
internal sealed class ReportCommand : AppCommand
{
    private readonly Argument<string> folder = Flag.Word("folder", "the folder of a study, such as studies/dynamic-working-memory");

    /// <inheritdoc/>
    public override string Summary => "Writes the page of a finished study again, with the figures of this version.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["engram report studies/dynamic-working-memory"];

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(folder);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var page = ReportFolder.Render(call.Get(folder)!);
        output.Line($"The report is {page}.");
        output.Result(new JsonObject { ["report"] = page });
        return ExitCode.Done;
    }
}
