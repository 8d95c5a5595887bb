using System.Text.Json.Nodes;
using Engram.Learning;

namespace Engram.Studies;

/// <summary>What varies in a sweep, and each configuration's values of it, as text.</summary>
internal sealed class SweepLabels
{
    private const string NetworkPart = "network";

    private SweepLabels(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string>> values) => (Names, Values) = (names, values);

    /// <summary>Settings that differ between configurations; with the part's name before, where two parts have one of that name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Their values for each configuration; empty where a configuration has no such setting.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Values { get; }

    /// <summary>Compares the configurations of a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    public static SweepLabels Of(Sweep sweep)
    {
        var flat = sweep.Configurations.Select(Flat).ToList();
        var paths = flat.SelectMany(one => one.Keys).Distinct().ToList();

        // A setting that only some have tells no more than the name of the cell or the optimiser that has it.
        var varying = paths.Where(path => flat.All(one => one.ContainsKey(path)) && flat.DistinctBy(one => one[path]).Count() > 1).ToList();
        var follows = Following(sweep.Configurations, flat, [.. varying.Where(path => path.Part == NetworkPart)]);
        varying.RemoveAll(follows.Contains);
        return new(
            [.. varying.Select(path => Name(path, varying))],
            [.. flat.Select(one => (IReadOnlyList<string>)[.. varying.Select(path => one[path])])]);
    }

    // What the preset fits to the rest, here with the first network's options as a start, follows from what else varies and tells no more.
    private static List<(string Part, string Setting)> Following(
        IReadOnlyList<RunConfiguration> configurations, List<Dictionary<(string Part, string Setting), string>> flat,
        IReadOnlyList<(string Part, string Setting)> candidates)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        var fitted = configurations.Select(one => Preset.Catalog.All.FirstOrDefault(preset => preset.Name == one.Preset)
            ?.Fitted(one with { Network = configurations[0].Network })).ToList();
        if (fitted.Contains(null))
        {
            return [];
        }

        var again = fitted.ConvertAll(one => Flat(one!));
        return [.. candidates.Where(path => again.Zip(flat).All(pair => pair.First[path] == pair.Second[path]))];
    }

    private static string Name((string Part, string Setting) path, IEnumerable<(string Part, string Setting)> others) =>
        path.Part.Length == 0 ? path.Setting
            : path.Setting == "name" ? path.Part
            : others.Count(other => other.Setting == path.Setting) > 1 ? $"{path.Part}-{path.Setting}"
            : path.Setting;

    // A list reads as it is written in a flag.
    private static string Text(JsonNode? value) => value is JsonArray items ? string.Join(',', items.Select(Text)) : value?.ToString() ?? "none";

    private static Dictionary<(string Part, string Setting), string> Flat(RunConfiguration configuration)
    {
        var flat = new Dictionary<(string Part, string Setting), string>();
        foreach (var (key, value) in configuration.ToJson(isWhole: true))
        {
            if (value is JsonObject part)
            {
                foreach (var (name, setting) in part)
                {
                    flat.Add((key, name), Text(setting));
                }
            }
            else
            {
                flat.Add(("", key), Text(value));
            }
        }

        return flat;
    }
}
