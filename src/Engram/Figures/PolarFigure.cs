using System.Text.Json.Nodes;
using Engram.Analysis;

namespace Engram.Figures;

/// <summary>
/// Mean signal by the direction of movement through a space of two dimensions, as sectors around a centre, those along the axes of a grid in colour. The distance from the centre is the signal, with
/// lines for standard errors; rings have their values.
/// </summary>
public sealed record PolarFigure : Figure
{
    private const int Side = 320, Rings = 3, ArcPoints = 12, CirclePoints = 120;
    private const double Beyond = 1.12;
    private static readonly int[] RoundFactors = [1, 2, 5, 10];

    /// <summary>The sectors; those without samples are left out.</summary>
    public required IReadOnlyList<DirectionalSector> Sectors { get; init; }

    /// <summary>The dimension that is along direction 0.</summary>
    public Axis X { get; init; } = new("x");

    /// <summary>The dimension that is along direction 90°.</summary>
    public Axis Y { get; init; } = new("y");

    /// <summary>The signal; its minimum is the centre, and its maximum the outermost ring. Without a minimum the centre is 0, or below all values where some are negative.</summary>
    public Axis Value { get; init; } = new("Signal");

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var sectors = Sectors.Where(sector => sector.Mean is { } mean && double.IsFinite(mean)).Select(sector => (Sector: sector, Mean: sector.Mean!.Value, Error: sector.Error ?? 0)).ToList();
        var (centre, step, rings) = Scale(sectors.Select(sector => sector.Mean - sector.Error), sectors.Select(sector => sector.Mean + sector.Error));
        var edge = rings * step;
        double Radius(double value) => Math.Clamp(value - centre, 0, edge);
        var limit = Beyond * edge;
        JsonObject x = Along(X, limit), y = Along(Y, limit);
        JsonObject[] naming = [Palette.Naming(["aligned", "misaligned"])];
        var colour = Palette.Colour(["aligned", "misaligned"], new HashSet<string> { "misaligned" });
        colour["legend"]!["symbolType"] = "square";

