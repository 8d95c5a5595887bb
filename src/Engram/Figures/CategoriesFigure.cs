using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>A row for each category: its values as points, their mean as a bar, and a note at the right.</summary>
public sealed record CategoriesFigure : Figure
{
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
        var axis = X.For(Groups.Any(group => group.Values.Any(double.IsFinite)));
        JsonObject Row() => new()
        {
            ["field"] = "name",
            ["type"] = "nominal",
            ["title"] = null,
            ["scale"] = new JsonObject { ["domain"] = Palette.Texts(names) },
            ["axis"] = new JsonObject { ["grid"] = true, ["gridColor"] = "#eeeeee", ["labelLimit"] = 320, ["ticks"] = false },
        };
        var points = new DataTable()
            .Numbers("series", Groups.SelectMany((group, k) => Enumerable.Repeat((double)k, group.Values.Count)))
            .Numbers("x", Groups.SelectMany(group => group.Values)).ToData();
        var means = Groups.Select(group => group.Values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
        JsonObject Summary() => new DataTable().Texts("name", names).Numbers("x", means)
            .Texts("note", Groups.Select(group => group.Note)).ToData();
        IEnumerable<JsonObject> layers =
        [
            .. ReferenceLayers.Lines(XLines, []),
            Encode.Layer(
                Encode.Mark("point", ("filled", true), ("size", 48), ("opacity", 0.75), ("color", Palette.First), ("tooltip", true)),
                ("x", Encode.Field("x", axis)), ("y", Row())).With(points, Palette.Naming(names)),
            Encode.Layer(
                Encode.Mark("tick", ("orient", "vertical"), ("thickness", 2.5), ("height", 18), ("color", Theme.Ink)),
                ("x", Encode.Field("x", axis)), ("y", Row())).With(Summary()),
            .. Groups.Any(group => group.Note.Length > 0)
                ? [Encode.Layer(
                    Encode.Mark("text", ("align", "left"), ("dx", 8)),
                    ("x", Encode.Pixels("width")), ("y", Row()), ("text", new JsonObject { ["field"] = "note" })).With(Summary())]
                : Array.Empty<JsonObject>(),
            .. ReferenceLayers.Labels(XLines, []),
        ];
        return Theme.Finish(
            Encode.Layers(Width, Math.Max(60, 30 * names.Count), layers), Title, Width, ReferenceLayers.Offset(XLines));
    }
}
