using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Curves as layers: their intervals, lines and points.</summary>
/// <param name="curves">The curves.</param>
/// <param name="x">What is along x.</param>
/// <param name="y">What is along y.</param>
/// <param name="ordered">Whether their names are steps of one quantity.</param>
/// <param name="padding">Pixels that are left free beyond the data where an axis has no limit.</param>
/// <param name="legend">The quantity that the names are values of; empty for names that speak for themselves.</param>
internal sealed class CurveLayers(IReadOnlyList<Curve> curves, Axis x, Axis y, bool ordered, int padding = 0, string legend = "")
{
    private readonly bool any = curves.Any(curve => curve.X.Zip(curve.Y).Any(p => double.IsFinite(p.First) && double.IsFinite(p.Second)));
    private readonly Axis along = x.For(curves.SelectMany(curve => curve.X));
    private readonly Axis up = y.For(curves.SelectMany(Heights));
    private readonly List<string> names = [.. curves.Select(curve => curve.Name).Distinct()];

    /// <summary>Whether there is a point to be drawn.</summary>
    public bool Any => any;

    /// <summary>The table of all curves: series, the curve's own number, x, y and the ends of the intervals.</summary>
    public JsonObject Data => Columns(curves).ToData();

    /// <summary>Names the rows of the table.</summary>
    public JsonObject Naming => Palette.Naming(names);

    /// <summary>The encoding of the colour.</summary>
    public JsonObject Colour() => Palette.Colour(
        names, curves.Where(curve => curve.Muted).Select(curve => curve.Name).ToHashSet(), ordered, legend);

    /// <summary>What a curve shows along y: its values and the ends of their intervals.</summary>
    public static IEnumerable<double> Heights(Curve curve) => curve.Y.Concat(curve.Low ?? []).Concat(curve.High ?? []);

    /// <summary>Lines through the values in their order.</summary>
    public JsonObject Lines()
    {
        var layer = Encode.Layer(
            Encode.Mark("line", ("clip", Reach(false)), ("strokeWidth", curves.Count > 2 * names.Count ? 1.1 : 1.9), ("aria", false)),
            ("x", X()), ("y", Y()), ("color", Colour()), ("detail", new JsonObject { ["field"] = "curve", ["type"] = "nominal" }),
            ("order", new JsonObject { ["field"] = "step", ["type"] = "quantitative" }));
        var dashed = Enumerable.Range(0, curves.Count).Where(k => curves[k].Dashed).ToList();
        if (dashed.Count > 0)
        {
            layer["encoding"]!["strokeDash"] = new JsonObject
            {
                ["condition"] = new JsonObject
                {
                    ["test"] = $"indexof([{string.Join(',', dashed)}], datum.curve) >= 0", ["value"] = new JsonArray(6, 4),
                },
                ["value"] = new JsonArray(1, 0),
            };
        }

        return layer;
    }

    /// <summary>A point at each value.</summary>
    public JsonObject Points(double size = 42, double opacity = 1)
    {
        var layer = Encode.Layer(
            Encode.Mark("point", ("filled", true), ("size", size), ("opacity", opacity), ("tooltip", true)),
            ("x", X()), ("y", Y()), ("color", Colour()));

        // Clipped, a point on the edge would be cut in half.
        var within = string.Join(" && ", [.. Within("x", x), .. Within("y", y)]);
        if (within.Length > 0)
        {
            layer.Insert(0, "transform", new JsonArray(new JsonObject { ["filter"] = within }));
        }

        return layer;
    }

    /// <summary>The intervals, as bands or as error bars; none where no curve has any.</summary>
    public IEnumerable<JsonObject> Intervals(bool whiskers)
    {
        if (!curves.Any(curve => curve.Low?.Any(double.IsFinite) == true))
        {
            yield break;
        }

        var mark = whiskers
            ? Encode.Mark("rule", ("strokeWidth", 1.3), ("clip", Reach(true)), ("aria", false))
            : Encode.Mark("area", ("opacity", 0.2), ("clip", Reach(true)), ("aria", false));
        var low = Y();
        low["field"] = "low";
        yield return Encode.Layer(
            mark, ("x", X()), ("y", low), ("y2", Encode.End("high")), ("color", Colour()),
            ("detail", new JsonObject { ["field"] = "curve", ["type"] = "nominal" }));
    }

    // Whether something is outside the limits. Clipped without need, a line along the edge would be cut in half.
    private bool Reach(bool intervals) => curves.Any(curve => curve.X.Any(value => IsOutside(value, x))
        || (intervals ? (curve.Low ?? []).Concat(curve.High ?? []) : curve.Y).Any(value => IsOutside(value, y)));

    private static bool IsOutside(double value, Axis axis) => value < axis.Minimum || value > axis.Maximum;

    private static IEnumerable<string> Within(string field, Axis axis)
    {
        if (axis.Minimum is { } minimum)
        {
            yield return $"datum.{field} >= {DataTable.Text(minimum)}";
        }

        if (axis.Maximum is { } maximum)
        {
            yield return $"datum.{field} <= {DataTable.Text(maximum)}";
        }
    }

    private JsonObject X() => Encode.Field("x", along.For(any), padding);

    private JsonObject Y() => Encode.Field("y", up.For(any), padding);

    private DataTable Columns(IReadOnlyList<Curve> all)
    {
        var table = new DataTable()
            .Numbers("series", all.SelectMany(curve => Enumerable.Repeat((double)names.IndexOf(curve.Name), curve.X.Count)))
            .Numbers("curve", all.SelectMany((curve, k) => Enumerable.Repeat((double)k, curve.X.Count)))
            .Numbers("step", all.SelectMany(curve => Enumerable.Range(0, curve.X.Count).Select(k => (double)k)))
            .Numbers("x", all.SelectMany(curve => curve.X))
            .Numbers("y", all.SelectMany(curve => curve.Y));
        return all.All(curve => curve.Low is null) ? table : table
            .Numbers("low", all.SelectMany(curve => curve.Low ?? Missing(curve)))
            .Numbers("high", all.SelectMany(curve => curve.High ?? Missing(curve)));
    }

    private static IEnumerable<double> Missing(Curve curve) => Enumerable.Repeat(double.NaN, curve.X.Count);
}
