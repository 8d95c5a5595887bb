using System.Collections.Concurrent;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>Where an animal was, from a file, sample by sample.</summary>
internal sealed class RecordedPath
{
    // What rounding may add to a number of samples, and how many times as long as others a step is in which samples are missing.
    private const double Slack = 1e-6, Missing = 1.5;
    private static readonly ConcurrentDictionary<(SeriesTable Table, double Interval), RecordedPath> Known = new();
    private readonly double[] x, y, heading;
    private readonly bool[] isLate;
    private readonly ConcurrentDictionary<TimeSpan, IReadOnlyList<int>> starts = new();

    private RecordedPath(SeriesTable table, double interval)
    {
        int Find(string name) => Enumerable.Range(0, table.Names.Count).FirstOrDefault(column => table.Names[column] == name, -1);
        double[] Column(int column) => [.. Enumerable.Range(0, table.Rows).Select(row => table[row, column])];
        var (time, headings) = (Find("time"), Find("heading"));
        (x, y, Sha256, Every) = (Column(table.Place("x", "Walk")), Column(table.Place("y", "Walk")), table.Sha256, time < 0 ? interval : table.Every(time));
        isLate = [.. Enumerable.Range(0, table.Rows).Select(row => row > 0 && time >= 0 && table[row, time] - table[row - 1, time] > Missing * Every)];
        if (headings >= 0)
        {
            table.CheckHeading(headings);
        }

        heading = headings >= 0 ? Column(headings) : [.. Enumerable.Range(0, table.Rows).Select(Towards)];
    }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Seconds from one sample to the next.</summary>
    public double Every { get; }

    /// <summary>Reads a file, or gives what was read of it before if it has not changed since.</summary>
    /// <param name="file">The file.</param>
    /// <param name="interval">Seconds from one sample to the next, where it has no column of the time.</param>
    /// <exception cref="UsageException">The file is missing or damaged, has no such columns, or its time does not rise.</exception>
    public static RecordedPath Read(string file, double interval) =>
        Known.GetOrAdd((SeriesTable.Read(file, null), interval), static key => new(key.Table, key.Interval));

    /// <summary>x in a sample, from 0.</summary>
    public double X(int sample) => x[sample];

    /// <summary>y in a sample.</summary>
    public double Y(int sample) => y[sample];

    /// <summary>The first sample that lies further outside of a room than is taken for rounding; null where none does.</summary>
    public int? Outside(Arena arena, double slack)
    {
        for (var k = 0; k < x.Length; k++)
        {
            if (double.IsFinite(x[k]) && double.IsFinite(y[k]) && !arena.Contains(x[k], y[k]) && arena.Nearest(x[k], y[k]).Distance > slack)
            {
                return k;
            }
        }

        return null;
    }

    /// <summary>The samples from which on the way is known for so long.</summary>
    public IReadOnlyList<int> Starts(TimeSpan length) => starts.GetOrAdd(length, time =>
    {
        // One sample more, so that the last place lies between two.
        var (needed, known, found) = ((int)Math.Ceiling(time.TotalSeconds / Every) + 1, 0, new List<int>());
        for (var k = 0; k < x.Length; k++)
        {
            known = double.IsFinite(x[k]) && double.IsFinite(y[k]) && double.IsFinite(heading[k]) ? (isLate[k] ? 0 : known) + 1 : 0;
            if (known >= needed)
            {
                found.Add(k - needed + 1);
            }
        }

        return found;
    });

    /// <summary>Where the animal is at a time of the file, in seconds.</summary>
    public Walk.Walker At(double seconds)
    {
        // What rounding adds to a time must not reach for a sample that may not be known.
        var at = Math.Clamp(seconds / Every, 0, x.Length - 1);
        at = Math.Abs(at - Math.Round(at)) < Slack ? Math.Round(at) : at;
        var before = Math.Min((int)at, Math.Max(0, x.Length - 2));
        var share = at - before;
        var after = share == 0 ? before : Math.Min(before + 1, x.Length - 1);
        return new(
            x[before] + (share * (x[after] - x[before])), y[before] + (share * (y[after] - y[before])),
            Trajectory.Wrapped(heading[before] + (share * Trajectory.Wrapped(heading[after] - heading[before]))));
    }

    // Where it goes next; where it stays, and at the end, where it went before.
    private double Towards(int sample)
    {
        for (var k = sample; k >= 0; k--)
        {
            if (k + 1 < x.Length && (x[k + 1] != x[k] || y[k + 1] != y[k]) && double.IsFinite(x[k + 1] + y[k + 1]))
            {
                return Math.Atan2(y[k + 1] - y[k], x[k + 1] - x[k]);
            }
        }

        return 0;
    }
}
