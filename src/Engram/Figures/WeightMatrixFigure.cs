using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>A matrix of weights, W[i, j] from j to i, in blocks of excitatory and inhibitory units where there are such.</summary>
public sealed record WeightMatrixFigure : Figure
{
    /// <summary>To × from.</summary>
    public required double[,] Weights { get; init; }

    /// <summary>How many rows, from the first, are of excitatory units; null where rows are no units under Dale's law.</summary>
    public required int? ExcitatoryRows { get; init; }

    /// <summary>How many columns, from the first, are of excitatory units; null where columns are no units under Dale's law.</summary>
    public required int? ExcitatoryColumns { get; init; }

    /// <summary>What the columns are.</summary>
    public string From { get; init; } = "From unit";

    /// <summary>What the rows are.</summary>
    public string To { get; init; } = "To unit";

    /// <summary>The size of a weight beyond which the colour stays; null for the 99th percentile of those that are not zero.</summary>
    public double? Limit { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var (rows, columns) = (Weights.GetLength(0), Weights.GetLength(1));
        var limit = Limit ?? Percentile();
        var side = Math.Clamp(400 / Math.Max(rows, columns), 2, 16);
        var (width, height) = (Math.Max(side * columns, Least(From)), Math.Max(side * rows, Least(To)));
        var scale = new ColourScale(new Axis("Weight") { Minimum = -limit, Maximum = limit }, 0, []);
        IEnumerable<JsonObject> layers =
        [
            HeatLayer.Sparse(Weights, new Axis(From) { Whole = true }, new Axis(To) { Whole = true }, scale.Encoding("value", height, 30)),
            .. Boundary(ExcitatoryColumns, columns, "x"), .. Boundary(ExcitatoryRows, rows, "y"),
        ];
        var body = Encode.Layers(width, height, layers);
        body["view"] = new JsonObject { ["fill"] = "#f4f4f2" };
        return Theme.Finish(body, Title, Math.Max(280, width), 26);
    }

    // The name of an axis must fit beside a single row or column.
    private static int Least(string name) => (int)Math.Ceiling(Theme.Width(name, Theme.AxisTitleSize));

    private static IEnumerable<JsonObject> Boundary(int? units, int count, string channel)
    {
        if (units is not { } excitatory)
        {
            yield break;
        }

        if (excitatory > 0 && excitatory < count)
        {
            yield return Encode.Layer(
                Encode.Mark("rule", ("color", Theme.Ink), ("strokeWidth", 1), ("aria", false)), (channel, Encode.Datum(excitatory)))
                .With(Encode.One());
        }

        foreach (var (name, from, to) in new[] { ("E", 0, excitatory), ("I", excitatory, count) })
        {
            if (to > from)
            {
                yield return Encode.Layer(
                    channel == "x"
                        ? Encode.Mark("text", ("baseline", "bottom"), ("fontSize", 12), ("fontWeight", 600))
                        : Encode.Mark("text", ("align", "left"), ("dx", 6), ("fontSize", 12), ("fontWeight", 600)),
                    (channel, Encode.Datum((from + to) / 2.0)),
                    (channel == "x" ? "y" : "x", Encode.Pixels(channel == "x" ? -4 : "width")),
                    ("text", Encode.Pixels(name))).With(Encode.One());
            }
        }
    }

    private double Percentile()
    {
        var sizes = Weights.Cast<double>().Select(Math.Abs).Where(size => size > 0 && double.IsFinite(size)).Order().ToList();
        return sizes.Count == 0 ? 1 : sizes[(int)(0.99 * (sizes.Count - 1))];
    }
}
