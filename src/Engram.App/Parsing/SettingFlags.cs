using Engram.App.Catalogue;
using Engram.App.Commands;
using Engram.App.Training;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.App.Parsing;

/// <summary>The library's messages, which name properties, as messages of the program, which name its flags.</summary>
internal static class SettingFlags
{
    private static readonly Dictionary<string, string> Arguments = new(StringComparer.Ordinal)
    {
        ["folder"] = "--out", ["resume"] = "--resume", ["from"] = "--from", ["with"] = Flag.WithName,
    };

    private static readonly Lazy<HashSet<string>> Known = new(Find);

    /// <summary>The text with <c>`--omega 0`</c> in place of <c>`Omega = 0`</c>.</summary>
    public static string In(string text) => FlagText.Of(text, Of);

    // Files of the user's own have settings too, but only for the command that was given them.
    private static HashSet<string> Names => OwnCode.Known.Count == 0 ? Known.Value : Find();

    private static string? Of(string name) => Arguments.TryGetValue(name, out var flag) ? flag
        : char.IsUpper(name[0]) && FlagText.Name(name) is var kebab && Names.Contains(kebab) ? $"--{kebab}" : null;

    // The flags of all commands, and the settings of all that a command may train or run.
    private static HashSet<string> Find()
    {
        var plain = new RunConfiguration { Task = CognitiveTask.Catalog.All[0] };
        IEnumerable<RunConfiguration> all =
        [
            .. CognitiveTask.Catalog.All.Select(task => plain with { Task = task }),
            .. Cell.Catalog.All.Select(cell => plain with { Cell = cell }),
            .. Optimiser.Catalog.All.Select(optimiser => plain with { Optimiser = optimiser }),
            .. ReadoutRule.Catalog.All.Select(rule => plain with { ReadoutRule = rule }),
        ];
        return
        [
            .. AppCommand.Catalog.All.SelectMany(command => CommandLine.Parser(command).Options).Select(flag => flag.Name.TrimStart('-')),
            .. all.SelectMany(TrainSettings.Known),
            .. Kind.Analyses.All.SelectMany(Settings.Of).Select(setting => setting.Name),
        ];
    }
}
