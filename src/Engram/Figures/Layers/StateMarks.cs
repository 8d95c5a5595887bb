using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Marked points of a state space, by kind, and the ends of trajectories.</summary>
internal static class StateMarks
{
    // Full where states stay, open where they leave.
    private static readonly (string Kind, string Shape, bool Full)[] Known =
    [
        ("stable", "circle", true), ("saddle", "diamond", false), ("unstable", "circle", false), ("slow", "triangle-up", false),
    ];

    private static readonly string[] Others = ["cross", "square", "triangle-down", "triangle-right", "triangle-left"];

    /// <summary>How the ends of trajectories are to be read.</summary>
    public const string Legend = "○ start   ■ end";

    /// <summary>The layer of the points; none without points.</summary>
    public static IEnumerable<JsonObject> Points(IReadOnlyList<StatePoint> points, Axis x, Axis y, double size = 90)
    {
        if (points.Count == 0)
        {
            yield break;
        }

        var order = Known.Select(known => known.Kind).ToList();
        var kinds = points.Select(point => point.Kind).Distinct().OrderBy(kind => order.IndexOf(kind) is var k and >= 0 ? k : order.Count)
            .ToList();
        var other = kinds.Where(kind => !order.Contains(kind)).ToList();
        var shapes = kinds.Select(kind =>
            order.IndexOf(kind) is var k and >= 0 ? Known[k].Shape : Others[other.IndexOf(kind) % Others.Length]);
        var fills = kinds.Select(kind => order.IndexOf(kind) is var k and >= 0 && Known[k].Full ? Theme.Ink : "white");
        JsonObject ByKind(IEnumerable<string> range) => new()
        {
            ["field"] = "kind",
            ["type"] = "nominal",
            ["title"] = "Point",
            ["scale"] = new JsonObject { ["domain"] = Palette.Texts(kinds), ["range"] = Palette.Texts(range) },
        };
        yield return Encode.Layer(
            Encode.Mark("point", ("stroke", Theme.Ink), ("strokeWidth", 1.5), ("size", size), ("opacity", 1), ("tooltip", true)),
            ("x", Encode.Field("x", x)), ("y", Encode.Field("y", y)), ("shape", ByKind(shapes)), ("fill", ByKind(fills)))
            .With(new DataTable().Texts("kind", points.Select(point => point.Kind))
                .Numbers("x", points.Select(point => point.X)).Numbers("y", points.Select(point => point.Y)).ToData());
    }

    /// <summary>Where trajectories begin, open, and end, full.</summary>
    public static IEnumerable<JsonObject> Ends(IReadOnlyList<Curve> curves, Axis x, Axis y, JsonObject naming, Func<JsonObject> colour)
    {
        var names = curves.Select(curve => curve.Name).Distinct().ToList();
        foreach (var start in new[] { true, false })
        {
            var mark = start
                ? Encode.Mark("point", ("fill", "white"), ("size", 38), ("strokeWidth", 1.6), ("opacity", 1))
                : Encode.Mark("point", ("filled", true), ("shape", "square"), ("size", 52), ("opacity", 1));
            yield return Encode.Layer(mark, ("x", Encode.Field("x", x)), ("y", Encode.Field("y", y)), ("color", colour()))
                .With(
                    new DataTable().Numbers("series", curves.Select(curve => (double)names.IndexOf(curve.Name)))
                        .Numbers("x", curves.Select(curve => curve.X[start ? 0 : ^1]))
                        .Numbers("y", curves.Select(curve => curve.Y[start ? 0 : ^1])).ToData(),
                    naming.DeepClone().AsObject());
        }
    }
}
