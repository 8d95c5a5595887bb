using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// One row per category, with its values as points, their median as a bar, and a note at the right. Values beyond a limit of the axis are
/// drawn at the limit; the median is that of the true values.
/// </summary>
public sealed record CategoriesFigure : Figure
{
    // Half a point and a little, so that no point covers the name of its row.
    private const int Width = 440, Padding = 10;

    /// <summary>The categories from top to bottom.</summary>
    public required IReadOnlyList<NamedValues> Groups { get; init; }

    /// <summary>What is measured.</summary>
    public required Axis X { get; init; }

    /// <summary>Dashed lines at values of x.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var names = Groups.Select(group => group.Name).ToList();
        var values = Groups.Select(group => group.Values.Where(double.IsFinite).Order().ToList()).ToList();
        var height = Math.Max(60, 30 * names.Count);
        var lines = new ReferenceLayers(new(X, values.SelectMany(group => group), XLines), new(new Axis(""), [], []), Width, height);
        JsonObject Along() => Encode.Field("x", lines.X, Padding);
        JsonObject Row() => new()
        {
            ["field"] = "name",
            ["type"] = "nominal",
            ["title"] = null,
            ["scale"] = new JsonObject { ["domain"] = Palette.Texts(names) },
            ["axis"] = new JsonObject { ["grid"] = true, ["gridColor"] = "#eeeeee", ["labelLimit"] = 320, ["ticks"] = false },
        };
        var points = new DataTable()
            .Numbers("series", values.SelectMany((group, k) => Enumerable.Repeat((double)k, group.Count)))
            .Numbers("x", values.SelectMany(group => group).Select(Within)).ToData();
        JsonObject Summary() => new DataTable().Texts("name", names)
            .Numbers("x", values.Select(group => Within(DistributionFigure.Quantile(group, 0.5))))
            .Texts("note", Groups.Select(group => group.Note)).ToData();
        IEnumerable<JsonObject> layers =
        [
            .. lines.Lines(),
            Encode.Layer(
                Encode.Mark("point", ("filled", true), ("size", 48), ("opacity", 0.75), ("color", Palette.First), ("tooltip", true)),
                ("x", Along()), ("y", Row())).With(points, Palette.Naming(names)),
            Encode.Layer(
                Encode.Mark("tick", ("orient", "vertical"), ("thickness", 2.5), ("height", 18), ("color", Theme.Ink), ("opacity", 1)),
                ("x", Along()), ("y", Row())).With(Summary()),
            .. Groups.Any(group => group.Note.Length > 0)
                ? [Encode.Layer(
                    Encode.Mark("text", ("align", "left"), ("dx", 8)),
                    ("x", Encode.Pixels("width")), ("y", Row()), ("text", new JsonObject { ["field"] = "note" })).With(Summary())]
                : Array.Empty<JsonObject>(),
            .. lines.Labels(),
        ];
        return Theme.Finish(Encode.Layers(Width, height, layers), Title, Width, lines.Offset, Reading(values));
    }

    private string Reading(IReadOnlyList<IReadOnlyList<double>> values) =>
        !values.Any(group => group.Count > 0) ? ""
        : "A point for each value; the bar is their median."
            + (values.Any(group => group.Any(value => Within(value) != value)) ? " Values beyond the axis are drawn at its end." : "");

    private double Within(double value) => Math.Max(X.Minimum ?? double.NegativeInfinity, Math.Min(X.Maximum ?? double.PositiveInfinity, value));
}
