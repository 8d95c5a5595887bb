using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engram.Configuration;

/// <summary>JSON objects from text that a user, or a killed program, may have broken.</summary>
public static class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The JSON object in a text.</summary>
    /// <param name="text">One JSON object.</param>
    /// <param name="source">The file it comes from, for the message.</param>
    /// <param name="remedy">What to do about it: a sentence.</param>
    /// <exception cref="UsageException">Not JSON, cut off, a key twice, or not an object.</exception>
    public static JsonObject ParseObject(string text, string source, string remedy)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Options) as JsonObject
                ?? throw new UsageException($"'{source}' does not hold a JSON object. {remedy}");
        }
        catch (JsonException fault)
        {
            var place = $"line {(fault.LineNumber ?? 0) + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}";
            throw new UsageException($"'{source}' is not valid JSON or is cut off ({place}). {remedy}");
        }
    }
}
