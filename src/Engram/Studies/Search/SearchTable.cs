using System.Globalization;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// The trials of a search as tables: one row for each network, with the columns of the table of a sweep, and one for each trial. The same search
/// gives the same tables, byte for byte.
/// </summary>
/// <param name="search">What was searched.</param>
/// <param name="result">What was found.</param>
internal sealed class SearchTable(Search search, SearchResult result)
{
    private const string Refused = "refused";
    private readonly string[] names = [.. search.Space.Dimensions.Select(dimension => dimension.Name)];

    /// <summary>Columns of the table of networks.</summary>
    public IReadOnlyList<string> NetworkHeaders => ["trial", .. new SweepTable(names, []).Headers];

    /// <summary>Columns of the table of trials: the searched settings, how the networks ended, and mean and spread of the objective over networks.</summary>
    public IReadOnlyList<string> TrialHeaders => ["trial", .. names, "outcome", "networks", "without-objective", $"mean-{Word}", $"sd-{Word}"];

    private string Word => Kebab.Of(search.Objective.ToString());

    /// <summary>A row for each network; one without a run for a trial whose settings do not fit together.</summary>
    public IEnumerable<IReadOnlyList<string>> Networks() => result.Trials.SelectMany(trial =>
    {
        var table = new SweepTable(names, trial.Rows);
        IEnumerable<IReadOnlyList<string>> rows = trial.Rows.Count > 0 ? table.Cells()
            : [[.. table.Headers.Select((_, k) => k > 0 && k <= names.Length ? trial.Settings[k - 1].Value : k == names.Length + 2 ? Refused : "")]];
        return rows.Select(row => (IReadOnlyList<string>)[Text(trial.Number), .. row]);
    });

    /// <summary>A row for each trial.</summary>
    public IEnumerable<IReadOnlyList<string>> Trials() => result.Trials.Select(trial => (string[])
    [
        Text(trial.Number), .. trial.Settings.Select(setting => setting.Value), trial.Outcome, Text(trial.Runs.Count), Text(trial.Score.Missing),
        double.IsNaN(trial.Mean) ? "" : Text(trial.Mean), trial.Sd is { } sd ? Text(sd) : "",
    ]);

    /// <summary>Writes the table of networks, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write(string path) => Csv.Write(path, NetworkHeaders, Networks());

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
