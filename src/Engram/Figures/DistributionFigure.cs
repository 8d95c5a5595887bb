using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// One row per category, with its values as points spread over the row, a box from the first to the third quartile with a bar at the median,
/// and a note at the right.
/// </summary>
public sealed record DistributionFigure : Figure
{
    private const int RowHeight = 44, Padding = 10;

    /// <summary>The categories from top to bottom.</summary>
    public required IReadOnlyList<NamedValues> Groups { get; init; }

    /// <summary>What is measured.</summary>
    public required Axis X { get; init; }

    /// <summary>Dashed lines at values of x.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        const int Width = 440;
        var names = Groups.Select(group => group.Name).ToList();
        var values = Groups.Select(group => group.Values.Where(double.IsFinite).Order().ToList()).ToList();
        var height = Math.Max(RowHeight, RowHeight * names.Count);
        var lines = new ReferenceLayers(new(X, values.SelectMany(group => group), XLines), new(new Axis(""), [], []), Width, height);
        var most = values.Select(group => group.Count).DefaultIfEmpty().Max();
        var points = new DataTable()
            .Numbers("series", values.SelectMany((group, k) => Enumerable.Repeat((double)k, group.Count)))
            .Numbers("x", values.SelectMany(group => group))
            .Numbers("spread", values.SelectMany(group => group.Select((_, k) => Spread(k)))).ToData();
        JsonObject Boxes() => new DataTable().Texts("name", names)
            .Numbers("low", values.Select(group => Quantile(group, 0.25)))
            .Numbers("middle", values.Select(group => Quantile(group, 0.5)))
            .Numbers("high", values.Select(group => Quantile(group, 0.75)))
            .Texts("note", Groups.Select(group => group.Note)).ToData();
        IEnumerable<JsonObject> layers =
        [
            .. lines.Lines(),
            Encode.Layer(
                Encode.Mark("bar", ("height", 24), ("color", Palette.First), ("opacity", 0.18), ("aria", false)),
                ("x", Encode.Field("low", lines.X, Padding)), ("x2", Encode.End("high")), ("y", Row(names))).With(Boxes()),
            Encode.Layer(
                Encode.Mark("point", ("filled", true), ("size", most > 60 ? 14 : 34), ("opacity", most > 200 ? 0.35 : 0.65),
                    ("color", Palette.First), ("tooltip", true)),
                ("x", Encode.Field("x", lines.X, Padding)), ("y", Row(names)), ("yOffset", Offset())).With(points, Palette.Naming(names)),
            Encode.Layer(
                Encode.Mark("tick", ("orient", "vertical"), ("thickness", 2.5), ("height", 26), ("color", Theme.Ink), ("opacity", 1)),
                ("x", Encode.Field("middle", lines.X, Padding)), ("y", Row(names))).With(Boxes()),
            .. Groups.Any(group => group.Note.Length > 0)
                ? [Encode.Layer(
                    Encode.Mark("text", ("align", "left"), ("dx", 8)),
                    ("x", Encode.Pixels("width")), ("y", Row(names)), ("text", new JsonObject { ["field"] = "note" }))
                    .With(Boxes(), new JsonObject { ["filter"] = "isValid(datum.note)" })]
                : Array.Empty<JsonObject>(),
            .. lines.Labels(),
        ];
        return Theme.Finish(
            Encode.Layers(Width, height, layers), Title, Width, lines.Offset,
            most > 0 ? "A point for each value; the box reaches from quartile to quartile, the bar is the median." : "");
    }

    private static JsonObject Row(IReadOnlyList<string> names) => new()
    {
        ["field"] = "name",
        ["type"] = "nominal",
        ["title"] = null,
        ["scale"] = new JsonObject { ["domain"] = Palette.Texts(names) },
        ["axis"] = new JsonObject { ["labelLimit"] = 320, ["ticks"] = false },
    };

    private static JsonObject Offset() => new()
    {
        ["field"] = "spread",
        ["type"] = "quantitative",
        ["scale"] = new JsonObject { ["domain"] = new JsonArray(-1, 1), ["range"] = new JsonArray(RowHeight * 0.2, RowHeight * 0.8) },
    };

    // Neighbours lie far apart in the sequence k/φ mod 1, and always at the same place.
    private static double Spread(int k) => (((k + 1) * 0.6180339887498949 % 1) - 0.5) * 1.4;

    /// <summary>Between the values at ⌊(n − 1)·q⌋ and the next, in proportion; NaN without values.</summary>
    internal static double Quantile(List<double> sorted, double q)
    {
        if (sorted.Count == 0)
        {
            return double.NaN;
        }

        var at = (sorted.Count - 1) * q;
        var below = (int)at;
        return sorted[below] + ((at - below) * (sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below]));
    }
}