        var outline = sectors.SelectMany((sector, k) => Enumerable.Range(0, ArcPoints + 3).Select(point => point is 0 or ArcPoints + 2 ? (k, 0.0, 0.0, point)
            : At(k, Radius(sector.Mean), sector.Sector.Centre + (sector.Sector.Width * (((point - 1.0) / ArcPoints) - 0.5)), point))).ToList();
        var errors = sectors.SelectMany((sector, k) => new[] { sector.Mean - sector.Error, sector.Mean + sector.Error }.Select((value, point) => At(k, Radius(value), sector.Sector.Centre, point))).ToList();
        var circles = Enumerable.Range(1, rings).SelectMany(ring => Enumerable.Range(0, CirclePoints + 1).Select(point => At(ring, ring * step, 360.0 * point / CirclePoints, point))).ToList();
        var axes = Sectors.Where(sector => sector.IsAligned).Select((sector, k) => (Text: FormattableString.Invariant($"{((sector.Centre % 360) + 360) % 360:0}°"), At: At(k, 1.06 * edge, sector.Centre, 0))).ToList();
        IEnumerable<JsonObject> layers =
        [
            Lines(circles, x, y, ("color", "#cccccc"), ("strokeWidth", 1)),
            Filled(outline, [.. sectors.Select(sector => sector.Sector.IsAligned ? 0.0 : 1.0)], x, y, colour, naming),
            Lines(errors, x, y, ("color", Theme.Ink), ("strokeWidth", 1.2)),
            Texts(axes.Select(axis => (axis.Text, axis.At.X, axis.At.Y)), x, y, "center", Theme.Ink),
            Texts(Enumerable.Range(1, rings).Select(ring => (DataTable.Text(Math.Round(centre + (ring * step), 10)), 0.03 * edge, ring * step)), x, y, "left", Theme.Ink),
        ];
        return Theme.Finish(Encode.Layers(Side, Side, layers), Title, Side, subtitle: $"{Value.Label}; {DataTable.Text(Math.Round(centre, 10))} at the centre");
    }

    // Rings at round values from the centre outward.
    private (double Centre, double Step, int Rings) Scale(IEnumerable<double> lows, IEnumerable<double> highs)
    {
        var (least, most) = (Math.Min(0, lows.DefaultIfEmpty(0).Min()), highs.DefaultIfEmpty(1).Max());
        var centre = Value.Minimum ?? least;
        var span = Math.Max((Value.Maximum ?? Math.Max(most, centre)) - centre, 0) is var wide and > 0 ? wide : 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / Rings)));
        var step = power * RoundFactors.First(factor => factor * power >= span / Rings * (1 - 1e-9));
        if (Value.Minimum is null)
        {
            centre = Math.Floor((least / step) + 1e-9) * step;
            span = Value.Maximum is { } maximum ? maximum - centre : Math.Max(most - centre, step);
        }

        return (centre, step, (int)Math.Max(1, Math.Ceiling((span / step) - 1e-9)));
    }

    private static (int Line, double X, double Y, int Point) At(int line, double radius, double degrees, int point) =>
        (line, radius * Math.Cos(degrees * Math.PI / 180), radius * Math.Sin(degrees * Math.PI / 180), point);

    private static JsonObject Along(Axis axis, double limit)
    {
        var field = Encode.Field("x", axis with { Minimum = -limit, Maximum = limit });
        field["axis"] = new JsonObject { ["labels"] = false, ["ticks"] = false, ["domain"] = false };
        return field;
    }

    private static JsonObject Placed(JsonObject axis, string field)
    {
        var placed = axis.DeepClone().AsObject();
        placed["field"] = field;
        return placed;
    }

    private static JsonObject Data(List<(int Line, double X, double Y, int Point)> points) => new DataTable()
        .Numbers("line", points.Select(point => (double)point.Line)).Numbers("x", points.Select(point => point.X)).Numbers("y", points.Select(point => point.Y))
        .Numbers("point", points.Select(point => (double)point.Point)).ToData();

    private static JsonObject Lines(List<(int Line, double X, double Y, int Point)> points, JsonObject x, JsonObject y, params ReadOnlySpan<(string Key, JsonNode? Value)> settings) => Encode.Layer(
        Encode.Mark("line", [("aria", false), .. settings]), ("x", Placed(x, "x")), ("y", Placed(y, "y")),
        ("detail", new JsonObject { ["field"] = "line", ["type"] = "nominal" }), ("order", new JsonObject { ["field"] = "point", ["type"] = "quantitative" })).With(Data(points));

    private static JsonObject Filled(List<(int Line, double X, double Y, int Point)> points, double[] series, JsonObject x, JsonObject y, JsonObject colour, JsonObject[] naming)
    {
        var data = new DataTable().Numbers("line", points.Select(point => (double)point.Line)).Numbers("x", points.Select(point => point.X)).Numbers("y", points.Select(point => point.Y))
            .Numbers("point", points.Select(point => (double)point.Point)).Numbers("series", points.Select(point => series[point.Line])).ToData();
        return Encode.Layer(
            Encode.Mark("line", ("aria", false), ("stroke", "white"), ("strokeWidth", 1), ("opacity", 0.85)), ("x", Placed(x, "x")), ("y", Placed(y, "y")),
            ("detail", new JsonObject { ["field"] = "line", ["type"] = "nominal" }), ("order", new JsonObject { ["field"] = "point", ["type"] = "quantitative" }),
            ("fill", colour)).With(data, naming);
    }

    private static JsonObject Texts(IEnumerable<(string Text, double X, double Y)> texts, JsonObject x, JsonObject y, string align, string colour)
    {
        var all = texts.ToList();
        return Encode.Layer(
            Encode.Mark("text", ("align", align), ("baseline", "middle"), ("color", colour), ("aria", false)), ("x", Placed(x, "x")), ("y", Placed(y, "y")),
            ("text", new JsonObject { ["field"] = "text", ["type"] = "nominal" })).With(new DataTable()
                .Texts("text", all.Select(text => text.Text)).Numbers("x", all.Select(text => text.X)).Numbers("y", all.Select(text => text.Y)).ToData());
    }
}
