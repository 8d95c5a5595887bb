using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// The flow in a plane of states, as arrows that are darker where it is fast, with nullclines, fixed points and trajectories.
/// </summary>
public sealed record PhasePlaneFigure : Figure
{
    private const int Width = 420;
    private const int Height = 380;

    /// <summary>The flow at points of a grid.</summary>
    public required IReadOnlyList<FlowArrow> Flow { get; init; }

    /// <summary>The first dimension.</summary>
    public required Axis X { get; init; }

    /// <summary>The second dimension.</summary>
    public required Axis Y { get; init; }

    /// <summary>Where one of the rates is zero, dashed.</summary>
    public IReadOnlyList<Curve> Nullclines { get; init; } = [];

    /// <summary>Trajectories, from an open circle to a full square.</summary>
    public IReadOnlyList<Curve> Trajectories { get; init; } = [];

    /// <summary>Fixed points.</summary>
    public IReadOnlyList<StatePoint> Points { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var (x, y) = (Spanned(X, Flow.Select(arrow => arrow.X)), Spanned(Y, Flow.Select(arrow => arrow.Y)));
        var curves = new CurveLayers([.. Nullclines, .. Trajectories], x, y, false);
        var lines = curves.Lines();
        if (Nullclines.Count > 0)
        {
            lines["encoding"]!["strokeDash"] = new JsonObject
            {
                ["condition"] = new JsonObject { ["test"] = $"datum.curve < {Nullclines.Count}", ["value"] = new JsonArray(6, 3) },
                ["value"] = new JsonArray(1, 0),
            };
        }

        IEnumerable<JsonObject> layers =
        [
            Arrows(x, y),
            .. Nullclines.Count + Trajectories.Count > 0 ? [lines.With(curves.Data, curves.Naming)] : Array.Empty<JsonObject>(),
            .. Trajectories.Count > 0 ? StateMarks.Ends(Trajectories, x, y, Palette.Naming(Names(Trajectories)), curves.Colour) : [],
            .. StateMarks.Points(Points, x, y),
        ];
        return Theme.Finish(
            Encode.Layers(Width, Height, layers), Title, Width, subtitle: Trajectories.Count > 0 ? StateMarks.Legend : "");
    }

    private JsonObject Arrows(Axis x, Axis y)
    {
        var (perX, perY) = (Width / (x.Maximum!.Value - x.Minimum!.Value), Height / (y.Maximum!.Value - y.Minimum!.Value));
        var table = new DataTable().Numbers("x", Flow.Select(arrow => arrow.X)).Numbers("y", Flow.Select(arrow => arrow.Y))
            .Numbers("angle", Flow.Select(arrow => Math.Atan2(arrow.Dx * perX, arrow.Dy * perY) * 180 / Math.PI))
            .Numbers("speed", Flow.Select(arrow => Math.Sqrt((arrow.Dx * arrow.Dx) + (arrow.Dy * arrow.Dy))));
        return Encode.Layer(
            Encode.Mark("point", ("shape", "arrow"), ("fill", "#444444"), ("stroke", null), ("size", 260), ("aria", false)),
            ("x", Encode.Field("x", x)), ("y", Encode.Field("y", y)),
            ("angle", new JsonObject { ["field"] = "angle", ["type"] = "quantitative", ["scale"] = null }),
            ("opacity", new JsonObject
            {
                ["field"] = "speed",
                ["type"] = "quantitative",
                ["title"] = "Speed",
                ["scale"] = new JsonObject { ["range"] = new JsonArray(0.2, 1) },
                ["legend"] = null,
            })).With(table.ToData());
    }

    // The angle of an arrow on the page needs the limits of the axes.
    private static Axis Spanned(Axis axis, IEnumerable<double> values)
    {
        var all = values.Where(double.IsFinite).DefaultIfEmpty().ToList();
        var margin = all.Max() > all.Min() ? 0.04 * (all.Max() - all.Min()) : 1;
        return axis with { Minimum = axis.Minimum ?? (all.Min() - margin), Maximum = axis.Maximum ?? (all.Max() + margin) };
    }

    private static List<string> Names(IReadOnlyList<Curve> curves) => [.. curves.Select(curve => curve.Name).Distinct()];
}
