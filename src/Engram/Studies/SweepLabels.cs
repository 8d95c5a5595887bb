using System.Text.Json.Nodes;
using Engram.Learning;

namespace Engram.Studies;

/// <summary>What varies in a sweep, and each configuration's values of it, as text.</summary>
public sealed class SweepLabels
{
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
        return new(
            [.. varying.Select(path => Name(path, varying))],
            [.. flat.Select(one => (IReadOnlyList<string>)[.. varying.Select(path => one[path])])]);
    }

    private static string Name((string Part, string Setting) path, IEnumerable<(string Part, string Setting)> others) =>
        path.Part.Length == 0 ? path.Setting
            : path.Setting == "name" ? path.Part
            : others.Count(other => other.Setting == path.Setting) > 1 ? $"{path.Part}-{path.Setting}"
            : path.Setting;

    private static Dictionary<(string Part, string Setting), string> Flat(RunConfiguration configuration)
    {
        var flat = new Dictionary<(string Part, string Setting), string>();
        foreach (var (key, value) in configuration.ToJson())
        {
            if (value is JsonObject part)
            {
                foreach (var (name, setting) in part)
                {
                    flat.Add((key, name), setting?.ToString() ?? "none");
                }
            }
            else
            {
                flat.Add(("", key), value?.ToString() ?? "none");
            }
        }

        return flat;
    }
}
