using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// The data of a figure as columns in comma-separated values: a tenth of what a JSON object for each row takes. Numbers have five
/// significant digits; those that are not finite become empty, which Vega reads as null.
/// </summary>
public sealed class DataTable
{
    private readonly List<(string Name, List<string> Cells, bool Numeric)> columns = [];

    /// <summary>Adds a column of numbers.</summary>
    /// <param name="name">The field of the specification.</param>
    /// <param name="values">One for each row.</param>
    public DataTable Numbers(string name, IEnumerable<double> values) => Add(name, values.Select(Text), true);

    /// <summary>Adds a column of texts.</summary>
    /// <param name="name">The field of the specification.</param>
    /// <param name="values">One for each row.</param>
    public DataTable Texts(string name, IEnumerable<string> values) => Add(name, values.Select(Quoted), false);

    /// <summary>The data of a Vega-Lite specification.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public JsonObject ToData()
    {
        if (columns.Select(column => column.Cells.Count).Distinct().Count() > 1)
        {
            throw new ArgumentException(
                $"The columns of a figure differ in length: {string.Join(", ", columns.Select(c => $"{c.Name} {c.Cells.Count}"))}.");
        }

        var text = new StringBuilder().AppendJoin(',', columns.Select(column => column.Name));
        for (var row = 0; row < columns[0].Cells.Count; row++)
        {
            text.Append('\n').AppendJoin(',', columns.Select(column => column.Cells[row]));
        }

        var parse = new JsonObject(columns.Select(column =>
            KeyValuePair.Create(column.Name, (JsonNode?)JsonValue.Create(column.Numeric ? "number" : "string"))));
        return new() { ["values"] = text.ToString(), ["format"] = new JsonObject { ["type"] = "csv", ["parse"] = parse } };
    }

    /// <summary>A number as it stands in the data.</summary>
    internal static string Text(double value) => double.IsFinite(value) ? value.ToString("G5", CultureInfo.InvariantCulture) : "";

    private DataTable Add(string name, IEnumerable<string> cells, bool numeric)
    {
        columns.Add((name, [.. cells], numeric));
        return this;
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
