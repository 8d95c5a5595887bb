namespace Engram.Storage;

/// <summary>Tables as text.</summary>
public static class Csv
{
    /// <summary>Writes a table.</summary>
    /// <param name="path">Where.</param>
    /// <param name="headers">One per column.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(string path, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows) =>
        AtomicFile.WriteText(path, string.Concat(rows.Prepend(headers).Select(row => string.Join(',', row) + "\n")));
}
