using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>What the folder itself writes into <c>run.json</c>, looked at whole before any of it is used.</summary>
internal static class RunDocumentCheck
{
    private const string Share = "a share from 0 to 1";

    // Longer than any machine stands.
    private const double MostSeconds = 1e10;

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

        foreach (var fault in Numerical(outcome, "outcome."))
        {
            yield return fault;
        }

        if (outcome["advice"] is { } advice && advice.GetValueKind() != JsonValueKind.String)
        {
            yield return Fault("outcome.advice", advice, "a text");
        }
    }

    /// <summary>What is wrong with the numbers of an outcome or of a line of the log: <c>minimum is 2, not a share from 0 to 1</c>.</summary>
    public static IEnumerable<string> Numerical(JsonObject numbers, string place)
    {
        foreach (var (key, value) in numbers)
        {
            if (key == "performance" && value is JsonObject shares)
            {
                foreach (var (condition, share) in shares.Where(share => !IsShare(share.Value)))
                {
                    yield return Fault($"{place}{key}.{condition}", share, Share);
                }
            }
            else if (Allowed(key, value) is { } allowed)
            {
                yield return Fault(place + key, value, allowed);
            }
        }
    }

    // Null where the value is allowed.
    private static string? Allowed(string key, JsonNode? value) => key switch
    {
        "update" or "updates" or "trials" => value is JsonValue count && count.TryGetValue<long>(out var number) && number >= 0 ? null : "a count",
        "loss" => IsNumber(value) ? null : "a number",
        "error" => IsNumber(value) && Number(value) is not < 0 ? null : "a number from 0 on",
        "seconds" => Number(value) is >= 0 and <= MostSeconds ? null : "a number of seconds from 0 on",
        "overall" or "minimum" => value is null || IsShare(value) ? null : Share,
        "performance" => value is null ? null : "an object with a share for each condition",
        _ => null,
    };

    // A condition without trials has none.
    private static bool IsShare(JsonNode? node) => Number(node) is (>= 0 and <= 1) or double.NaN;

    private static bool IsNumber(JsonNode? node) => Number(node) is not null;

    // A number that is none is a text; one that is too large for a number is broken.
    private static double? Number(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => node.AsValue().TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null,
        JsonValueKind.String => (string?)node switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    private static string Fault(string key, JsonNode? value, string allowed) => $"{key} is {value?.ToJsonString() ?? "null"}, not {allowed}";
}
