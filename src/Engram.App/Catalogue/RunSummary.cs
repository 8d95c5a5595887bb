using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Catalogue;

/// <summary>What a run's folder says of it, for tables.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Configuration">What was trained.</param>
/// <param name="Outcome">How it ended; null while it runs or when it was interrupted.</param>
/// <param name="Last">The last line of the log; null before the first.</param>
internal sealed record RunSummary(string Folder, JsonObject Configuration, JsonObject? Outcome, JsonObject? Last)
{
    /// <summary>Name of the task.</summary>
    public string Task => Name("task");

    /// <summary>Name of the preset.</summary>
    public string Preset => Name("preset");

    /// <summary>The seed.</summary>
    public string Seed => Configuration["seed"]?.ToString() ?? "-";

    /// <summary>The outcome in one word.</summary>
    public string Word => Outcome?["outcome"]?.ToString() ?? "unfinished";

    /// <summary>Reads a run.</summary>
    /// <exception cref="UsageException">The folder holds no run, or one that cannot be read.</exception>
    public static RunSummary Read(string folder)
    {
        using var run = RunFolder.Open(folder);
        return new(folder, run.Configuration, run.Outcome, run.ReadLog() is [.., var last] ? last : null);
    }

    /// <summary>A number of the outcome, or else of the last line of the log; null when it is not there or not finite.</summary>
    public double? Number(string key) => Finite(Outcome?[key]) ?? Finite(Last?[key]);

    private static double? Finite(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;

    private string Name(string key) => Configuration[key] switch
    {
        JsonObject section => section["name"]?.ToString() ?? "-",
        JsonValue value => value.ToString(),
        _ => "-",
    };
}
