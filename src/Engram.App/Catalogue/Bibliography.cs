using System.Reflection;
using System.Text.RegularExpressions;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.App.Catalogue;

/// <summary>The sources of what was used.</summary>
internal static partial class Bibliography
{
    /// <summary>Those of all that a configuration chooses, of its earlier runs too.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="wasTrained">Whether all of it was used; of a network that was imported, only task and cell are.</param>
    public static IEnumerable<Citation> Of(RunConfiguration configuration, bool wasTrained = true) =>
    [
        .. configuration.Sections.Where(part => wasTrained || part.Record is Tasks.CognitiveTask or Cells.Cell).SelectMany(part => (IsIdle(part.Record) ? [] : Of(Word(part.Section, part.Record), part.Record.GetType()))
            .Concat(Binding.Of(part.Record.GetType()).Select(binding => (binding.Name, Value: binding.Property.GetValue(part.Record)))
                .Where(one => one.Value is not null).SelectMany(one => Of($"{one.Name} {Kebab.Of(one.Value!.GetType().Name)}", one.Value!.GetType())))),
        .. wasTrained && Preset.Catalog.Has(configuration.Preset) ? Of($"preset {configuration.Preset}", Preset.Catalog.Create(configuration.Preset).GetType()) : [],
        .. wasTrained && configuration.After is { } after ? Of(after) : [],
    ];

    /// <summary>Those that the source of a study or analysis names.</summary>
    /// <param name="used">What it is.</param>
    /// <param name="source">Authors, year, title and DOI of each, separated by semicolons; what follows a DOI is a remark.</param>
    public static IEnumerable<Citation> Of(string used, string source) => source.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => Doi().Match(part) is { Success: true } doi
            ? new Citation(used, part[..doi.Index].TrimEnd(' ', ',', '.'), doi.Groups[1].Value.TrimEnd('.', ',')) : new Citation(used, part.TrimEnd('.'), ""));

    /// <summary>Each source once, in its longest wording, with all that was used of it.</summary>
    public static IReadOnlyList<Citation> Merged(IEnumerable<Citation> all) =>
    [
        .. all.GroupBy(one => one.Doi.Length > 0 ? one.Doi.ToLowerInvariant() : one.Reference)
            .Select(group => group.MaxBy(one => one.Reference.Length)! with { Used = string.Join(", ", group.Select(one => one.Used).Distinct()) })
            .OrderBy(one => one.Reference, StringComparer.Ordinal),
    ];

    /// <summary>The entries with keys that differ.</summary>
    public static IReadOnlyList<string> BibTex(IReadOnlyList<Citation> all) =>
    [
        .. all.GroupBy(one => one.Key).SelectMany(group => group.Count() == 1 ? [(Key: group.Key, One: group.First())]
                : group.Select((one, place) => (Key: group.Key + (char)('a' + place), One: one)))
            .OrderBy(pair => pair.One.Reference, StringComparer.Ordinal).Select(pair => pair.One.BibTex(pair.Key)),
    ];

    // A part that does nothing at its defaults names the sources of all that it can do. Those of a protection stand with it.
    private static bool IsIdle(object record) => record is Continual || record is Credit { IsExact: true }
        || (record is Penalties penalties && penalties == Penalties.None);

    private static string Word(string section, object record) => record switch
    {
        Tasks.CognitiveTask task => $"task {task.Name}",
        Cells.Cell cell => $"cell {cell.Name}",
        Optimiser optimiser => $"optimiser {optimiser.Name}",
        _ => section,
    };

    private static IEnumerable<Citation> Of(string used, Type type) =>
        type.GetCustomAttributes<CiteAttribute>(true).Select(cite => new Citation(used, cite.Reference, cite.Doi));

    [GeneratedRegex(@",? ?doi:(10\.\S+)")]
    private static partial Regex Doi();
}
