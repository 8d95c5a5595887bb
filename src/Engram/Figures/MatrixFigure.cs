using System.Globalization;
using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Matrices as coloured cells with named rows and columns, such as performance by trained and tested delay.</summary>
public sealed record MatrixFigure : Figure
{
    /// <summary>One matrix, or several on one scale of colours.</summary>
    public required IReadOnlyList<MatrixPanel> Panels { get; init; }

    /// <summary>What the rows are.</summary>
    public required Axis Rows { get; init; }

    /// <summary>What the columns are.</summary>
    public required Axis Columns { get; init; }

    /// <summary>One for each row, without the unit.</summary>
    public required IReadOnlyList<string> RowLabels { get; init; }

    /// <summary>One for each column, without the unit.</summary>
    public required IReadOnlyList<string> ColumnLabels { get; init; }

    /// <summary>What the cells hold; its limits are those of the colours.</summary>
    public required Axis Value { get; init; }

    /// <summary>The value that is white, such as chance, with blue below and orange above; null for a scale from dark to light.</summary>
    public double? Midpoint { get; init; }

    /// <summary>With how many decimals the values are written into the cells; null for not at all.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether the first row is the lowest.</summary>
    public bool RowsUpward { get; init; }

    /// <summary>How many matrices stand side by side.</summary>
    public int PanelsPerRow { get; init; } = 2;

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var scale = new ColourScale(Value, Midpoint, Panels.SelectMany(panel => panel.Values.Cast<double>()));
        var side = Math.Clamp((Panels.Count == 1 ? 420 : 330) / Math.Max(1, ColumnLabels.Count), 14, 44);
        if (Panels is [var only])
        {
            var body = Body(only, scale, side);
            return Theme.Finish(body, Title, Math.Max(320, side * ColumnLabels.Count));
        }

        var panels = new JsonArray([.. Panels.Select(panel =>
        {
            var body = Body(panel, scale, side);
            body["title"] = new JsonObject { ["text"] = panel.Title, ["fontSize"] = 13, ["anchor"] = "middle", ["offset"] = 6 };
            return body;
        })]);
        var all = new JsonObject { ["columns"] = PanelsPerRow, ["concat"] = panels };
        return Theme.Finish(all, Title, Math.Min(PanelsPerRow, Panels.Count) * side * ColumnLabels.Count);
    }

    private JsonObject Body(MatrixPanel panel, ColourScale scale, int side)
    {
        if (panel.Values.GetLength(0) != RowLabels.Count || panel.Values.GetLength(1) != ColumnLabels.Count)
        {
            throw new ArgumentException(
                $"The matrix '{panel.Title}' has {panel.Values.GetLength(0)} × {panel.Values.GetLength(1)} cells for "
                + $"{RowLabels.Count} × {ColumnLabels.Count} labels.");
        }

        var cells = RowLabels.SelectMany((row, i) => ColumnLabels.Select((column, j) => (row, column, value: panel.Values[i, j]))).ToList();
        var data = new DataTable().Texts("row", cells.Select(cell => cell.row)).Texts("column", cells.Select(cell => cell.column))
            .Numbers("value", cells.Select(cell => cell.value)).ToData();
        var blank = Encode.Mark("rect", ("stroke", "white"), ("strokeWidth", 1), ("tooltip", true), ("aria", cells.Count <= 200));
        var rect = Encode.Layer(blank, ("x", Label("column", Columns, ColumnLabels, false)), ("y", Label("row", Rows, RowLabels, true)),
            ("fill", scale.Encoding("value", side * RowLabels.Count)));
        List<JsonObject> layers = [rect];
        if (Decimals is { } decimals)
        {
            var factor = Value.Percent ? "100 * " : "";
            layers.Add(Encode.Layer(
                Encode.Mark("text", ("fontSize", Math.Min(11, side / 2.7)), ("aria", false)),
                ("x", Label("column", Columns, ColumnLabels, false)), ("y", Label("row", Rows, RowLabels, true)),
                ("text", new JsonObject { ["field"] = "text" }),
                ("color", new JsonObject
                {
                    ["condition"] = new JsonObject { ["test"] = scale.IsDark("value"), ["value"] = "white" },
                    ["value"] = "#222222",
                })).With(data.DeepClone().AsObject(), new JsonObject
                {
                    ["calculate"] =
                        $"isValid(datum.value) ? format({factor}datum.value, '.{decimals.ToString(CultureInfo.InvariantCulture)}f') : ''",
                    ["as"] = "text",
                }));
        }

        return Encode.Layers(side * ColumnLabels.Count, side * RowLabels.Count, layers).With(data);
    }

    private JsonObject Label(string field, Axis axis, IReadOnlyList<string> labels, bool rows) => new()
    {
        ["field"] = field,
        ["type"] = "ordinal",
        ["title"] = axis.Label,
        ["scale"] = new JsonObject { ["domain"] = Palette.Texts(rows && RowsUpward ? labels.Reverse() : labels) },
        ["axis"] = new JsonObject { ["labelAngle"] = 0, ["ticks"] = false, ["domain"] = false },
    };
}
