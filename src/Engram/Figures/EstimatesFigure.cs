using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>One row per category: a number as a bar, its interval as a line, and the numbers it is computed from as points.</summary>
internal sealed record EstimatesFigure : Figure
{
    // Half a point and a little, so that no point covers the name of its row.
    private const int Width = 440, Padding = 10;

    /// <summary>The categories from top to bottom.</summary>
    public required IReadOnlyList<Estimate> Rows { get; init; }

    /// <summary>What the categories are.</summary>
    public required Axis Y { get; init; }

    /// <summary>What is estimated.</summary>
    public required Axis X { get; init; }

    /// <summary>Dashed lines at values of x.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <summary>How the marks are to be read.</summary>
    public string Note { get; init; } = "";

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var names = Rows.Select(row => row.Name).ToList();
        var height = Math.Max(60, 30 * names.Count);
        var all = Rows.SelectMany(row => row.Values.Concat([row.Value, row.Low, row.High])).Select(Within);
        var lines = new ReferenceLayers(new(X, all, XLines), new(new Axis(""), [], []), Width, height);
        JsonObject Along(string field) => Encode.Field(field, lines.X, Padding);
        JsonObject Row() => new()
        {
            ["field"] = "name",
            ["type"] = "nominal",
            ["title"] = Y.Label,
            ["scale"] = new JsonObject { ["domain"] = Palette.Texts(names) },
            ["axis"] = new JsonObject { ["grid"] = true, ["gridColor"] = "#eeeeee", ["labelLimit"] = 320, ["ticks"] = false },
        };
        var points = new DataTable().Texts("name", Rows.SelectMany(row => row.Values.Select(_ => row.Name)))
            .Numbers("x", Rows.SelectMany(row => row.Values).Select(Within)).ToData();
        JsonObject Summary() => new DataTable().Texts("name", names).Numbers("x", Rows.Select(row => Within(row.Value)))
            .Numbers("low", Rows.Select(row => Within(row.Low))).Numbers("high", Rows.Select(row => Within(row.High)))
            .Texts("note", Rows.Select(row => row.Note)).ToData();
        IEnumerable<JsonObject> layers =
        [
            .. lines.Lines(),
            .. Rows.Any(row => row.Values.Count > 0)
                ? [Encode.Layer(
                    Encode.Mark("point", ("filled", true), ("size", 44), ("opacity", 0.45), ("color", Palette.First), ("tooltip", true)),
                    ("x", Along("x")), ("y", Row())).With(points)]
                : Array.Empty<JsonObject>(),
            Encode.Layer(
                Encode.Mark("rule", ("color", Theme.Ink), ("strokeWidth", 1.6)),
                ("x", Along("low")), ("x2", Encode.End("high")), ("y", Row()))
                .With(Summary(), new JsonObject { ["filter"] = "isValid(datum.low) && isValid(datum.high)" }),
            Encode.Layer(
                Encode.Mark("tick", ("orient", "vertical"), ("thickness", 2.5), ("height", 16), ("color", Theme.Ink), ("opacity", 1)),
                ("x", Along("x")), ("y", Row())).With(Summary()),
            .. Rows.Any(row => row.Note.Length > 0)
                ? [Encode.Layer(
                    Encode.Mark("text", ("align", "left"), ("dx", 8)),
                    ("x", Encode.Pixels("width")), ("y", Row()), ("text", new JsonObject { ["field"] = "note" })).With(Summary())]
                : Array.Empty<JsonObject>(),
            .. lines.Labels(),
        ];
        return Theme.Finish(Encode.Layers(Width, height, layers), Title, Width, lines.Offset, Note);
    }

    private double Within(double value) => Math.Max(X.Minimum ?? double.NegativeInfinity, Math.Min(X.Maximum ?? double.PositiveInfinity, value));
}
