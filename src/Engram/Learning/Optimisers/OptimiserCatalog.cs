using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// All optimisers by their command-line names, the kebab-case names of their types, such as <c>adam</c> and <c>rms-prop-graves</c>.
/// </summary>
public static class OptimiserCatalog
{
    private static readonly SortedDictionary<string, Type> Types = CatalogNames.Find<Optimiser>();

    /// <summary>The names in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Types.Keys];

    /// <summary>The optimiser with its default settings.</summary>
    /// <param name="name">Its name; case and hyphens do not count.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest.</exception>
    public static Optimiser Create(string name) => (Optimiser)Activator.CreateInstance(CatalogNames.Get(Types, "optimiser", name))!;

    /// <summary>The command-line name of an optimiser.</summary>
    /// <param name="optimiser">The optimiser.</param>
    public static string NameOf(Optimiser optimiser) => CatalogNames.Kebab(optimiser.GetType().Name);
}
