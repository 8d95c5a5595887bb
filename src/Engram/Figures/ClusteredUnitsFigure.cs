using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>What units do in each of several tasks, as coloured cells: tasks as rows, units as columns in the order of their groups.</summary>
public sealed record ClusteredUnitsFigure : Figure
{
    private const int Width = 600;

    /// <summary>Tasks × units.</summary>
    public required double[,] Values { get; init; }

    /// <summary>Names of the tasks.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The group of each unit, counted from 1; equal ones are beside each other.</summary>
    public required IReadOnlyList<int> Groups { get; init; }

    /// <summary>What the cells hold; its limits are those of the colours.</summary>
    public required Axis Value { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var (rows, units) = (Values.GetLength(0), Values.GetLength(1));
        if (rows != Rules.Count || units != Groups.Count)
        {
            throw new ArgumentException($"There are {rows} × {units} cells for {Rules.Count} tasks and {Groups.Count} units.");
        }

        // Whole pixels for each cell.
        var (cell, side) = (Math.Clamp(Width / Math.Max(1, units), 1, 24), Math.Clamp(360 / Math.Max(1, rows), 12, 30));
        var (width, height) = (cell * units, side * rows);
        var axis = new Axis("Unit, by group") { Minimum = 0, Maximum = units, Whole = true };
        var scale = new ColourScale(Value, null, Values.Cast<double>());
        var table = new DataTable()
            .Texts("rule", Rules.SelectMany(rule => Enumerable.Repeat(rule, units)))
            .Numbers("start", Rules.SelectMany(_ => Enumerable.Range(0, units).Select(unit => (double)unit)))
            .Numbers("end", Rules.SelectMany(_ => Enumerable.Range(1, units).Select(unit => (double)unit)))
            .Numbers("value", Values.Cast<double>());
        var cells = Encode.Layer(
            Encode.Mark("rect", ("tooltip", true), ("aria", false)), ("x", Encode.Field("start", axis)), ("x2", Encode.End("end")),
            ("y", new JsonObject
            {
                ["field"] = "rule", ["type"] = "ordinal", ["title"] = "Task", ["scale"] = new JsonObject { ["domain"] = Palette.Texts(Rules) },
                ["axis"] = new JsonObject { ["ticks"] = false, ["domain"] = false },
            }),
            ("fill", scale.Encoding("value", height))).With(table.ToData());
        int[] starts = [.. Enumerable.Range(0, units).Where(unit => unit == 0 || Groups[unit] != Groups[unit - 1])];
        var bounds = new DataTable().Numbers("at", starts.Skip(1).Select(start => (double)start)).ToData();
        var lines = Encode.Layer(
            Encode.Mark("rule", ("color", "white"), ("strokeWidth", 2), ("aria", false)), ("x", Encode.Field("at", axis)),
            ("y", Encode.Pixels(0)), ("y2", Encode.Pixels(height))).With(bounds);
        var middles = starts.Select((start, k) => (start + (k + 1 < starts.Length ? starts[k + 1] : units)) / 2.0);
        var names = new DataTable().Numbers("at", middles).Texts("group", starts.Select(start => $"{Groups[start]}")).ToData();
        var labels = Encode.Layer(
            Encode.Mark("text", ("dy", -8), ("aria", false)), ("x", Encode.Field("at", axis)), ("y", Encode.Pixels(0)),
            ("text", new JsonObject { ["field"] = "group" })).With(names);
        return Theme.Finish(Encode.Layers(width, height, [cells, lines, labels]), Title, width, 22);
    }
}
