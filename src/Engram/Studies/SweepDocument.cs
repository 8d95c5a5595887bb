using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary><c>sweep.json</c>: which run has which settings.</summary>
public static class SweepDocument
{
    private const string FormatKey = "format", RunsKey = "runs", ConfigurationKey = "configuration";

    /// <summary>The sweep that a file says, when a sweep wrote it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null for a file that a user wrote, which is of another form.</returns>
    /// <exception cref="UsageException">It cannot be read, is broken, or has a configuration that is not allowed.</exception>
    public static Sweep? TryRead(string path)
    {
        const string Remedy = "Restore it from a copy, or give the sweep's own command again.";
        if (!File.Exists(path) || JsonText.ParseObject(AtomicFile.ReadText(path), path, Remedy) is not { } json
            || !json.ContainsKey(FormatKey) || json[RunsKey] is not JsonArray runs)
        {
            return null;
        }

        var configurations = new List<RunConfiguration>();
        for (var place = 0; place < runs.Count; place++)
        {
            var configuration = (runs[place] as JsonObject)?[ConfigurationKey] as JsonObject
                ?? throw new UsageException($"'{path}': {RunsKey}[{place}] has no {ConfigurationKey}. {Remedy}");
            try
            {
                configurations.Add(RunConfiguration.FromJson(configuration));
            }
            catch (UsageException fault)
            {
                throw new UsageException([.. fault.Faults.Select(sentence => $"'{path}': {RunsKey}[{place}]: {sentence}")]);
            }
        }

        return configurations.Count > 0 ? new Sweep(configurations) : throw new UsageException($"'{path}' has no runs. {Remedy}");
    }

    internal static string Text(Sweep sweep, IReadOnlyList<string> folders)
    {
        var labels = SweepLabels.Of(sweep);
        var runs = sweep.Configurations.Select((configuration, place) => new JsonObject
        {
            ["run"] = folders[place],
            ["varies"] = new JsonObject(labels.Names.Zip(labels.Values[place], (name, value) =>
                KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value)))),
            ["configuration"] = configuration.ToJson(),
        });
        return StudyJson.Text(new JsonObject
        {
            ["format"] = 1,
            ["varies"] = StudyJson.Node(labels.Names),
            ["runs"] = new JsonArray([.. runs]),
        }) + "\n";
    }
}
