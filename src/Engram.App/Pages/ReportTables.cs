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

    /// <summary>Says that a report took the place of another; the same command gives the same report, of which nothing is lost.</summary>
    /// <param name="earlier">The command of the one that was there; null for none.</param>
    /// <param name="command">The command of the new one.</param>
    /// <param name="output">Where it is said.</param>
    /// <returns>Whether it did.</returns>
    public static bool TellReplaced(string? earlier, string command, Output output)
    {
        if (earlier is null || earlier == command)
        {
            return false;
        }

        output.Line($"It replaces that of `{earlier}`; to keep both, give --out another folder.");
        return true;
    }
}
