namespace Engram.App.Terminal;

/// <summary>A table as aligned text, for files and pipes.</summary>
internal static class PlainTable
{
    /// <summary>Writes the table, columns two spaces apart.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="headers">One per column.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    public static void Write(TextWriter writer, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max())];
        foreach (var row in rows.Prepend(headers))
        {
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
