using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>What the folder itself writes into <c>run.json</c>, looked at whole before any of it is used.</summary>
internal static class RunDocumentCheck
{
    private static readonly string[] Numbers = ["seconds", "loss", "error", "overall", "minimum"], Counts = ["updates", "trials"];
    private static readonly string[] NotFinite = ["NaN", "Infinity", "-Infinity"];
    private static readonly string[] Words = [.. Enum.GetNames<Outcome>().Select(Kebab.Of)];

    /// <summary>What is wrong with a document: <c>outcome.updates is "many", not a count</c>.</summary>
    public static IEnumerable<string> Faults(JsonObject document)
    {
        foreach (var key in new[] { RunDocument.Program, RunDocument.Started, RunDocument.Finished })
        {
            if (document[key] is { } text && text.GetValueKind() != JsonValueKind.String)
            {
                yield return Fault(key, text, "a text");
            }
        }

        if (document[RunDocument.Outcome] is not { } node)
        {
            yield break;
        }

        if (node is not JsonObject outcome)
        {
            yield return Fault(RunDocument.Outcome, node, "an object or null");
            yield break;
        }

        if (outcome["outcome"]?.GetValueKind() != JsonValueKind.String || !Words.Contains((string?)outcome["outcome"]))
        {
            yield return Fault("outcome.outcome", outcome["outcome"], $"one of {string.Join(", ", Words)}");
        }

        foreach (var (key, value) in outcome)
        {
            var fits = Counts.Contains(key) ? value is JsonValue count && count.TryGetValue<long>(out var number) && number >= 0
                : Numbers.Contains(key) ? value is null || IsNumber(value)
                : key == "performance" ? value is null || (value is JsonObject shares && shares.All(share => IsNumber(share.Value)))
                : key != "advice" || value?.GetValueKind() == JsonValueKind.String;
            if (!fits)
            {
                yield return Fault($"outcome.{key}", value, Counts.Contains(key) ? "a count" : key == "advice" ? "a text" : "a number");
            }
        }
    }

    private static bool IsNumber(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => true,
        JsonValueKind.String => NotFinite.Contains((string?)node),
        _ => false,
    };

    private static string Fault(string key, JsonNode? value, string allowed) => $"{key} is {value?.ToJsonString() ?? "null"}, not {allowed}";
}
