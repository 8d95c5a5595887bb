using Engram.App.Pages;
using Engram.App.Terminal;
using Engram.Studies;

namespace Engram.Tests.App;

/// <summary>Tables of a report on the terminal.</summary>
public sealed class ReportTablesTests
{
    [Theory]
    [InlineData(20, 20, "")]
    [InlineData(21, 20, "… and 1 more row in the report\n")]
    [InlineData(200, 20, "… and 180 more rows in the report\n")]
    public void Of_a_long_table_the_first_rows_are_shown_and_the_rest_is_counted(int rows, int shown, string last)
    {
        var table = new TableItem("Units.", ["unit"], [.. Enumerable.Range(1, rows).Select(row => (IReadOnlyList<string>)[$"{row}"])]);
        var report = new Report("selectivity", "Title", "Summary", "", "engram", false, [new("Section", [table])]);
        using var standard = new StringWriter { NewLine = "\n" };
        ReportTables.Write(report, new Output(standard, TextWriter.Null, TerminalTraits.None, json: false, quiet: false));
        Assert.Equal($"Units.\nunit\n{string.Concat(Enumerable.Range(1, shown).Select(row => $"{row}\n"))}{last}\n", standard.ToString());
    }
}
