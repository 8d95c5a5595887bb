using System.Reflection;
using System.Text.RegularExpressions;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.App.Catalogue;

/// <summary>The sources of what was used.</summary>
internal static partial class Bibliography
{
    /// <summary>Those of all that a configuration chooses, of its earlier runs too.</summary>
    public static IEnumerable<Citation> Of(RunConfiguration configuration) =>
    [
        .. configuration.Sections.SelectMany(part => (IsIdle(part.Record) ? [] : Of(Word(part.Section, part.Record), part.Record.GetType()))
            .Concat(Binding.Of(part.Record.GetType()).Select(binding => (binding.Name, Value: binding.Property.GetValue(part.Record)))
                .Where(one => one.Value is not null).SelectMany(one => Of($"{one.Name} {Kebab.Of(one.Value!.GetType().Name)}", one.Value!.GetType())))),
        .. Preset.Catalog.Has(configuration.Preset) ? Of($"preset {configuration.Preset}", Preset.Catalog.Create(configuration.Preset).GetType()) : [],
        .. configuration.After is { } after ? Of(after) : [],
    ];

    /// <summary>Those that the source of a study or analysis names.</summary>
    /// <param name="used">What it is.</param>
    /// <param name="source">A sentence with DOIs, sources separated by semicolons.</param>
    public static IEnumerable<Citation> Of(string used, string source) => source.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => Doi().Match(part) is { Success: true } doi
            ? new Citation(used, Doi().Replace(part, "").Trim().TrimEnd(',', '.'), doi.Groups[1].Value.TrimEnd('.', ',')) : new Citation(used, part, ""));

    /// <summary>Each source once, with all that was used of it.</summary>
    public static IReadOnlyList<Citation> Merged(IEnumerable<Citation> all) =>
    [
        .. all.GroupBy(one => one.Doi.Length > 0 ? one.Doi.ToLowerInvariant() : one.Reference)
            .Select(group => group.First() with { Used = string.Join(", ", group.Select(one => one.Used).Distinct()) })
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
    private static bool IsIdle(object record) => record is Continual || (record is Credit credit && credit == new Credit())
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
