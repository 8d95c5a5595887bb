using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Catalogue;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;

namespace Engram.App.Commands;

/// <summary><c>engram list</c>: the names of all that can be used.</summary>
internal sealed class ListCommand : AppCommand
{
    private readonly Argument<string?> kind = Flag.OptionalWord(
        "kind", $"{string.Join(", ", Kind.All.SkipLast(1).Select(k => k.Plural))} or {Kind.All[^1].Plural}; all of them when left out");

    /// <inheritdoc/>
    public override string Summary => "Lists all tasks, cells, presets, optimisers, settings, losses, analyses, figures and studies.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["engram list", "engram list tasks"];

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(kind);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var kinds = call.Get(kind) is { } word ? [Of(word)] : Kind.All;
        var answer = new JsonObject();
        foreach (var one in kinds)
        {
            var entries = one.Entries;
            if (kinds.Count > 1)
            {
                output.Heading($"{one.Plural}:");
            }

            output.Table(
                entries.Any(entry => entry.Needs is not null) ? ["name", "needs", "what"] : ["name", "what"],
                [.. entries.Select(entry => entry.Needs is { } needs ? new[] { entry.Name, needs, entry.Summary } : [entry.Name, entry.Summary])]);
            output.Line();
            answer[one.Plural] = new JsonArray([.. entries.Select(Named)]);
        }

        output.Line("`engram describe <name>` tells more of each.");
        output.Result(answer);
        return ExitCode.Done;
    }

    private static JsonObject Named(Entry entry)
    {
        var named = new JsonObject { ["name"] = entry.Name, ["summary"] = entry.Summary };
        if (entry.Needs is { } needs)
        {
            named["needs"] = needs;
        }

        return named;
    }

    private static Kind Of(string word) => Kind.Of(word) ?? throw new UsageException(
        $"There is nothing to list under `{word}`. {Nearest.Hint(word, Kind.All.Select(k => k.Plural))}");
}
