using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Pages;

/// <summary>The tables of a report on the terminal.</summary>
internal static class ReportTables
{
    private const int MostRows = 20;

    /// <summary>Writes them, each below its caption; of a long one the first rows.</summary>
    public static void Write(Report report, Output output)
    {
        foreach (var table in report.Sections.SelectMany(section => section.Items).OfType<TableItem>())
        {
            output.Line(table.Caption);
            output.Table(table.Headers, [.. table.Rows.Take(MostRows)]);
            if (table.Rows.Count > MostRows)
            {
                output.Line($"… and {Counted.Of(table.Rows.Count - MostRows, "more row")} in the report");
            }

            output.Line();
        }
    }
}
