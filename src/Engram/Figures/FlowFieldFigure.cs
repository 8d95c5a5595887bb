using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// The flow in a plane, such as that of κ₁ and κ₂, with lines along it, its speed as a colour on a logarithmic scale (darker is slower),
/// trajectories and fixed points.
/// </summary>
public sealed record FlowFieldFigure : Figure
{
    private const int Width = 420;
    private const int Height = 380;

    // Slower than this share of the fastest looks the same.
    private const double Slowest = 1e-3;

    /// <summary>The flow.</summary>
    public required FlowGrid Flow { get; init; }

    /// <summary>The first dimension; without limits, those of the grid.</summary>
    public required Axis X { get; init; }

    /// <summary>The second dimension.</summary>
    public required Axis Y { get; init; }

    /// <summary>Lines along the flow; null to trace them here.</summary>
    internal IReadOnlyList<Streamline>? Lines { get; init; }

    /// <summary>Trajectories, from an open circle to a full square.</summary>
    public IReadOnlyList<Curve> Trajectories { get; init; } = [];

    /// <summary>Whether the names of trajectories are steps of one quantity, so that their colours run from dark to light.</summary>
    public bool Ordered { get; init; }

    /// <summary>The quantity that the names are values of, above the legend; empty for names that speak for themselves.</summary>
    public string Legend { get; init; } = "";

    /// <summary>Fixed points.</summary>
    public IReadOnlyList<StatePoint> Points { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var (stepX, stepY) = (Flow.Width / (Flow.X.Count - 1), Flow.Height / (Flow.Y.Count - 1));
        var x = HeatLayer.Limited(X, Flow.Left - (stepX / 2), stepX, Flow.X.Count);
        var y = HeatLayer.Limited(Y, Flow.Bottom - (stepY / 2), stepY, Flow.Y.Count);
        var speed = Flow.Speed();
        var fastest = speed.Cast<double>().Where(double.IsFinite).DefaultIfEmpty().Max() is var most and > 0 ? most : 1;
        var curves = new CurveLayers(Trajectories, x, y, Ordered, legend: Legend);
        IEnumerable<JsonObject> layers =
        [
            HeatLayer.Of(
                Raised(speed, fastest * Slowest), (x, x.Minimum!.Value, stepX), (y, y.Minimum!.Value, stepY), Colour(fastest),
                byStroke: true),
            .. Along(Lines ?? Streamline.Fill(Flow), x, y),
            .. Trajectories.Count > 0 ? [curves.Lines().With(curves.Data, curves.Naming)] : Array.Empty<JsonObject>(),
            .. Trajectories.Count > 0 ? Ends(x, y, curves) : [],
            .. StateMarks.Points([.. Points.Where(point => IsWithin(point, x, y))], x, y),
        ];
        return Theme.Finish(
            Encode.Layers(Width, Height, layers), Title, Width, subtitle: Trajectories.Count > 0 ? StateMarks.Legend : "");
    }

    private static bool IsWithin(StatePoint point, Axis x, Axis y) =>
        point.X >= x.Minimum && point.X <= x.Maximum && point.Y >= y.Minimum && point.Y <= y.Maximum;

    // A trajectory may begin or end beyond the grid, where its mark would lie outside the axes.
    private IEnumerable<JsonObject> Ends(Axis x, Axis y, CurveLayers curves)
    {
        foreach (var layer in StateMarks.Ends(Trajectories, x, y, curves.Naming, curves.Colour))
        {
            layer["transform"]!.AsArray().Add(new JsonObject
            {
                ["filter"] = $"inrange(datum.x, [{DataTable.Text(x.Minimum!.Value)}, {DataTable.Text(x.Maximum!.Value)}]) && "
                    + $"inrange(datum.y, [{DataTable.Text(y.Minimum!.Value)}, {DataTable.Text(y.Maximum!.Value)}])",
            });
            yield return layer;
        }
    }

    private static double[,] Raised(double[,] speed, double least)
    {
        var raised = (double[,])speed.Clone();
        for (var row = 0; row < raised.GetLength(0); row++)
        {
            for (var column = 0; column < raised.GetLength(1); column++)
            {
                raised[row, column] = Math.Max(raised[row, column], least);
            }
        }

        return raised;
    }

    private static JsonObject Colour(double fastest) => new()
    {
        ["field"] = "value",
        ["type"] = "quantitative",
        ["scale"] = new JsonObject
        {
            ["type"] = "log",
            ["domain"] = new JsonArray(fastest * Slowest, fastest),
            ["range"] = new JsonArray("#7f9fbd", "#c3d2e0", "#f7f9fb"),
            ["interpolate"] = "rgb",
        },
        ["legend"] = Numbers(fastest),
    };

    private static JsonObject Numbers(double fastest)
    {
        var places = LogTicks.Between(fastest * Slowest, fastest).Places.Where(place => place >= fastest * Slowest && place <= fastest);
        var legend = Encode.Percent(new Axis("Speed") { Logarithmic = true, Ticks = [.. places] });
        (legend["title"], legend["gradientLength"]) = ("Speed", 120);
        return legend;
    }

    private static IEnumerable<JsonObject> Along(IReadOnlyList<Streamline> lines, Axis x, Axis y)
    {
        if (lines.Count == 0)
        {
            yield break;
        }

        yield return Encode.Layer(
            Encode.Mark("line", ("color", "#5c6670"), ("strokeWidth", 0.8), ("aria", false), ("clip", true)),
            ("x", Encode.Field("x", x)), ("y", Encode.Field("y", y)),
            ("detail", new JsonObject { ["field"] = "line", ["type"] = "nominal" }),
            ("order", new JsonObject { ["field"] = "step", ["type"] = "quantitative" })).With(new DataTable()
                .Numbers("line", lines.SelectMany((line, k) => Enumerable.Repeat((double)k, line.X.Count)))
                .Numbers("step", lines.SelectMany(line => Enumerable.Range(0, line.X.Count).Select(k => (double)k)))
                .Numbers("x", lines.SelectMany(line => line.X)).Numbers("y", lines.SelectMany(line => line.Y)).ToData());

        var (perX, perY) = (Width / (x.Maximum!.Value - x.Minimum!.Value), Height / (y.Maximum!.Value - y.Minimum!.Value));
        var middles = lines.Where(line => line.X.Count > 1).Select(line => (Line: line, At: line.X.Count / 2)).ToList();
        yield return Encode.Layer(
            Encode.Mark(
                "point", ("shape", "triangle-up"), ("fill", "#5c6670"), ("stroke", null), ("size", 34), ("aria", false), ("opacity", 1)),
            ("x", Encode.Field("x", x)), ("y", Encode.Field("y", y)),
            ("angle", new JsonObject { ["field"] = "angle", ["type"] = "quantitative", ["scale"] = null })).With(new DataTable()
                .Numbers("x", middles.Select(middle => middle.Line.X[middle.At]))
                .Numbers("y", middles.Select(middle => middle.Line.Y[middle.At]))
                .Numbers("angle", middles.Select(middle => Math.Atan2(
                    (middle.Line.X[middle.At] - middle.Line.X[middle.At - 1]) * perX,
                    (middle.Line.Y[middle.At] - middle.Line.Y[middle.At - 1]) * perY) * 180 / Math.PI)).ToData());
    }
}
