using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Fixed points against an input or another parameter: full where states stay, open where they leave.</summary>
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
        const int Width = 420;
        var any = Points.Count > 0;
        IEnumerable<JsonObject> all =
        [
            .. ReferenceLayers.Lines(XLines, any ? [new(0)] : []),
            .. StateMarks.Points(Points, X.For(any), Y.For(any), 34),
            .. ReferenceLayers.Labels(XLines, []),
        ];
        return Theme.Finish(Encode.Layers(Width, 280, all), Title, Width, ReferenceLayers.Offset(XLines));
    }
}
