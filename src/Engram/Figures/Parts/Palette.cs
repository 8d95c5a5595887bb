using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Figures;

/// <summary>Colours of named groups.</summary>
internal static class Palette
{
    // Okabe & Ito 2008, Color Universal Design; black last but one, yellow last, because it is faint on white.
    private static readonly string[] OkabeIto =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"];

    // Viridis without its yellow end, which is faint on white.
    private static readonly int[] Viridis = [0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0x9BD93C];

    /// <summary>The colour of the first group.</summary>
    public static string First => OkabeIto[0];

    /// <summary>The transform that gives the rows of a table their names: <c>series</c> is an index into them.</summary>
    public static JsonObject Naming(IReadOnlyList<string> names) =>
        new() { ["calculate"] = $"{JsonSerializer.Serialize(names.Select(NumberText.Minus), FigureJson.Options)}[datum.series]", ["as"] = "name" };

    /// <summary>The encoding of a colour by name, in the order given.</summary>
    /// <param name="names">The names, each once.</param>
    /// <param name="muted">Those in grey.</param>
    /// <param name="ordered">Whether the names are steps of one quantity; more names than there are colours are taken to be.</param>
    /// <param name="legend">The quantity that the names are values of; empty for names that speak for themselves.</param>
    public static JsonObject Colour(
        IReadOnlyList<string> names, IReadOnlySet<string>? muted = null, bool ordered = false, string legend = "")
    {
        var plain = names.Where(name => muted?.Contains(name) != true).ToList();
        var steps = ordered || plain.Count > OkabeIto.Length;
        var range = names.Select(name => plain.IndexOf(name) is var k and >= 0
            ? steps ? Step(k, plain.Count) : OkabeIto[k] : Theme.Grey);
        return new()
        {
            ["field"] = "name",
            ["type"] = "nominal",
            ["scale"] = new JsonObject { ["domain"] = Texts(names.Select(NumberText.Minus)), ["range"] = Texts(range) },
            ["legend"] = names.Any(name => name.Length > 0) ? new JsonObject { ["title"] = legend.Length > 0 ? legend : null, ["symbolOpacity"] = 1 } : null,
        };
    }

    /// <summary>Texts as JSON.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    private static string Step(int k, int count)
    {
        var at = count == 1 ? 0.0 : (double)k * (Viridis.Length - 1) / (count - 1);
        var (low, part) = (Math.Min((int)at, Viridis.Length - 2), at - Math.Min((int)at, Viridis.Length - 2));
        int Mix(int shift) => (int)Math.Round(
            ((1 - part) * ((Viridis[low] >> shift) & 255)) + (part * ((Viridis[low + 1] >> shift) & 255)));
        return $"#{Mix(16):X2}{Mix(8):X2}{Mix(0):X2}";
    }
}
