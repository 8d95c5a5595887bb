using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Columns of numbers side by side from a file, one row for each sample: a table of text (csv, tsv), or arrays (npz, npy, MATLAB and others).</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="names">Names of the columns.</param>
/// <param name="values">The numbers (rows × columns).</param>
/// <param name="firstRow">What the first row is called in messages: its line in a table of text, 1 in an array.</param>
/// <param name="faults">What cannot be used of each column, in a sentence; null for nothing.</param>
/// <param name="texts">What is not even a gap in each column, likewise; null where there is no text.</param>
internal sealed class SeriesTable(string path, IReadOnlyList<string> names, double[] values, int firstRow, IReadOnlyList<string?> faults, IReadOnlyList<string?>? texts = null)
{
    // A full turn, and what rounding may add to it.
    private const double Turn = (2 * Math.PI) + 1e-3;
    private const double ShortestSample = 1e-6, LongestSample = 1e6;
    private static readonly ConcurrentDictionary<(string, string?), (DateTime Written, long Length, SeriesTable Table)> Known = new();
    private static readonly string[] OfArrays = [".npz", ".npy", ".mat", ".safetensors", ".pt", ".pth", ".onnx"];

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many rows there are.</summary>
    public int Rows => values.Length / names.Count;

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>A number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    public double this[int row, int column] => values[(row * names.Count) + column];

    /// <summary>Some rows as messages call them: <c>rows 2 to 61</c>.</summary>
    /// <param name="first">The first, from 0.</param>
    /// <param name="end">The row after the last.</param>
    public string RowsText(int first, int end) => FormattableString.Invariant($"rows {first + firstRow} to {end - 1 + firstRow}");

    /// <summary>The place of a column that may have gaps.</summary>
    /// <param name="name">Its name, or its number from 1.</param>
    /// <param name="setting">The setting that names it, for messages.</param>
    /// <exception cref="UsageException">There is no such column, or it has text.</exception>
    public int Place(string name, string setting)
    {
        var place = Named(name, setting);
        return texts?[place] is { } text ? throw new UsageException(text) : place;
    }

    /// <summary>The place of a column that is to be used.</summary>
    /// <param name="name">Its name, or its number from 1.</param>
    /// <param name="setting">The setting that names it, for messages.</param>
    /// <exception cref="UsageException">There is no such column, or it has gaps, text, or numbers that are not finite.</exception>
    public int Find(string name, string setting)
    {
        var place = Named(name, setting);
        return faults[place] is { } fault ? throw new UsageException(fault) : place;
    }

    /// <summary>Refuses headings that are not in radians.</summary>
    /// <param name="column">The column, from 0, which may have gaps.</param>
    /// <exception cref="UsageException">A heading is more than a full turn.</exception>
    public void CheckHeading(int column)
    {
        if (Enumerable.Range(0, Rows).FirstOrDefault(row => Math.Abs(this[row, column]) > Turn, -1) is >= 0 and var far)
        {
            throw new UsageException(FormattableString.Invariant(
                $"The heading in column '{Visible.Of(names[column])}' of '{path}' is {this[far, column]} in row {far + firstRow}, more than a full turn of 2π = 6.28; write it in radians from 0 to 2π, or from −π to π (degrees × π/180)."));
        }
    }

    /// <summary>How long a sample lasts in seconds by a column of times: the median, which a gap does not change.</summary>
    /// <param name="time">The column, from 0.</param>
    /// <param name="starts">Rows at which the time may begin anew; null for the first alone.</param>
    /// <exception cref="UsageException">There are gaps in the column, it does not rise, or samples are too short or too long.</exception>
    public double Every(int time, IEnumerable<int>? starts = null)
    {
        _ = Find(names[time], "Time");
        double[] steps = [.. Enumerable.Range(0, Rows).Except(starts ?? [0]).Select(Step).Order()];
        var every = steps.Length == 0 ? 0 : steps[steps.Length / 2];
        return every is > ShortestSample and < LongestSample ? every : throw new UsageException(FormattableString.Invariant(
            $"Samples of '{path}' are {every} s apart by its column '{names[time]}'; write the time in seconds, at intervals of 1 µs to 1e6 s, in at least two rows."));

        double Step(int row)
        {
            var step = this[row, time] - this[row - 1, time];
            return step > 0 ? step : throw new UsageException(FormattableString.Invariant(
                $"The time in '{path}' goes from {this[row - 1, time]} to {this[row, time]} in {RowsText(row - 1, row + 1)}, but it must rise; sort the rows, or remove those that are there twice."));
        }
    }

    /// <summary>Reads a file, or gives what was read of it before if it has not changed since.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array of a file of arrays; null for the only one, or for all that have one axis and the same length.</param>
    /// <exception cref="UsageException">The file is missing, damaged, or has no such array; rows are not of one length; there are no numbers.</exception>
    public static SeriesTable Read(string path, string? array)
    {
        var file = new FileInfo(path);
        if (file.Exists && Known.TryGetValue((file.FullName, array), out var known) && (known.Written, known.Length) == (file.LastWriteTimeUtc, file.Length))
        {
            return known.Table;
        }

        var table = Load(path, array);
        if (file.Exists)
        {
            Known[(file.FullName, array)] = (file.LastWriteTimeUtc, file.Length, table);
        }

        return table;
    }

