using Engram.Configuration;

namespace Engram.Learning;

/// <summary>The presets of the library: every class here that is a <see cref="Preset"/>.</summary>
public static class PresetCatalog
{
    /// <summary>All presets in the order of their names.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        .. typeof(PresetCatalog).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(Preset)) && !type.IsAbstract)
            .Select(type => (Preset)Activator.CreateInstance(type)!)
            .OrderBy(preset => preset.Name, StringComparer.Ordinal),
    ];

    /// <summary>A preset.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest.</exception>
    public static Preset Create(string name) => All.FirstOrDefault(preset => preset.Name == name) ?? throw new UsageException(
        $"There is no preset '{name}'. {Nearest.Hint(name, All.Select(preset => preset.Name))}");
}
