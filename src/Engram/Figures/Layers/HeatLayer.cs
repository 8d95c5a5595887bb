using System.Globalization;
using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Many cells along two axes of numbers, without seams between them.</summary>
internal static class HeatLayer
{
    /// <summary>All cells. The data are the values alone, row after row.</summary>
    /// <param name="values">Rows × columns.</param>
    /// <param name="x">Along the columns, and where the first begins and how wide each is.</param>
    /// <param name="y">Along the rows, likewise.</param>
    /// <param name="fill">The colours.</param>
    /// <param name="downward">Whether the first row is on top.</param>
    /// <param name="byStroke">Whether the colours belong to the stroke, where other layers have colours of their own to fill with.</param>
    public static JsonObject Of(
        double[,] values, (Axis Axis, double Start, double Width) x, (Axis Axis, double Start, double Width) y, JsonObject fill,
        bool downward = false, bool byStroke = false)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var number = new JsonObject
        {
            ["window"] = new JsonArray(new JsonObject { ["op"] = "row_number", ["as"] = "number" }),
        };
        var cells = Cells(("x", x, columns), ("y", y, rows), fill, downward, 1);
        if (byStroke)
        {
            var encoding = cells["encoding"]!.AsObject();
            encoding.Remove("fill");
            encoding["stroke"] = fill;
            cells["mark"]!.AsObject().Remove("stroke");
            cells["mark"]!["fill"] = new JsonObject { ["expr"] = "scale('stroke', datum.value)" };
        }

        return cells.With(
            new DataTable().Numbers("value", values.Cast<double>()).ToData(), number,
            Calculate("x", $"{Text(x.Start)} + {Text(x.Width)} * ((datum.number - 1) % {columns})"),
            Calculate("y", $"{Text(y.Start)} + {Text(y.Width)} * floor((datum.number - 1) / {columns})"),
            new() { ["filter"] = "isValid(datum.value)" }, Far("x", x.Width), Far("y", y.Width));
    }

    /// <summary>The cells that are not zero, counted from 0, the first row on top.</summary>
    /// <param name="values">Rows × columns.</param>
    /// <param name="x">Along the columns.</param>
    /// <param name="y">Along the rows.</param>
    /// <param name="fill">The colours.</param>
    public static JsonObject Sparse(double[,] values, Axis x, Axis y, JsonObject fill)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var cells = Enumerable.Range(0, rows).SelectMany(i => Enumerable.Range(0, columns).Select(j => (I: i, J: j, Value: values[i, j])))
            .Where(cell => double.IsFinite(cell.Value) && cell.Value != 0).ToList();
        var table = new DataTable().Numbers("x", cells.Select(cell => (double)cell.J)).Numbers("y", cells.Select(cell => (double)cell.I))
            .Numbers("value", cells.Select(cell => cell.Value));
        return Cells(("x", (x, 0, 1), columns), ("y", (y, 0, 1), rows), fill, true, 0)
            .With(table.ToData(), Far("x", 1), Far("y", 1));
    }

    /// <summary>An axis with the limits of the cells along it, to the last bit, for other layers over them.</summary>
    public static Axis Limited(Axis axis, double start, double width, int count) =>
        axis with { Minimum = start, Maximum = start + (count * width) };

    /// <summary>Values of neighbouring columns averaged, so that at most so many columns remain.</summary>
    /// <returns>The values and how many columns each is the mean of.</returns>
    public static (double[,] Values, int Pooled) Pool(double[,] values, int most)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var pooled = Math.Max(1, (columns + most - 1) / most);
        var result = new double[rows, (columns + pooled - 1) / pooled];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] = Enumerable.Range(j * pooled, Math.Min(pooled, columns - (j * pooled))).Average(k => values[i, k]);
            }
        }

        return (result, pooled);
    }

    private static JsonObject Cells(
        (string Field, (Axis Axis, double Start, double Width) Along, int Count) x,
        (string Field, (Axis Axis, double Start, double Width) Along, int Count) y, JsonObject fill, bool downward, double seam)
    {
        var (across, along) = (Limited(x), Limited(y));

        // Cells would cover the lines of the axes.
        across["axis"]!["zindex"] = 1;
        along["axis"]!["zindex"] = 1;
        if (downward)
        {
            along["scale"]!["reverse"] = true;
        }

        var mark = Encode.Mark("rect", ("aria", false), ("tooltip", true));
        if (seam > 0)
        {
            // A line of the cell's own colour closes the seams that viewers leave between neighbours.
            mark["strokeWidth"] = seam;
            mark["stroke"] = new JsonObject { ["expr"] = "scale('fill', datum.value)" };
        }

        return Encode.Layer(mark, ("x", across), ("x2", Encode.End("x2")), ("y", along), ("y2", Encode.End("y2")), ("fill", fill));
    }

    private static JsonObject Limited((string Field, (Axis Axis, double Start, double Width) Along, int Count) of) => Encode.Field(
        of.Field, Limited(of.Along.Axis, of.Along.Start, of.Along.Width, of.Count));

    private static JsonObject Calculate(string field, string expression) => new() { ["calculate"] = expression, ["as"] = field };

    private static JsonObject Far(string field, double width) => Calculate(field + "2", $"datum.{field} + {Text(width)}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