    /// <summary>Reads a stream that can be sought in.</summary>
    internal static SeriesTable Read(Stream stream, string path, string? array)
    {
        if (!OfArrays.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            return array is null ? OfText(stream, path)
                : throw new UsageException($"`Array` is '{array}', but '{path}' is read as a table of text, which has none; leave `Array` out, or give a file of arrays ({string.Join(", ", OfArrays)}).");
        }

        return Of(ArrayFiles.Read(stream, path), array);
    }

    private static SeriesTable Load(string path, string? array) => ArrayFiles.Open(path, (stream, _) =>
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = 0;
        var table = Read(stream, path, array);
        return new SeriesTable(path, table.Names, table.Values, table.FirstRow, table.Faults, table.Texts) { Sha256 = hash };
    });

    private static SeriesTable OfText(Stream stream, string path)
    {
        try
        {
            using var text = new StreamReader(stream, new UTF8Encoding(false, true), leaveOpen: true);
            return SeriesText.Read(text, path);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"'{path}' is not text in UTF-8. Save the table as UTF-8, or give a file of arrays ({string.Join(", ", OfArrays)}).");
        }
    }

    private int Named(string name, string setting)
    {
        var place = Places().FirstOrDefault(place => names[place] == name, -1);
        place = place >= 0 || !int.TryParse(name, out var number) || number < 1 || number > names.Count ? place : number - 1;
        return place >= 0 ? place : throw new UsageException($"`{setting}` names the column '{name}', which '{path}' does not have. {Nearest.Hint(name, names)}");
    }

    private double[] Values => values;

    private int FirstRow => firstRow;

    private IReadOnlyList<string?> Faults => faults;

    private IReadOnlyList<string?>? Texts => texts;

    private static SeriesTable Of(ArrayFile file, string? array)
    {
        NamedArray[] used = array is not null ? [file.Array(array)] : [.. file.Arrays];
        used = [.. used.Length > 1 && used.All(one => one.Shape.Count is 1 or 2 && one.Shape[0] == used[0].Shape[0]) ? used.SelectMany(Columns) : used];
        var together = used.Length > 1 && used.All(one => one.Shape.Count == 1 && one.Values.Length == used[0].Values.Length);
        if (used.Length == 0 || (used.Length > 1 && !together))
        {
            throw new UsageException(used.Length == 0 ? $"'{file.Path}' has no arrays of numbers; write one of (samples × columns)."
                : $"'{file.Path}' has the arrays {string.Join(", ", used.Select(one => $"'{one.Name}' ({one.ShapeText})"))}, which are not columns of one length; write each as (samples) or (samples × columns), transposed where samples are last, or name one where there is a setting for it, such as `Array = {used[0].Name}`.");
        }

        if (used.FirstOrDefault(one => one.Shape.Count is not (1 or 2) || one.Values.Length == 0) is { } odd)
        {
            throw new UsageException($"Array '{odd.Name}' of '{file.Path}' has the shape ({odd.ShapeText}), but a series has the shape (samples) or (samples × columns), at least one of each; write such an array.");
        }

        var columns = together ? used.Length : used[0].Shape is [_, var width] ? width : 1;
        double[][] parts = [.. used.Select(one => one.Doubles())];
        var rows = parts[0].Length / (together ? 1 : columns);
        var values = new double[rows * columns];
        var faults = new string?[columns];
        string[] names = together || columns == 1 ? [.. used.Select(one => one.Name)]
            : [.. Enumerable.Range(1, columns).Select(k => FormattableString.Invariant($"column-{k}"))];
        for (var k = 0; k < values.Length; k++)
        {
            var (row, column) = (k / columns, k % columns);
            values[k] = together ? parts[column][row] : parts[0][k];
            if (!float.IsFinite((float)values[k]))
            {
                faults[column] ??= FormattableString.Invariant(
                    $"Row {row + 1}, column '{names[column]}' of '{file.Path}' is {values[k]}, but a series needs finite numbers; fill the gap, or give the rows before or after it alone.");
            }
        }

        return new(file.Path, names, values, 1, faults);
    }

    // The columns of an array, each as an array of its own.
    private static IEnumerable<NamedArray> Columns(NamedArray array)
    {
        if (array.Shape.Count == 1)
        {
            return [array];
        }

        var (values, width) = (array.Doubles(), array.Shape[1]);
        return Enumerable.Range(0, width).Select(column => new NamedArray(
            FormattableString.Invariant($"{array.Name}-{column + 1}"), [.. Enumerable.Range(0, values.Length / width).Select(row => values[(row * width) + column])]));
    }

    private IEnumerable<int> Places() => Enumerable.Range(0, names.Count);
}
