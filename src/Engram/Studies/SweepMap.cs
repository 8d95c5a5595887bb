using Engram.Figures;

namespace Engram.Studies;

/// <summary>The networks of a sweep by the values of two settings.</summary>
internal sealed class SweepMap
{
    // In more cells there is no room for numbers.
    private const int MostWritten = 12;
    private readonly string[] axes, rows, columns;
    private readonly Dictionary<(string Row, string Column), SweepGroup> cells;

    /// <summary>Sorts the networks into cells.</summary>
    /// <param name="table">The networks.</param>
    /// <param name="row">Place of the setting that goes down.</param>
    /// <param name="column">Place of the setting that goes across.</param>
    public SweepMap(SweepTable table, int row, int column)
    {
        axes = [table.Axes[row], table.Axes[column]];
        rows = [.. table.Rows.Select(one => one.Settings[row]).Distinct()];
        columns = [.. table.Rows.Select(one => one.Settings[column]).Distinct()];
        cells = table.Rows.Where(one => one.Ended).GroupBy(one => (one.Settings[row], one.Settings[column]))
            .ToDictionary(group => group.Key, group => new SweepGroup("", [.. group]));
    }

    /// <summary>A number of each cell as colours; blank where no network has ended.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="value">Its axis.</param>
    /// <param name="number">The number.</param>
    public Figure Figure(string title, Axis value, Func<SweepGroup, Estimate> number)
    {
        var values = new double[rows.Length, columns.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                values[i, j] = cells.TryGetValue((rows[i], columns[j]), out var group) ? number(group).Value : double.NaN;
            }
        }

        return new MatrixFigure
        {
            Title = title,
            Panels = [new("", values)],
            Rows = new(axes[0]),
            Columns = new(axes[1]),
            RowLabels = rows,
            ColumnLabels = columns,
            Value = value,
            Decimals = columns.Length > MostWritten ? null : value.Percent || value.Whole ? 0 : 2,
        };
    }
}
