using System.Globalization;
using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Tables of text: one row for each sample, cells divided by commas, semicolons or tabs, whichever the first row has most of. The first row may name the columns. Cells may be quoted (RFC 4180).
/// </summary>
internal static class SeriesText
{
    // What other programs write where a value is not known.
    private static readonly string[] Gaps = ["na", "n/a", "null", "none", "-"];
    private static readonly char[] Dividers = [',', ';', '\t'];

    /// <summary>Reads a table. What is wrong with single cells is told when their column is used.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="UsageException">It has no rows of numbers, rows of different lengths, blank rows between others, or two columns of a name.</exception>
    public static SeriesTable Read(TextReader text, string path)
    {
        var (cells, values) = (new List<string>(), new List<double>());
        string[]? names = null;
        string?[] faults = [], texts = [];
        var (row, divider, first, blank) = (0, ',', 1, 0);
        while (text.ReadLine() is { } line)
        {
            row++;
            if (string.IsNullOrWhiteSpace(line))
            {
                blank = blank == 0 ? row : blank;
                continue;
            }

            if (blank > 0 && names is not null)
            {
                throw new UsageException(FormattableString.Invariant($"Row {blank} of '{path}' is blank, and others follow it; fill the gap, or remove the row."));
            }

            blank = 0;
            divider = names is null ? Dividers.MaxBy(mark => line.Count(c => c == mark)) : divider;
            Split(line, divider, cells);
            if (names is null)
            {
                var isHeader = cells.Any(cell => cell.Length > 0 && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
                names = [.. cells.Select((cell, k) => isHeader && cell.Length > 0 ? cell : FormattableString.Invariant($"column-{k + 1}"))];
                (faults, texts) = (new string?[names.Length], new string?[names.Length]);
                first = isHeader ? row + 1 : row;
                if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
                {
                    throw new UsageException($"'{path}' has {twice.Count()} columns named '{Visible.Of(twice.Key)}'; give each a different name.");
                }

                if (isHeader)
                {
                    faults[0] = cells is not ["", not "", ..] ? null
                        : $"The first column of '{path}' has no name, and the others do: it may be the number of the row, as pandas writes it. Name the columns to use by `Columns`, or write the file without it (index=False).";
                    continue;
                }
            }

            if (cells.Count != names.Length)
            {
                throw new UsageException(FormattableString.Invariant(
                    $"Row {row} of '{path}' has {Counted.Of(cells.Count, "cell")}, but the first row has {names.Length}; give every row as many."));
            }

            for (var k = 0; k < names.Length; k++)
            {
                values.Add(Number(cells[k], row, names[k], path, ref faults[k], ref texts[k]));
            }
        }

        return values.Count > 0 ? new(path, names!, [.. values], first, faults, texts)
            : throw new UsageException($"'{path}' has no rows of numbers; write one row for each sample, cells divided by commas.");
    }

    private static double Number(string cell, int row, string column, string path, ref string? fault, ref string? text)
    {
        var isNumber = double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || !float.IsFinite((float)number))
        {
            var where = FormattableString.Invariant($"Row {row}, column '{Visible.Of(column)}' of '{path}' is ");
            var isGap = cell.Length == 0 || Array.Exists(Gaps, gap => gap.Equals(cell, StringComparison.OrdinalIgnoreCase));
            text ??= isNumber || isGap ? null : $"{where}'{Visible.Of(cell.Length <= 40 ? cell : cell[..40] + "…")}', which is no number; leave it empty where the value is not known, or write numbers with a decimal point.";
            fault ??= cell.Length == 0 ? $"{where}empty, but a series needs a number in every row; fill the gap, or give the rows before or after it alone."
                : isNumber ? FormattableString.Invariant($"{where}{number}, but a series needs finite numbers below 3.4e38; fill the gap, give the rows before or after it alone, or write the column in another unit.")
                : $"{where}'{Visible.Of(cell.Length <= 40 ? cell : cell[..40] + "…")}', which is no number; name the columns to use by `Columns`, or write numbers with a decimal point.";
        }

        return isNumber ? number : double.NaN;
    }

    // Quoted cells may hold dividers and doubled quotes, but no line breaks.
    private static void Split(string line, char divider, List<string> cells)
    {
        cells.Clear();
        var (cell, quoted) = (new StringBuilder(), false);
        for (var k = 0; k < line.Length; k++)
        {
            if (line[k] == '"')
            {
                if (quoted && k + 1 < line.Length && line[k + 1] == '"')
                {
                    cell.Append('"');
                    k++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (line[k] == divider && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[k]);
            }
        }

        cells.Add(cell.ToString().Trim());
    }
}
