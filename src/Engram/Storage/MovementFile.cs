using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>
/// Activity that was recorded elsewhere while an animal, or a network, moved: a table of text (csv, tsv) with a row for each sample, or a file of arrays (npz, npy, MATLAB and others) whose
/// arrays are (samples) or (samples × columns). All columns that say nothing of the movement are units.
/// </summary>
public sealed record MovementFile
{
    /// <summary>The column of x.</summary>
    public string X { get; init; } = "x";

    /// <summary>The column of y.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The column of the heading, in radians; where the file has none, there is no heading.</summary>
    public string Heading { get; init; } = "heading";

    /// <summary>The column of the time in seconds; where the file has none, samples follow each other every <see cref="Interval"/>.</summary>
    public string Time { get; init; } = "time";

    /// <summary>From one sample to the next, where the file has no column of the time.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Interval { get; init; } = 20.Ms;

    /// <summary>Reads a file as a recording of one trial, with the covariates x, y and, where it is there, heading.</summary>
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
        var (heading, time) = (Array.FindIndex(all, column => table.Names[column] == Heading), Array.FindIndex(all, column => table.Names[column] == Time));
        int[] units = [.. all.Where(column => column != x && column != y && column != heading && column != time)];
        if (units.Length == 0)
        {
            throw new UsageException($"'{path}' has no column of activity beside {string.Join(", ", table.Names.Select(name => $"'{name}'"))}; add one for each unit.");
        }

        foreach (var unit in units)
        {
            _ = table.Find(table.Names[unit], "Units");
        }

        var every = time < 0 ? Interval : TimeSpan.FromSeconds(table.Every(time));
        var period = new Period("path", TimeSpan.Zero, table.Rows * every);
        var recording = new Recording(
            every, [new(0, false, -1, "", -1, null, table.Rows, [period], new Dictionary<string, double>())], [], units.Length, 0, 0, 0)
        {
            CovariateNames = heading < 0 ? ["x", "y"] : ["x", "y", "heading"],
        };
        int[] moved = heading < 0 ? [x, y] : [x, y, heading];
        var known = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            var rates = recording.Rate(row, 0);
            var at = recording.CovariatesAt(row, 0);
            for (var unit = 0; unit < units.Length; unit++)
            {
                rates[unit] = (float)table[row, units[unit]];
            }

            for (var k = 0; k < moved.Length; k++)
            {
                at[k] = (float)table[row, moved[k]] is var value && float.IsFinite(value) ? value : float.NaN;
            }

            known += float.IsFinite(at[0]) && float.IsFinite(at[1]) ? 1 : 0;
        }

        return known > 0 ? recording
            : throw new UsageException($"In no row of '{path}' are the columns '{X}' and '{Y}' both finite numbers; name the columns of the position by `X` and `Y`.");
    }
}
