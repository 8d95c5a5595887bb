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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // Tuples are fields.
        IncludeFields = true,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    // What is read is validated whole.
    private static readonly JsonSerializerOptions Strict = new(Options)
    {
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    /// <summary>How a type is read: all that its constructor takes must be there, and null only where it may be.</summary>
    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T));

    /// <summary>How a type is read that a study measured, which may have null anywhere.</summary>
    public static JsonTypeInfo<T> LooseTypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);
}
