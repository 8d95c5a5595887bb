using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Trajectories through two dimensions of a state space, each from an open circle to a filled square, with fixed points.</summary>
public sealed record TrajectoryFigure : Figure
{
    /// <summary>One or more for each condition, in the order of time.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>The first dimension.</summary>
    public Axis X { get; init; } = new("PC 1");

    /// <summary>The second dimension.</summary>
    public Axis Y { get; init; } = new("PC 2");

    /// <summary>Fixed and slow points in the same plane.</summary>
    public IReadOnlyList<StatePoint> Points { get; init; } = [];

    /// <summary>Whether the names are steps of one quantity, so that their colours run from dark to light.</summary>
    public bool Ordered { get; init; }

    /// <summary>The quantity that the names are values of, above the legend; empty for names that speak for themselves.</summary>
    public string Legend { get; init; } = "";

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        const int Width = 420;
        var layers = new CurveLayers(Curves, X, Y, Ordered, legend: Legend);
        IEnumerable<JsonObject> all =
        [
            layers.Lines().With(layers.Data, layers.Naming),
            .. StateMarks.Ends(Curves, X, Y, layers.Naming, layers.Colour), .. StateMarks.Points(Points, X, Y),
        ];
        return Theme.Finish(Encode.Layers(Width, 360, all), Title, Width, subtitle: StateMarks.Legend);
    }
}
