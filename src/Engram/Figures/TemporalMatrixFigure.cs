using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>A matrix over two axes of time, such as the accuracy of a decoder trained at one time and tested at another.</summary>
public sealed record TemporalMatrixFigure : Figure
{
    private const int Side = 360;

    /// <summary>Rows × columns.</summary>
    public required double[,] Values { get; init; }

    /// <summary>Time of each row, evenly spaced, s.</summary>
    public required IReadOnlyList<double> RowTimes { get; init; }

    /// <summary>Time of each column, evenly spaced, s.</summary>
    public required IReadOnlyList<double> ColumnTimes { get; init; }

    /// <summary>What the rows are, drawn upward.</summary>
    public required Axis Rows { get; init; }

    /// <summary>What the columns are.</summary>
    public required Axis Columns { get; init; }

    /// <summary>What the cells hold; its limits are those of the colours.</summary>
    public required Axis Value { get; init; }

    /// <summary>The value that is white, such as chance; null for a scale from dark to light.</summary>
    public double? Midpoint { get; init; }

    /// <summary>Dashed lines at times of the rows.</summary>
    public IReadOnlyList<ReferenceLine> RowLines { get; init; } = [];

    /// <summary>Dashed lines at times of the columns.</summary>
    public IReadOnlyList<ReferenceLine> ColumnLines { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        // Whole pixels for each cell.
        var (rows, columns) = (RowTimes.Count, ColumnTimes.Count);
        var side = Math.Max(1, Side / Math.Max(1, Math.Max(rows, columns)));
        var scale = new ColourScale(Value, Midpoint, Values.Cast<double>());
        var (across, along) = (Cells(Columns, ColumnTimes), Cells(Rows, RowTimes));
        var lines = new ReferenceLayers(
            new(HeatLayer.Limited(across.Axis, across.Start, across.Width, columns), [], ColumnLines),
            new(HeatLayer.Limited(along.Axis, along.Start, along.Width, rows), [], RowLines), side * columns, side * rows);
        IEnumerable<JsonObject> layers =
        [
            HeatLayer.Of(Values, across, along, scale.Encoding("value", side * rows, 14 + lines.Beside)),
            .. lines.Lines(), .. lines.Labels(),
        ];
        return Theme.Finish(Encode.Layers(side * columns, side * rows, layers), Title, side * columns, lines.Offset);
    }

    // A cell is centred on its time.
    private static (Axis Axis, double Start, double Width) Cells(Axis axis, IReadOnlyList<double> times)
    {
        var width = times.Count > 1 ? (times[^1] - times[0]) / (times.Count - 1) : 1;
        return (axis, times[0] - (width / 2), width);
    }
}
