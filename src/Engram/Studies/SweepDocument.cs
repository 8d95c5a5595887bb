using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary><c>sweep.json</c>: which run has which settings.</summary>
internal static class SweepDocument
{
    private const int FormatVersion = 1, FolderLength = 16, MostFaults = 5;
    private const string FormatKey = "format", VariesKey = "varies", RunsKey = "runs", RunKey = "run", ConfigurationKey = "configuration";
    private const string Remedy = "Restore it from a copy, or run the command of the sweep again.";

    /// <summary>The sweep that a file says, when a sweep wrote it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null for a file that a user wrote, which is of another form.</returns>
    /// <exception cref="UsageException">
    /// It cannot be read, is broken, is from a newer program, has a configuration that is not allowed, or says something that its
    /// configurations do not say.
    /// </exception>
    public static Sweep? TryRead(string path)
    {
        if (!File.Exists(path) || JsonText.ParseObject(AtomicFile.ReadText(path), path, Remedy) is not { } json
            || (!json.ContainsKey(FormatKey) && !json.ContainsKey(RunsKey)))
        {
            return null;
        }

        var format = json[FormatKey] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        if (format != FormatVersion)
        {
            throw new UsageException(format > FormatVersion
                ? $"'{path}' has format {format}, but this program reads only up to format {FormatVersion}. Update engram."
                : $"'{path}': {FormatKey} is {json[FormatKey]?.ToJsonString() ?? "null"}, but a sweep writes {FormatVersion}. {Remedy}");
        }

        var runs = json[RunsKey] as JsonArray ?? throw new UsageException($"'{path}': {RunsKey} is not a list. {Remedy}");
        var sweep = Read(runs, path);
        string[] folders = [.. runs.Select(run => FolderOf(Settings.Hash(run![ConfigurationKey])))];
        var faults = RunDocument.Differences(Bare(json), Bare(Json(sweep, folders)), "").Take(MostFaults).ToList();
        return faults.Count == 0 ? sweep
            : throw new UsageException([.. faults.Select(fault => $"'{path}' does not match its own configurations: {fault}. {Remedy}")]);
    }

    /// <summary>Name of the folder of a run, by the hash of its configuration.</summary>
    internal static string FolderOf(string hash) => hash[..FolderLength];

    private static Sweep Read(JsonArray runs, string path)
    {
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

    internal static string Text(Sweep sweep, IReadOnlyList<string> folders) => StudyJson.Text(Json(sweep, folders)) + "\n";

    // An earlier program wrote configurations with fewer settings; which ones they are, the names of their folders say.
    private static JsonObject Bare(JsonObject json)
    {
        var bare = (JsonObject)json.DeepClone();
        var runs = (JsonArray)bare[RunsKey]!;
        bare[RunsKey] = new JsonObject(runs.Select((run, place) => KeyValuePair.Create($"{place}", run?.DeepClone())));
        foreach (var (_, run) in (JsonObject)bare[RunsKey]!)
        {
            ((JsonObject)run!).Remove(ConfigurationKey);
        }

        return bare;
    }

    private static JsonObject Json(Sweep sweep, IReadOnlyList<string> folders)
    {
        var labels = SweepLabels.Of(sweep);
        var runs = sweep.Configurations.Select((configuration, place) => new JsonObject
        {
            [RunKey] = folders[place],
            [VariesKey] = new JsonObject(labels.Names.Zip(labels.Values[place], (name, value) =>
                KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value)))),
            ["configuration"] = configuration.ToJson(),
        });
        return new()
        {
            [FormatKey] = FormatVersion,
            [VariesKey] = StudyJson.Node(labels.Names),
            [RunsKey] = new JsonArray([.. runs]),
        };
    }
}
