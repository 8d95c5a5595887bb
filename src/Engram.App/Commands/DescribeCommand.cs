using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Catalogue;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.App.Commands;

/// <summary><c>engram describe</c>: all that is known of one thing.</summary>
internal sealed class DescribeCommand : AppCommand
{
    private const string ChainRule = "back-propagation";

    private readonly Argument<string> subject = Flag.Word(
        "what", "anything that `engram list` names, such as a task or a cell, or the folder of a run");

    private readonly Argument<string?> name = Flag.OptionalWord(
        "name", "needed where things of several kinds have the same name; <what> is then the kind, as in `describe schedule constant`");

    private readonly Option<string?> credit = new("--credit")
    {
        Description = "Print the adjoint of a cell under this rule of credit assignment, such as feedback-alignment or rflo (default: back-propagation)",
        HelpName = "rule",
    };

    /// <inheritdoc/>
    public override string Summary => "Explains a task, a cell, a preset, an optimiser or a run, with all its settings.";

    /// <inheritdoc/>
    public override string? Settings => "Of a cell, any of its settings, such as --peepholes full of lstm: the equations are then those with it.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram describe delayed-match", "engram describe leaky --credit rflo", "engram describe lstm --peepholes diagonal"];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(subject);
        command.Arguments.Add(name);
        command.Options.Add(credit);
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var word = call.Get(subject)!;
        if (call.Get(name) is { } second)
        {
            var kind = Kind.Of(word) ?? throw new UsageException(
                $"There is no kind `{word}`. {Nearest.Hint(word, Kind.All.Select(k => k.Singular))}");
            Describe(Only(second, [kind]), call, output);
        }
        else if (!IsKnown(word) && (RunFolder.Exists(word) || Directory.Exists(word) || word.Contains('/', StringComparison.Ordinal)))
        {
            RunPage.Write(word, output);
        }
        else
        {
            Describe(Only(word, Kind.All), call, output);
        }

        return ExitCode.Done;
    }

    private static bool IsKnown(string word) => Kind.All.Any(kind => kind.Entries.Any(entry => entry.Name == word));

    private static Entry Only(string word, IReadOnlyList<Kind> kinds)
    {
        if (kinds.Count > 1 && Kind.Of(word) is { } kind)
        {
            throw new UsageException(
                $"`{word}` is a kind, not a name; name one, such as {kind.Entries[0].Name}. `engram list {kind.Plural}` lists them.");
        }

        Entry[] all = [.. kinds.SelectMany(k => k.Entries)];
        Entry[] found = [.. all.Where(entry => entry.Name == word)];
        return found switch
        {
            [var only] => only,
            [] => throw new UsageException(
                $"There is no {(kinds.Count == 1 ? kinds[0].Singular : "task, cell, preset, optimiser or run")} '{word}'. "
                + (kinds.Count == 1 ? Nearest.Hint(word, all.Select(entry => entry.Name)) : Hint(word, all))),
            _ => throw new UsageException(
                $"'{word}' is ambiguous: {string.Join(", ", found.Select(entry => entry.Kind))}. "
                + $"Write {string.Join(" or ", found.Select(entry => $"`engram describe {entry.Kind} {word}`"))}."),
        };
    }

    private static Cell Changed(Cell cell, Call call) =>
        RecordSettings.With(cell, $"The cell `{cell.Name}`", call);

    private static string Hint(string word, IEnumerable<Entry> all)
    {
        Entry[] entries = [.. all];
        var near = Nearest.Of(word, entries.Select(entry => entry.Name));
        return near.Count == 0
            ? "`engram list` lists what there is, `engram runs` the runs."
            : $"Did you mean {string.Join(" or ", near.Select(n => $"'{n}' ({entries.First(entry => entry.Name == n).Kind})"))}?";
    }

    private void Describe(Entry entry, Call call, Output output)
    {
        var rule = call.Get(credit);
        if (entry.Thing is not Cell && (rule is not null ? "credit" : call.Settings.Select(setting => setting.Name).FirstOrDefault()) is { } flag)
        {
            throw new UsageException($"`--{flag}` changes the equations of a cell, but {entry.Name} is a {entry.Kind}; leave it out.");
        }

        var changed = entry.Thing is Cell plain ? Changed(plain, call) : null;
        if (changed is not null)
        {
            CellPage.Check(changed, rule ?? ChainRule);
        }

        var kind = Kind.Of(entry.Kind)!;
        output.Heading($"{entry.Name} ({entry.Kind})");
        output.Line();
        output.Prose(entry.Description);
        foreach (var citation in entry.Citations)
        {
            output.Line();
            output.Prose(new Citation(entry.Name, citation.Reference, citation.Doi).Text);
        }

        var answer = new JsonObject
        {
            ["kind"] = entry.Kind,
            ["name"] = entry.Name,
            ["summary"] = entry.Description,
            ["citations"] = new JsonArray(
                [.. entry.Citations.Select(c => new JsonObject { ["doi"] = c.Doi, ["reference"] = c.Reference })]),
        };
        switch (entry.Thing)
        {
            case CognitiveTask task:
                TaskPage.Write(task, output, answer);
                break;
            case Preset preset:
                PresetPage.Write(preset, output, answer);
                break;
            case Cell:
                CellPage.Write(changed!, call.Settings.Count > 0, rule ?? ChainRule, output, answer);
                break;
        }

        SettingsSection.Write(output, "Settings, with their defaults [and what is allowed]", entry.Settings);
        answer["settings"] = SettingsSection.ToJson(entry.Settings);
        output.Line();
        output.Prose($"To use it: `{string.Format(null, kind.Use, entry.Name)}`");
        output.Result(answer);
    }
}
