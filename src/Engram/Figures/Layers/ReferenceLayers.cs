using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Dashed lines across a plot, behind the data, and their labels, before it.</summary>
/// <param name="x">Those at values of x, and the axis with them on it.</param>
/// <param name="y">Those at values of y, likewise.</param>
/// <param name="width">Pixels of the plot.</param>
/// <param name="height">Likewise.</param>
internal sealed class ReferenceLayers(AxisLines x, AxisLines y, int width, int height)
{
    private const int LabelSize = 11, Gap = 6, RowHeight = 14;

    // Where the renderer may still round the ends of an axis outward, distances shrink.
    private const double Shrinkage = 0.8;

    private readonly List<(ReferenceLine Line, int Row)> above = [.. Rows(x, width)];

    /// <summary>The axis along x, with limits where it needs some.</summary>
    public Axis X => x.Axis;

    /// <summary>Likewise along y.</summary>
    public Axis Y => y.Axis;

    /// <summary>The lines.</summary>
    public IEnumerable<JsonObject> Lines() =>
        x.Lines.Select(line => (Channel: "x", line.Value)).Concat(y.Lines.Select(line => (Channel: "y", line.Value)))
            .Select(line => Encode.Layer(
                Encode.Mark("rule", ("strokeDash", new JsonArray(5, 4)), ("color", Theme.Grey), ("strokeWidth", 1.2), ("aria", false)),
                (line.Channel, Encode.Datum(line.Value))).With(Encode.One()));

    /// <summary>
    /// The labels, which cover neither data nor each other: above the plot for values of x, at the right of it for values of y.
    /// </summary>
    public IEnumerable<JsonObject> Labels()
    {
        foreach (var (line, row) in above)
        {
            yield return Encode.Layer(
                Encode.Mark("text", ("align", "center"), ("baseline", "bottom")), ("x", Encode.Datum(line.Value)),
                ("y", Encode.Pixels(-3 - (row * RowHeight))), ("text", Encode.Pixels(line.Label))).With(Encode.One());
        }

        foreach (var (line, shift) in Shifted())
        {
            yield return Encode.Layer(
                Encode.Mark("text", ("align", "left"), ("baseline", "middle"), ("dx", Gap), ("dy", shift)),
                ("y", Encode.Datum(line.Value)), ("x", Encode.Pixels("width")), ("text", Encode.Pixels(line.Label))).With(Encode.One());
        }
    }

    /// <summary>Pixels between the title and the plot.</summary>
    public int Offset => 12 + (RowHeight * (above.Count == 0 ? 0 : 1 + above.Max(label => label.Row)));

    /// <summary>Pixels that labels take at the right of the plot.</summary>
    public int Beside => y.Lines.Where(line => line.Label.Length > 0).ToList() is { Count: > 0 } labelled
        ? (int)Math.Ceiling(labelled.Max(line => Theme.Width(line.Label, LabelSize))) + Gap : 0;

    // A label that would run into one before it goes a row up.
    private static IEnumerable<(ReferenceLine Line, int Row)> Rows(AxisLines x, int width)
    {
        var ends = new List<double>();
        foreach (var line in x.Lines.Where(line => line.Label.Length > 0).OrderBy(line => line.Value))
        {
            var (middle, half) = (Shrinkage * width * x.Place(line.Value), Theme.Width(line.Label, LabelSize) / 2);
            var row = ends.FindIndex(end => end <= middle - half);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            ends[row] = middle + half + Gap;
            yield return (line, row);
        }
    }

    // Labels of lines that lie close to each other move apart and stay in their order.
    private List<(ReferenceLine Line, int Shift)> Shifted()
    {
        var lines = y.Lines.Where(line => line.Label.Length > 0).OrderByDescending(line => line.Value).ToList();
        double[] own = [.. lines.Select(line => Shrinkage * height * (1 - y.Place(line.Value)))];
        double[] places = [.. own];
        for (var k = 1; k < places.Length; k++)
        {
            if (places[k] - places[k - 1] < RowHeight)
            {
                var middle = (places[k] + places[k - 1]) / 2;
                (places[k - 1], places[k]) = (middle - (RowHeight / 2.0), middle + (RowHeight / 2.0));
                for (var up = k - 1; up > 0; up--)
                {
                    places[up - 1] = Math.Min(places[up - 1], places[up] - RowHeight);
                }
            }
        }

        return [.. lines.Select((line, k) => (line, (int)Math.Round(places[k] - own[k])))];
    }
}
