using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// Lines against a quantity, with intervals, such as a mean and its spread, or an accuracy over time and its null distribution.
/// </summary>
public sealed record LinesFigure : Figure
{
    /// <summary>The lines; curves of one name are several lines of one colour.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>What is along x.</summary>
    public required Axis X { get; init; }

    /// <summary>What is along y.</summary>
    public required Axis Y { get; init; }

    /// <summary>Dashed lines at values of x.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <summary>Dashed lines at values of y.</summary>
    public IReadOnlyList<ReferenceLine> YLines { get; init; } = [];

    /// <summary>Whether each value is marked.</summary>
    public bool Points { get; init; }

    /// <summary>Whether intervals are error bars rather than bands.</summary>
    public bool Whiskers { get; init; }

    /// <summary>Whether the names are steps of one quantity, so that their colours run from dark to light.</summary>
    public bool Ordered { get; init; }

    /// <summary>The quantity that the names are values of, above the legend; empty for names that speak for themselves.</summary>
    public string Legend { get; init; } = "";

    /// <summary>How the lines are to be read, such as which are dashed; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Pixels from the left to the right axis.</summary>
    public int Width { get; init; } = 440;

    /// <summary>Pixels from the upper to the lower axis.</summary>
    public int Height { get; init; } = 270;

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var lines = new ReferenceLayers(
            new(X, Curves.SelectMany(curve => curve.X), XLines), new(Y, Curves.SelectMany(CurveLayers.Heights), YLines), Width, Height);
        var layers = new CurveLayers(Curves, lines.X, lines.Y, Ordered, Points ? 8 : 0, Legend);
        IEnumerable<JsonObject> all =
        [
            .. lines.Lines(),
            .. layers.Intervals(Whiskers), layers.Lines(), .. Points ? [layers.Points()] : Array.Empty<JsonObject>(),
            .. lines.Labels(),
        ];
        var body = Encode.Layers(Width, Height, all).With(layers.Data, layers.Naming);
        return Theme.Finish(body, Title, Width, lines.Offset, Note, lines.Beside);
    }
}
