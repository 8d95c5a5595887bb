using System.Buffers;
using System.Text;

namespace Engram.Storage;

/// <summary>Tables as comma-separated values (RFC 4180), in UTF-8, with <c>\n</c> at the end of every line.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a table, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="headers">Names of the columns.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    /// <exception cref="ArgumentException">A row has another number of cells.</exception>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows) =>
        AtomicFile.WriteText(path, Text(headers, rows));

    /// <summary>The table as text.</summary>
    /// <param name="headers">Names of the columns.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    /// <exception cref="ArgumentException">A row has another number of cells.</exception>
    public static string Text(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        Append(text, headers);
        foreach (var row in rows)
        {
            if (row.Count != headers.Count)
            {
                throw new ArgumentException($"A row has {row.Count} cells, but there are {headers.Count} columns.", nameof(rows));
            }

            Append(text, row);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(Special) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
