using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Dashed lines across a plot, behind the data, and their labels, before it.</summary>
internal static class ReferenceLayers
{
    /// <summary>Pixels that labels above the plot take.</summary>
    public const int Height = 14;

    private const int LabelSize = 11, Gap = 6;

    /// <summary>The lines.</summary>
    /// <param name="x">Those at values of x.</param>
    /// <param name="y">Those at values of y.</param>
    public static IEnumerable<JsonObject> Lines(IReadOnlyList<ReferenceLine> x, IReadOnlyList<ReferenceLine> y) =>
        x.Select(line => (Channel: "x", line.Value)).Concat(y.Select(line => (Channel: "y", line.Value))).Select(line => Encode.Layer(
            Encode.Mark("rule", ("strokeDash", new JsonArray(5, 4)), ("color", Theme.Grey), ("strokeWidth", 1.2), ("aria", false)),
            (line.Channel, Encode.Datum(line.Value))).With(Encode.One()));

    /// <summary>The labels, which cover no data: above the plot for values of x, at the right of it for values of y.</summary>
    /// <param name="x">Those at values of x.</param>
    /// <param name="y">Those at values of y.</param>
    public static IEnumerable<JsonObject> Labels(IReadOnlyList<ReferenceLine> x, IReadOnlyList<ReferenceLine> y)
    {
        foreach (var line in x.Where(line => line.Label.Length > 0))
        {
            yield return Encode.Layer(
                Encode.Mark("text", ("align", "center"), ("baseline", "bottom")),
                ("x", Encode.Datum(line.Value)), ("y", Encode.Pixels(-3)), ("text", Encode.Pixels(line.Label))).With(Encode.One());
        }

        foreach (var line in y.Where(line => line.Label.Length > 0))
        {
            yield return Encode.Layer(
                Encode.Mark("text", ("align", "left"), ("baseline", "middle"), ("dx", Gap)),
                ("y", Encode.Datum(line.Value)), ("x", Encode.Pixels("width")), ("text", Encode.Pixels(line.Label))).With(Encode.One());
        }
    }

    /// <summary>Pixels between the title and a plot with such lines.</summary>
    /// <param name="x">Those at values of x.</param>
    public static int Offset(IReadOnlyList<ReferenceLine> x) => x.Any(line => line.Label.Length > 0) ? 12 + Height : 12;

    /// <summary>Pixels that labels take at the right of the plot.</summary>
    /// <param name="y">Those at values of y.</param>
    public static int Beside(IReadOnlyList<ReferenceLine> y) =>
        y.Any(line => line.Label.Length > 0) ? (int)Math.Ceiling(y.Max(line => Theme.Width(line.Label, LabelSize))) + Gap : 0;
}
