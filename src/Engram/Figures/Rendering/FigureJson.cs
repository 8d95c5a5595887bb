using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Specifications as text.</summary>
public static class FigureJson
{
    internal static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>A specification as it is stored: indented, its data in a few lines.</summary>
    /// <param name="spec">The specification.</param>
    public static string Text(JsonObject spec) => spec.ToJsonString(Indented) + "\n";
}
