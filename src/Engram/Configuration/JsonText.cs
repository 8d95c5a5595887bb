using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Engram.Configuration;

/// <summary>JSON from text that a user, or a killed program, may have broken.</summary>
internal static partial class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The JSON object in a text.</summary>
    /// <param name="text">One JSON object.</param>
    /// <param name="source">The file it comes from, for the message.</param>
    /// <param name="remedy">What to do about it: a sentence.</param>
    /// <exception cref="UsageException">Not JSON, cut off, a key twice, text that is no Unicode, or not an object.</exception>
    public static JsonObject ParseObject(string text, string source, string remedy) =>
        Parse(text, source, remedy) as JsonObject ?? throw new UsageException($"'{source}' does not hold a JSON object. {remedy}");

    /// <summary>The JSON in a text, all of it looked at: whatever is read from it later is there.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="source">The file it comes from, for the message.</param>
    /// <param name="remedy">What to do about it: a sentence.</param>
    /// <returns>Null for the JSON <c>null</c>.</returns>
    /// <exception cref="UsageException">Not JSON, cut off, a key twice, or text that is no Unicode.</exception>
    public static JsonNode? Parse(string text, string source, string remedy)
    {
        JsonNode? last = null;
        try
        {
            var node = JsonNode.Parse(text, documentOptions: Options);

            // Escaped halves of surrogate pairs are found only when a text is asked for.
            foreach (var part in Parts(node))
            {
                last = part;
                _ = part is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
            }

            return node;
        }
        catch (JsonException fault)
        {
            var place = $"line {(fault.LineNumber ?? 0) + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}";
            throw new UsageException($"'{source}' is not valid JSON or is cut off ({place}). {remedy}");
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            var place = last is JsonValue ? $", in '{Key(last.GetPath())}'" : "";
            throw new UsageException(
                $"'{source}' contains a text that is not valid Unicode: half of a surrogate pair, such as \\ud800{place}. {remedy}");
        }
    }

    /// <summary>What a JSON document says, as a type whose members must all be there and fit.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="node">The document.</param>
    /// <param name="type">How the type is read.</param>
    /// <param name="source">The file it comes from, for the message.</param>
    /// <param name="remedy">What to do about it: a sentence.</param>
    /// <exception cref="UsageException">A key is missing, unknown, null or of another type; it is named.</exception>
    public static T Read<T>(JsonNode? node, JsonTypeInfo<T> type, string source, string remedy)
    {
        try
        {
            return node.Deserialize(type) ?? throw new UsageException($"'{source}' contains only null. {remedy}");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new UsageException($"'{source}' {Words(fault)}. {remedy}");
        }
    }

    /// <summary>Refuses a document with null in a list, where no document of Engram's has any.</summary>
    /// <param name="node">The document.</param>
    /// <param name="source">The file it comes from, for the message.</param>
    /// <param name="remedy">What to do about it: a sentence.</param>
    /// <exception cref="UsageException">There is one; it is named.</exception>
    public static void RefuseNullItems(JsonNode? node, string source, string remedy)
    {
        foreach (var part in Parts(node))
        {
            if (part is JsonArray items && items.Any(item => item is null))
            {
                throw new UsageException($"'{source}' has a null in the list '{Key(items.GetPath())}'. {remedy}");
            }
        }
    }

    private static IEnumerable<JsonNode> Parts(JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(member => Parts(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Parts).Prepend(items),
        _ => [node],
    };

    private static string Words(Exception fault)
    {
        var key = fault is JsonException { Path: { Length: > 0 } path } ? Key(path) : "";
        return Missing().Match(fault.Message) is { Success: true } missing
            ? $"lacks {missing.Groups[1].Value.TrimEnd('.')}{(key.Length > 0 ? $" in '{key}'" : "")}"
            : Unknown().Match(fault.Message) is { Success: true } unknown ? $"has an unknown key '{unknown.Groups[1].Value}'"
            : key.Length > 0 ? $"has an unexpected value at '{key}'" : "is not a file that Engram wrote";
    }

    // $.tracker.recent is tracker.recent.
    private static string Key(string path) => path.TrimStart('$').TrimStart('.');

    [GeneratedRegex("missing required properties including: (.*)")]
    private static partial Regex Missing();

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unknown();
}
