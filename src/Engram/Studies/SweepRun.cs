using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>How one network of a sweep ended.</summary>
/// <param name="Configuration">What was trained.</param>
/// <param name="Hash">Content hash of the configuration's JSON.</param>
/// <param name="Path">The run's folder.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Updates">Updates made.</param>
/// <param name="Seconds">Time spent; the only member that differs between two machines.</param>
/// <param name="Minimum">Share of correct answers in the worst condition at the last check; null where there is none.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
public sealed record SweepRun(
    RunConfiguration Configuration, string Hash, string Path, RunStatus Status, long Updates, double Seconds, double? Minimum,
    string? Failure)
{
    private const string FailureFile = "failure.json", FaultsKey = "faults";

    /// <summary>Reads the trained network.</summary>
    /// <exception cref="UsageException">It failed, or its files are broken.</exception>
    public TrainedRun Load() => TrainingRun.Load(Path, Configuration);

    /// <summary>The checks of the training, in order.</summary>
    /// <exception cref="UsageException">It failed before it began, or the log is broken.</exception>
    public IReadOnlyList<LoggedCheck> Log() => LogOf(Path);

    /// <summary>The checks that a run's folder holds, in order.</summary>
    internal static IReadOnlyList<LoggedCheck> LogOf(string path)
    {
        using var run = RunFolder.Open(path);
        return
        [
            .. run.ReadLog().Select((line, index) => JsonText.Read(
                line, StudyJson.TypeOf<LoggedCheck>(), run.LogLine(index), "Restore the file from a copy.")),
        ];
    }

    /// <summary>A run that has ended; null when it has not, or has never begun.</summary>
    internal static SweepRun? TryRead(RunConfiguration configuration, string hash, string path)
    {
        if (!RunFolder.Exists(path))
        {
            return null;
        }

        using var run = RunFolder.Open(path);
        var outcome = run.Outcome;
        if (outcome?["updates"] is not { } updates || !Enum.TryParse<RunStatus>((string?)outcome["outcome"], true, out var status)
            || run.Differences(configuration.ToJson()).Count > 0)
        {
            return null;
        }

        var (seconds, minimum) = (Number(outcome["seconds"]) ?? 0, Number(outcome["minimum"]));
        return new(configuration, hash, path, status, (long)updates, seconds, minimum, null);
    }

    /// <summary>Records that a run failed.</summary>
    internal static SweepRun Fail(RunConfiguration configuration, string hash, string path, Exception cause)
    {
        string[] faults = cause is UsageException refused ? [.. refused.Faults]
            : [$"{cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}"];
        AtomicFile.WriteText(
            System.IO.Path.Combine(path, FailureFile), StudyJson.Text(new JsonObject { [FaultsKey] = StudyJson.Node(faults) }) + "\n");
        return new(configuration, hash, path, RunStatus.Failed, 0, 0, null, string.Join(" ", faults));
    }

    /// <summary>A run whose last attempt failed; null for any other.</summary>
    internal static SweepRun? Failed(RunConfiguration configuration, string hash, string path)
    {
        if (!HasFailed(path))
        {
            return null;
        }

        string[] faults;
        try
        {
            var json = JsonNode.Parse(AtomicFile.ReadText(System.IO.Path.Combine(path, FailureFile)));
            faults = [.. (json?[FaultsKey] as JsonArray ?? []).OfType<JsonValue>().Select(fault => $"{fault}")];
        }
        catch (Exception fault) when (fault is UsageException or JsonException)
        {
            faults = [];
        }

        return new(configuration, hash, path, RunStatus.Failed, 0, 0, null, faults.Length > 0 ? string.Join(" ", faults) : "It does not say why.");
    }

    /// <summary>Whether the last attempt to train a run failed.</summary>
    internal static bool HasFailed(string path) => File.Exists(System.IO.Path.Combine(path, FailureFile));

    /// <summary>Forgets that a run failed, so that it can be tried again.</summary>
    internal static void ForgetFailure(string path)
    {
        var file = System.IO.Path.Combine(path, FailureFile);
        AtomicFile.Guarded(file, () =>
        {
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        });
    }

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
