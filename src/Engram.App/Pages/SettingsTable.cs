using System.Text.Json.Nodes;
using Engram.Learning;

namespace Engram.App.Pages;

/// <summary>The settings in which runs differ, by the names that <c>run.json</c> has: <c>task.delay</c>.</summary>
internal static class SettingsTable
{
    /// <summary>What stands where a run has no such setting.</summary>
    public const string None = "-";

    /// <summary>A row for each setting that is not the same in all runs.</summary>
    /// <param name="runs">What was trained.</param>
    /// <returns>Names, each with the values of all runs.</returns>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Differing(IReadOnlyList<RunConfiguration> runs)
    {
        List<Dictionary<string, string>> all = [.. runs.Select(run => Leaves(run.ToJson(isWhole: true), "").ToDictionary(StringComparer.Ordinal))];
        return
        [
            .. all.SelectMany(one => one.Keys).Distinct(StringComparer.Ordinal)
                .Select(name => (name, Values: (IReadOnlyList<string>)[.. all.Select(one => one.GetValueOrDefault(name, None))]))
                .Where(row => row.Values.Distinct(StringComparer.Ordinal).Count() > 1),
        ];
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode? node, string place) => node is JsonObject { Count: > 0 } members
        ? members.SelectMany(member => Leaves(member.Value, place.Length == 0 ? member.Key : $"{place}.{member.Key}"))
        : [KeyValuePair.Create(place, Text(node))];

    private static string Text(JsonNode? node) => node switch
    {
        null => "none",
        JsonArray items => $"[{string.Join(", ", items.Select(Text))}]",
        JsonObject members => $"{{{string.Join(", ", members.Select(member => $"{member.Key} {Text(member.Value)}"))}}}",
        _ => node.ToString() is { Length: > 0 } text ? text : "none",
    };
}
