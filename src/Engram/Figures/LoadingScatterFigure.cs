using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// The units of a low-rank network in pairs of loadings, such as m and n. Each unit is a point in the colour of its population, over the
/// density of all units, estimated with Gaussian kernels.
/// </summary>
public sealed record LoadingScatterFigure : Figure
{
    private const int Side = 200;
    private const int Cells = 25;

    /// <summary>The panels, row after row.</summary>
    public required IReadOnlyList<LoadingPanel> Panels { get; init; }

    /// <summary>How many panels stand side by side.</summary>
    public int PanelsPerRow { get; init; } = 3;

    /// <summary>Whether the density is shown behind the points.</summary>
    public bool Density { get; init; } = true;

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var names = Panels.SelectMany(panel => panel.Populations).Select(population => population.Name).Distinct().ToList();
        var all = new JsonObject
        {
            ["columns"] = PanelsPerRow,
            ["concat"] = new JsonArray([.. Panels.Select(panel => Body(panel, names))]),
        };
        return Theme.Finish(all, Title, Math.Min(PanelsPerRow, Math.Max(1, Panels.Count)) * (Side + 40));
    }

    private JsonObject Body(LoadingPanel panel, IReadOnlyList<string> names)
    {
        var (x, y) = (Limited(panel.X), Limited(panel.Y));
        var points = panel.Populations
            .SelectMany(population => population.X.Zip(population.Y, (a, b) => (X: a, Y: b, Name: names.ToList().IndexOf(population.Name))))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToList();
        var table = new DataTable().Numbers("series", points.Select(point => (double)point.Name))
            .Numbers("x", points.Select(point => point.X)).Numbers("y", points.Select(point => point.Y));
        List<JsonObject> layers =
        [
            Encode.Layer(
                Encode.Mark("point", ("filled", true), ("size", points.Count > 300 ? 9 : 16), ("opacity", 0.6), ("aria", false)),
                ("x", Encode.Field("x", x)), ("y", Encode.Field("y", y)), ("color", Palette.Colour(names)))
                .With(table.ToData(), Palette.Naming(names)),
        ];
        if (Density && points.Count > 2)
        {
            layers.Insert(0, Behind([.. points.Select(point => (point.X, point.Y))], x, y));
        }

        var body = Encode.Layers(Side, Side, layers);
        if (panel.Title.Length > 0)
        {
            body["title"] = new JsonObject { ["text"] = panel.Title, ["fontSize"] = 13, ["anchor"] = "middle", ["offset"] = 6 };
        }

        return body;
    }

    private static JsonObject Behind(IReadOnlyList<(double X, double Y)> points, Axis x, Axis y)
    {
        var (width, height) = ((x.Maximum!.Value - x.Minimum!.Value) / Cells, (y.Maximum!.Value - y.Minimum!.Value) / Cells);
        var fill = new JsonObject
        {
            ["field"] = "value",
            ["type"] = "quantitative",
            ["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1), ["range"] = new JsonArray("#ffffff", "#b9b9b9") },
            ["legend"] = null,
        };
        return HeatLayer.Of(
            KernelDensity.Of(points, (x.Minimum.Value, width, Cells), (y.Minimum.Value, height, Cells)),
            (x, x.Minimum.Value, width), (y, y.Minimum.Value, height), fill);
    }

    // Around zero, and the same wherever the loading is shown.
    private Axis Limited(string name)
    {
        var greatest = Panels.SelectMany(panel => panel.Populations.SelectMany(population =>
            (panel.X == name ? population.X : []).Concat(panel.Y == name ? population.Y : [])))
            .Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        var limit = greatest > 0 ? 1.06 * greatest : 1;
        return HeatLayer.Limited(new(name), -limit, 2 * limit / Cells, Cells);
    }
}
