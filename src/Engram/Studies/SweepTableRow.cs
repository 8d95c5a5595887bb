using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>How one network of a sweep stands, with nothing that depends on the machine that trained it.</summary>
/// <param name="Configuration">What is trained.</param>
/// <param name="Run">Name of the run's folder.</param>
/// <param name="Path">The run's folder.</param>
/// <param name="Settings">The settings that vary, as text, in the order of the table.</param>
/// <param name="Outcome"><c>reached</c>, <c>exhausted</c>, <c>diverged</c>, <c>failed</c>, or <c>unfinished</c>.</param>
internal sealed record SweepTableRow(
    RunConfiguration Configuration, string Run, string Path, IReadOnlyList<string> Settings, string Outcome)
{
    private const string Unfinished = "unfinished";

    /// <summary>Whether training ended, however.</summary>
    public bool Ended => Updates is not null;

    /// <summary>Whether the criterion was met; null while it is not known.</summary>
    public bool? Reached => Ended ? Outcome == "reached" : null;

    /// <summary>Updates made; null before the end, as all below.</summary>
    public long? Updates { get; private init; }

    /// <summary>Trials learned from.</summary>
    public long? Trials { get; private init; }

    /// <summary>Share of correct answers at the last check; null also for a task without right and wrong.</summary>
    public double? Overall { get; private init; }

    /// <summary>The same in the worst condition.</summary>
    public double? Minimum { get; private init; }

    /// <summary>Validation loss at the last check; NaN where it is no number.</summary>
    public double? Loss { get; private init; }

    /// <summary>Root mean squared error at the last check.</summary>
    public double? Error { get; private init; }

    /// <summary>Reads a run as it stands, also while it is trained.</summary>
    /// <param name="configuration">What is trained.</param>
    /// <param name="folder">Folder of the sweep.</param>
    /// <param name="settings">The settings that vary.</param>
    /// <exception cref="UsageException">The run's files are broken, or are those of another network.</exception>
    public static SweepTableRow Read(RunConfiguration configuration, string folder, IReadOnlyList<string> settings)
    {
        var path = SweepRunner.PathOf(folder, HashOf(configuration));
        var row = new SweepTableRow(configuration, System.IO.Path.GetFileName(path), path, settings, Unfinished);
        if (SweepRun.HasFailed(path))
        {
            return row with { Outcome = "failed" };
        }

        if (!RunFolder.Exists(path))
        {
            return row;
        }

        using var run = RunFolder.Open(path);
        if (run.Differences(configuration.ToJson()) is { Count: > 0 } differences)
        {
            throw new UsageException($"'{path}' holds another run than the sweep says: {differences[0]}. Restore it from a copy, or remove that folder.");
        }

        return run is { HasEnded: true, Outcome: { } outcome } ? row with
        {
            Outcome = (string?)outcome["outcome"] ?? Unfinished,
            Updates = (long?)outcome["updates"],
            Trials = (long?)outcome["trials"],
            Overall = Number(outcome["overall"]),
            Minimum = Number(outcome["minimum"]),
            Loss = Number(outcome["loss"]),
            Error = Number(outcome["error"]),
        } : row;
    }

    /// <summary>The checks of the training, in order; none where it has not begun.</summary>
    /// <exception cref="UsageException">The log is broken.</exception>
    public IReadOnlyList<LoggedCheck> Log() => RunFolder.Exists(Path) ? SweepRun.LogOf(Path) : [];

    private static string HashOf(RunConfiguration configuration) => Engram.Configuration.Settings.Hash(configuration.ToJson());

    // A number that is none is written as a text.
    private static double? Number(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<double>(out var number) ? number
        : value.ToString() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN };
}
