using System.CommandLine;
using Engram.App.Parsing;
using Engram.Studies;

namespace Engram.App.Training;

/// <summary>The searched settings as they are written on the command line.</summary>
internal static class SearchText
{
    private const string To = "..";

    /// <summary>Reads them, ranges first, then those on a logarithmic scale, then choices.</summary>
    /// <param name="call">What the user wrote.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="faults">Gets what is wrong with the writing.</param>
    public static IReadOnlyList<SearchAxis> Axes(Call call, SearchFlags flags, List<string> faults) =>
    [
        .. Pairs(call, flags.Ranges, "low..high", "spectral-radius=0.1..2", faults).Select(pair => Range(flags.Ranges, pair.Name, pair.Value, false, faults)).OfType<SearchAxis>(),
        .. Pairs(call, flags.Logs, "low..high", "learning-rate=1e-4..1e-2", faults).Select(pair => Range(flags.Logs, pair.Name, pair.Value, true, faults)).OfType<SearchAxis>(),
        .. Pairs(call, flags.Choices, "a,b", "cell=leaky,gru", faults).Select(pair => new SearchChoice(pair.Name, pair.Value.Split(',', StringSplitOptions.TrimEntries))),
    ];

    private static List<(string Name, string Value)> Pairs(Call call, Option<string[]> flag, string form, string example, List<string> faults)
    {
        var pairs = (call.Get(flag) ?? []).Select(text => (Text: text, Parts: text.Split('=', 2, StringSplitOptions.TrimEntries))).ToList();
        faults.AddRange(pairs.Where(pair => pair.Parts.Length < 2 || pair.Parts[0].Length == 0 || pair.Parts[1].Length == 0).Select(pair =>
            $"`{flag.Name} {pair.Text}` is no setting with its values; write `{flag.Name} <setting>={form}`, such as `{flag.Name} {example}`."));
        return [.. pairs.Where(pair => pair.Parts is [{ Length: > 0 }, { Length: > 0 }]).Select(pair => (pair.Parts[0].TrimStart('-'), pair.Parts[1]))];
    }

    private static SearchRange? Range(Option<string[]> flag, string name, string value, bool isLogarithmic, List<string> faults)
    {
        var at = value.IndexOf(To, StringComparison.Ordinal);
        string[] ends = at < 0 ? [value] : [value[..at].Trim(), value[(at + To.Length)..].Trim()];
        if (ends is [{ Length: > 0 } low, { Length: > 0 } high])
        {
            return new(name, low, high, isLogarithmic);
        }

        faults.Add($"`{flag.Name} {name}={value}` has {(at < 0 ? "one value" : "one end")}, but a range needs two; write `{flag.Name} {name}=<low>..<high>`"
            + (value.Contains(',', StringComparison.Ordinal) ? $", or `--choose {name}={value}` for values to choose from." : "."));
        return null;
    }
}
