using System.Globalization;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// All networks of a sweep, one row each, in the order of <c>sweep.json</c>. The same sweep gives the same table, byte for byte, on whatever
/// machines and in whatever order its networks were trained.
/// </summary>
internal sealed class SweepTable
{
    /// <summary>The file that says what a sweep trains.</summary>
    public const string Document = "sweep.json";

    private const string Seed = "seed";

    /// <summary>A table of networks that have been read.</summary>
    /// <param name="axes">The settings that vary.</param>
    /// <param name="rows">The networks.</param>
    public SweepTable(IReadOnlyList<string> axes, IReadOnlyList<SweepTableRow> rows) => (Axes, Rows) = (axes, rows);

    /// <summary>The settings that vary, without the seed.</summary>
    public IReadOnlyList<string> Axes { get; }

    /// <summary>The networks.</summary>
    public IReadOnlyList<SweepTableRow> Rows { get; }

    /// <summary>Names of the columns. Those of the results differ from the names of all settings.</summary>
    public IReadOnlyList<string> Headers =>
        ["run", .. Axes, Seed, "outcome", "reached", "updates", "trained-trials", "final-overall", "final-minimum", "final-loss", "final-error"];

    /// <summary>Reads the folder of a sweep, which may be under way.</summary>
    /// <param name="folder">The folder that holds <c>sweep.json</c>.</param>
    /// <exception cref="UsageException">No such folder, not that of a sweep, or a file in it is broken.</exception>
    public static SweepTable Read(string folder)
    {
        var path = Path.Combine(folder, Document);
        if (!File.Exists(path))
        {
            throw new UsageException(File.Exists(folder)
                ? $"'{folder}' is a file, but the folder of a sweep is needed: the one that holds {Document} and runs."
                : Directory.Exists(folder)
                ? $"'{folder}' has no {Document}, so it is not the folder of a sweep. Give the folder that `engram sweep` names in its last line."
                : $"There is no folder '{folder}'. Give the folder of a sweep, such as one in sweeps.");
        }

        var sweep = SweepDocument.TryRead(path)
            ?? throw new UsageException($"'{path}' says what to sweep, but no sweep wrote it. Run `engram sweep {path}` first, and give the folder that it names.");
        var labels = SweepLabels.Of(sweep);
        int[] places = [.. Enumerable.Range(0, labels.Names.Count).Where(place => labels.Names[place] != Seed)];
        return new(
            [.. places.Select(place => labels.Names[place])],
            [.. sweep.Configurations.Select((configuration, k) =>
                SweepTableRow.Read(configuration, folder, [.. places.Select(place => labels.Values[k][place])]))]);
    }

    /// <summary>Writes the table as comma-separated values, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write(string path) => Csv.Write(path, Headers, Cells());

    /// <summary>The rows as text: numbers so that they come back bit for bit, nothing where there is none.</summary>
    public IEnumerable<IReadOnlyList<string>> Cells() => Rows.Select(row => (string[])
    [
        row.Run, .. row.Settings, row.Configuration.Seed.ToString(CultureInfo.InvariantCulture), row.Outcome,
        row.Reached is { } reached ? reached ? "true" : "false" : "", Text(row.Updates), Text(row.Trials),
        Text(row.Overall), Text(row.Minimum), Text(row.Loss), Text(row.Error),
    ]);

    private static string Text<T>(T? number)
        where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
