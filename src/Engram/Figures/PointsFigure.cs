using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Points of two quantities, one per network or condition, with the least-squares line through all of them.</summary>
public sealed record PointsFigure : Figure
{
    private const int Padding = 12;

    /// <summary>The points, in groups of a colour.</summary>
    public required IReadOnlyList<Curve> Groups { get; init; }

    /// <summary>What is along x.</summary>
    public required Axis X { get; init; }

    /// <summary>What is along y.</summary>
    public required Axis Y { get; init; }

    /// <summary>Whether the line of least squares is drawn through all points.</summary>
    public bool Regression { get; init; }

    /// <summary>Whether the mean of each group at each x is marked by a bar.</summary>
    public bool Means { get; init; }

    /// <summary>Dashed lines at values of x.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <summary>Dashed lines at values of y.</summary>
    public IReadOnlyList<ReferenceLine> YLines { get; init; } = [];

    /// <summary>Whether the names are steps of one quantity, so that their colours run from dark to light.</summary>
    public bool Ordered { get; init; }

    /// <summary>The quantity that the names are values of, above the legend; empty for names that speak for themselves.</summary>
    public string Legend { get; init; } = "";

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        const int Width = 440, Height = 270;
        var lines = new ReferenceLayers(
            new(X, Groups.SelectMany(group => group.X), XLines), new(Y, Groups.SelectMany(group => group.Y), YLines), Width, Height);
        var layers = new CurveLayers(Groups, lines.X, lines.Y, Ordered, Padding, Legend);
        IEnumerable<JsonObject> all =
        [
            .. lines.Lines(),
            .. Regression ? Line(lines) : [], layers.Points(48, 0.75), .. Means && layers.Any ? [Bars(layers, lines)] : Array.Empty<JsonObject>(),
            .. lines.Labels(),
        ];
        return Theme.Finish(
            Encode.Layers(Width, Height, all).With(layers.Data, layers.Naming), Title, Width, lines.Offset,
            Means && layers.Any ? "Bars are means." : "", lines.Beside);
    }

    private static JsonObject Bars(CurveLayers layers, ReferenceLayers lines)
    {
        var y = Encode.Field("y", lines.Y, Padding);
        y["aggregate"] = "mean";
        return Encode.Layer(
            Encode.Mark("tick", ("orient", "horizontal"), ("thickness", 2.5), ("width", 18), ("height", 2.5)),
            ("x", Encode.Field("x", lines.X, Padding)), ("y", y), ("color", layers.Colour()));
    }

    // y = ȳ + b (x − x̄), b = Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²
    private IEnumerable<JsonObject> Line(ReferenceLayers lines)
    {
        var points = Groups.SelectMany(group => group.X.Zip(group.Y))
            .Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second)).ToList();
        var meanX = points.Select(point => point.First).DefaultIfEmpty().Average();
        var meanY = points.Select(point => point.Second).DefaultIfEmpty().Average();
        var spread = points.Sum(point => (point.First - meanX) * (point.First - meanX));
        if (spread > 0)
        {
            var slope = points.Sum(point => (point.First - meanX) * (point.Second - meanY)) / spread;
            double[] ends = [points.Min(point => point.First), points.Max(point => point.First)];
            yield return Encode.Layer(
                Encode.Mark("line", ("color", Theme.Ink), ("strokeWidth", 1.4), ("aria", false)),
                ("x", Encode.Field("x", lines.X, Padding)), ("y", Encode.Field("y", lines.Y, Padding)))
                .With(new DataTable().Numbers("x", ends).Numbers("y", ends.Select(x => meanY + (slope * (x - meanX)))).ToData());
        }
    }
}
