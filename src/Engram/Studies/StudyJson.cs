using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Engram.Studies;

/// <summary>
/// How studies write JSON: camelCase, enumerations in words, doubles so that they come back bit for bit, those that are no numbers as
/// <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.
/// </summary>
internal static class StudyJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        // Said outright, for a program that is one file has it switched off by default.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // Tuples are fields.
        IncludeFields = true,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);
}
