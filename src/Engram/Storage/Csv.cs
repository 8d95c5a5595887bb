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
    public static void Write(string path, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        Append(writer, headers, rows);
    });

    /// <summary>The table as text.</summary>
    /// <param name="headers">Names of the columns.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    /// <exception cref="ArgumentException">A row has another number of cells.</exception>
    public static string Text(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var text = new StringWriter();
        Append(text, headers, rows);
        return text.ToString();
    }

    private static void Append(TextWriter text, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        Append(text, headers);
        foreach (var row in rows)
        {
            if (row.Count != headers.Count)
            {
                throw new ArgumentException($"A row has {row.Count} cells, but there are {headers.Count} columns.", nameof(rows));
            }

            Append(text, row);
        }
    }

    private static void Append(TextWriter text, IReadOnlyList<string> cells)
    {
        text.Write(string.Join(',', cells.Select(Quoted)));
        text.Write('\n');
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(Special) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
