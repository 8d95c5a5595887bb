using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>How values are distributed, in bins that all groups share.</summary>
public sealed record HistogramFigure : Figure
{
    /// <summary>The groups.</summary>
    public required IReadOnlyList<NamedValues> Groups { get; init; }

    /// <summary>What the values are. Values outside its limits are counted in the outermost bins.</summary>
    public required Axis X { get; init; }

    /// <summary>How many bins.</summary>
    public int Bins { get; init; } = 30;

    /// <summary>Whether shares of the group are shown rather than counts, for groups that differ in size.</summary>
    public bool Shares { get; init; }

    /// <summary>Dashed lines at values of x.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        const int Width = 440;
        var names = Groups.Select(group => group.Name).ToList();
        var all = Groups.SelectMany(group => group.Values).Where(double.IsFinite).DefaultIfEmpty().ToList();
        var (low, high) = (X.Minimum ?? all.Min(), X.Maximum ?? all.Max());
        var width = high > low ? (high - low) / Bins : 1;
        var bins = Enumerable.Range(0, Bins).ToList();
        var table = new DataTable()
            .Numbers("series", names.SelectMany((_, k) => bins.Select(_ => (double)k)))
            .Numbers("low", names.SelectMany(_ => bins.Select(bin => low + (bin * width))))
            .Numbers("high", names.SelectMany(_ => bins.Select(bin => low + ((bin + 1) * width))))
            .Numbers("y", Groups.SelectMany(group => Heights(group.Values, low, width)));
        const int Height = 240;
        var lines = new ReferenceLayers(new(X, [low, high], XLines), new(new Axis(""), [], []), Width, Height);
        var x = Encode.Field("low", lines.X);

        // Free space before the first bar would be rounded to the next number, below 0 for what cannot be.
        x["scale"]!["padding"] = 0;
        var y = Encode.Field("y", Shares ? new Axis("Share", "%") { Percent = true } : new Axis("Count") { Whole = true });
        y["stack"] = null;
        y["scale"] = new JsonObject { ["zero"] = true };
        var bars = Encode.Layer(
            Encode.Mark("bar", ("opacity", Groups.Count > 1 ? 0.5 : 0.85), ("binSpacing", 0), ("orient", "vertical"), ("tooltip", true)),
            ("x", x), ("x2", Encode.End("high")), ("y", y), ("y2", Encode.Datum(0)),
            ("color", Palette.Colour(names)));
        IEnumerable<JsonObject> layers = [bars, .. lines.Lines(), .. lines.Labels()];
        var body = Encode.Layers(Width, Height, layers).With(table.ToData(), Palette.Naming(names));
        return Theme.Finish(body, Title, Width, lines.Offset);
    }

    private IEnumerable<double> Heights(IReadOnlyList<double> values, double low, double width)
    {
        var counts = new double[Bins];
        foreach (var value in values.Where(double.IsFinite))
        {
            counts[(int)Math.Clamp(Math.Floor((value - low) / width), 0, Bins - 1)]++;
        }

        var total = counts.Sum();
        return Shares && total > 0 ? counts.Select(count => count / total) : counts;
    }
}
