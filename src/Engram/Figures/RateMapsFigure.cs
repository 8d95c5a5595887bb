using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Many small maps side by side, such as rate maps of units or their autocorrelograms, on one scale of colours.</summary>
public sealed record RateMapsFigure : Figure
{
    private const int TitleSize = 11;

    /// <summary>The maps; the first row of each is the lowest, and values that are not finite are left blank.</summary>
    public required IReadOnlyList<MatrixPanel> Panels { get; init; }

    /// <summary>What they show; its limits are those of the colours.</summary>
    public required Axis Value { get; init; }

    /// <summary>The value that is white, such as a correlation of 0; null for a scale from dark to light.</summary>
    public double? Midpoint { get; init; }

    /// <summary>What the columns are along, told where the pointer is over a cell.</summary>
    public Axis X { get; init; } = new("x");

    /// <summary>What the rows are along.</summary>
    public Axis Y { get; init; } = new("y");

    /// <summary>How many maps stand side by side.</summary>
    public int PanelsPerRow { get; init; } = 6;

    /// <summary>Pixels of the side of a map.</summary>
    public int Side { get; init; } = 96;

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var scale = new ColourScale(Value, Midpoint, Panels.SelectMany(panel => panel.Values.Cast<double>()));
        var across = Math.Min(PanelsPerRow, Panels.Count);
        var panels = new JsonArray([.. Panels.Select(panel =>
        {
            var cells = HeatLayer.Of(panel.Values, (X, 0, 1), (Y, 0, 1), scale.Encoding("value", 2 * Side));
            cells["encoding"]!["x"]!["axis"] = null;
            cells["encoding"]!["y"]!["axis"] = null;
            var body = Encode.Layers(Side, Math.Max(1, Side * panel.Values.GetLength(0) / Math.Max(1, panel.Values.GetLength(1))), [cells]);
            body["title"] = new JsonObject { ["text"] = panel.Title, ["fontSize"] = TitleSize, ["anchor"] = "middle", ["offset"] = 4 };
            return body;
        })]);
        return Theme.Finish(new JsonObject { ["columns"] = across, ["concat"] = panels, ["spacing"] = 12 }, Title, across * (Side + 12));
    }
}
