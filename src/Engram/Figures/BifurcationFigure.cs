using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Fixed points against an input or another parameter: filled where they are stable, open where they are unstable.</summary>
public sealed record BifurcationFigure : Figure
{
    /// <summary>The fixed points: X is the parameter, Y the position.</summary>
    public required IReadOnlyList<StatePoint> Points { get; init; }

    /// <summary>The parameter.</summary>
    public required Axis X { get; init; }

    /// <summary>The position.</summary>
    public required Axis Y { get; init; }

    /// <summary>Dashed lines at values of the parameter.</summary>
    public IReadOnlyList<ReferenceLine> XLines { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        const int Width = 420, Height = 280;
        var lines = new ReferenceLayers(
            new(X, Points.Select(point => point.X), XLines), new(Y, Points.Select(point => point.Y), Points.Count > 0 ? [new(0)] : []),
            Width, Height);
        IEnumerable<JsonObject> all =
        [
            .. lines.Lines(),
            .. StateMarks.Points(Points, lines.X, lines.Y, 34),
            .. lines.Labels(),
        ];
        return Theme.Finish(Encode.Layers(Width, Height, all), Title, Width, lines.Offset);
    }
}
