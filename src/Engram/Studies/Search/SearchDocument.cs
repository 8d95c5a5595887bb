using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary><c>search.json</c>: what is searched, so that no other search goes on in its folder.</summary>
internal static class SearchDocument
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "search.json";

    private const int FormatVersion = 1;
    private const string FormatKey = "format", TrialsKey = "trials", ConfigurationKey = "configuration";

    /// <summary>The text of the file.</summary>
    public static string Text(Search search) => StudyJson.Text(Json(search)) + "\n";

    /// <summary>A hash of all that makes a search another one; more trials go on with the same.</summary>
    public static string Hash(Search search) => Settings.Hash(Identity(Json(search)));

    /// <summary>Refuses a folder that holds something else than this search.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public static void RefuseUnlessSame(Search search, string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => !RunFolder.IsLeftover(entry)))
            {
                throw new UsageException(
                    $"'{folder}' is not empty and is not the folder of a search. Give another `folder`: one that is empty, or does not exist yet.");
            }

            return;
        }

        const string Remedy = "Restore it from a copy, or give another `folder`.";
        var there = JsonText.ParseObject(AtomicFile.ReadText(path), path, Remedy);
        if (there[FormatKey] is not JsonValue value || !value.TryGetValue<int>(out var format) || format != FormatVersion)
        {
            throw new UsageException($"'{path}': {FormatKey} is {there[FormatKey]?.ToJsonString() ?? "null"}, but this program writes {FormatVersion}. {Remedy}");
        }

        var all = RunDocument.Differences(Identity(there), Identity(Json(search)), "").ToList();
        if (all.Count > 0)
        {
            // Values of what is searched follow from its range, and say no more than that.
            var told = all.Where(difference => !difference.StartsWith(ConfigurationKey, StringComparison.Ordinal)).ToList();
            var differences = told.Count > 0 ? told : all;
            throw new UsageException(
                $"'{folder}' holds another search ({string.Join("; ", differences.Take(3))}{(differences.Count > 3 ? "; …" : "")}). Give another `folder`.");
        }
    }

    private static JsonObject Identity(JsonObject json)
    {
        var bare = (JsonObject)json.DeepClone();
        bare.Remove(TrialsKey);
        return bare;
    }

    private static JsonObject Json(Search search)
    {
        var sampler = Settings.ToJson(search.Sampler);
        sampler.Insert(0, "name", search.Sampler.Name);
        return new()
        {
            [FormatKey] = FormatVersion,
            ["settings"] = new JsonObject(search.Space.Axes.Select(axis => KeyValuePair.Create(axis.Name, (JsonNode?)JsonValue.Create(axis switch
            {
                SearchRange { Logarithmic: true } range => $"log {range.Low}..{range.High}",
                SearchRange range => $"{range.Low}..{range.High}",
                _ => string.Join(',', axis.Probes),
            })))),
            ["objective"] = Kebab.Of(search.Objective.ToString()),
            ["sampler"] = sampler,
            ["sampler-seed"] = search.SamplerSeed,
            ["round"] = search.Sampler.Learns ? search.Round : null,
            ["seeds"] = string.Join(',', search.Seeds),
            [TrialsKey] = search.Trials,
            [ConfigurationKey] = (search.Space.Reference! with { Seed = 0 }).ToJson(),
        };
    }
}
