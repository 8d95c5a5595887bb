using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>
/// Activity that was recorded elsewhere while an animal, or a network, moved: a table of text (csv, tsv) with a row for each sample, or a file of arrays (npz, npy, MATLAB and others) whose
/// arrays are (samples) or (samples × columns). All columns that say nothing of the movement are units, if <see cref="Columns"/> does not name them.
/// </summary>
public sealed record MovementFile
{
    // Digits of the interval between samples, and the least spread of numbers for their size.
    private const int Digits = 4;
    private const double LeastSpread = 1e-4;

    /// <summary>The column of x.</summary>
    public string X { get; init; } = "x";

    /// <summary>The column of y.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The column of the heading, in radians; where the file has none, there is no heading.</summary>
    public string Heading { get; init; } = "heading";

    /// <summary>The column of the time in seconds; where the file has none, samples follow each other every <see cref="Interval"/>.</summary>
    public string Time { get; init; } = "time";

    /// <summary>The column of the trial that a sample is of, a number that changes from trial to trial; where the file has none, there is one trial.</summary>
    public string Trial { get; init; } = "trial";

    /// <summary>The columns that are units, in this order; null for all that say nothing of the movement.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>From one sample to the next, where the file has no column of the time.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Interval { get; init; } = 20.Ms;

    /// <summary>Reads a file as a recording, with the covariates x, y and, where it is there, heading.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The recording. Where x, y or the heading has a gap or is not finite, it is NaN, and analyses leave the sample out.
    /// </returns>
    /// <exception cref="UsageException">
    /// The file is missing, damaged or has no such columns; activity has gaps or is not finite; the time does not rise; x and y are never known.
    /// </exception>
    public Recording Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Settings.Check(this);
        var table = SeriesTable.Read(path, null);
        var (x, y) = (table.Place(X, nameof(X)), table.Place(Y, nameof(Y)));
        int[] all = [.. Enumerable.Range(0, table.Names.Count)];
        int Place(string name, string setting, string usual) => name == usual ? Array.FindIndex(all, column => table.Names[column] == name) : table.Place(name, setting);
        var (heading, time, trial) = (Place(Heading, nameof(Heading), "heading"), Place(Time, nameof(Time), "time"), Place(Trial, nameof(Trial), "trial"));
        int[] own = [.. new[] { x, y, heading, time, trial }.Where(column => column >= 0)];
        if (own.Length > own.Distinct().Count())
        {
            throw new UsageException($"Two of `X` ({X}), `Y` ({Y}), `Heading` ({Heading}), `Time` ({Time}) and `Trial` ({Trial}) name the same column of '{path}'; name one column for each.");
        }

        int[] units = Columns is { } named ? [.. named.Select(name => table.Place(name, nameof(Columns)))] : [.. all.Except(own)];
        if (units.Length == 0)
        {
            throw new UsageException($"'{path}' has no column of activity beside {string.Join(", ", table.Names.Select(name => $"'{name}'"))}; add one for each unit.");
        }

        foreach (var unit in units)
        {
            _ = table.Find(table.Names[unit], Columns is null ? "Units" : nameof(Columns));
        }

        foreach (var column in (int[])[x, y, .. units])
        {
            CheckDigits(table, column, path);
        }

        if (heading >= 0)
        {
            table.CheckHeading(heading);
        }

        // Rows at which a trial begins, and the row after the last.
        if (trial >= 0)
        {
            _ = table.Find(table.Names[trial], nameof(Trial));
        }

        int[] starts = [.. Enumerable.Range(0, table.Rows).Where(row => row == 0 || (trial >= 0 && table[row, trial] != table[row - 1, trial])), table.Rows];
        var every = time < 0 ? Interval : TimeSpan.FromSeconds(Rounded(table.Every(time, starts)));
        var recording = new Recording(every, [.. starts[1..].Select((end, k) => Info(k, end - starts[k]))], [], units.Length, 0, 0, 0)
        {
            CovariateNames = heading < 0 ? ["x", "y"] : ["x", "y", "heading"], UnitNames = [.. units.Select(unit => table.Names[unit])],
        };
        int[] moved = heading < 0 ? [x, y] : [x, y, heading];
        var known = 0;
        for (var k = 0; k < starts.Length - 1; k++)
        {
            for (var row = starts[k]; row < starts[k + 1]; row++)
            {
                var rates = recording.Rate(row - starts[k], k);
                var at = recording.CovariatesAt(row - starts[k], k);
                for (var unit = 0; unit < units.Length; unit++)
                {
                    rates[unit] = (float)table[row, units[unit]];
                }

                for (var covariate = 0; covariate < moved.Length; covariate++)
                {
                    at[covariate] = (float)table[row, moved[covariate]] is var value && float.IsFinite(value) ? value : float.NaN;
                }

                known += float.IsFinite(at[0]) && float.IsFinite(at[1]) ? 1 : 0;
            }
        }

        return known > 0 ? recording
            : throw new UsageException($"In no row of '{path}' are the columns '{X}' and '{Y}' both finite numbers; name the columns of the position by `X` and `Y`.");

        RecordedTrial Info(int index, int steps) => new(index, false, -1, "", -1, null, steps, [new Period("path", TimeSpan.Zero, steps * every)], new Dictionary<string, double>());
    }

    // Numbers are kept to seven digits.
    private static void CheckDigits(SeriesTable table, int column, string path)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var row = 0; row < table.Rows; row++)
        {
            if (double.IsFinite(table[row, column]))
            {
                (least, most) = (Math.Min(least, table[row, column]), Math.Max(most, table[row, column]));
            }
        }

        if (most > least && most - least < LeastSpread * Math.Max(Math.Abs(least), Math.Abs(most)))
        {
            throw new UsageException(FormattableString.Invariant(
                $"Column '{table.Names[column]}' of '{path}' is between {least} and {most}, but numbers are kept to seven digits, which is too few to tell these apart; subtract {least} from all of them."));
        }
    }

    // Times in single precision make 19.9999 ms of 20 ms.
    private static double Rounded(double seconds) => Math.Round(seconds, Math.Clamp(Digits - (int)Math.Floor(Math.Log10(seconds)), 0, 15));
}
