using Engram.App.Terminal;
using Engram.Studies;

namespace Engram.App.Pages;

/// <summary>The tables of a report on the terminal.</summary>
internal static class ReportTables
{
    /// <summary>Writes them, each below its caption.</summary>
    public static void Write(Report report, Output output)
    {
        foreach (var table in report.Sections.SelectMany(section => section.Items).OfType<TableItem>())
        {
            output.Line(table.Caption);
            output.Table(table.Headers, table.Rows);
            output.Line();
        }
    }
}
