using Engram.Configuration;

namespace Engram.Learning;

/// <summary>All losses by their command-line names, such as <c>squared-error</c> and <c>cross-entropy</c>.</summary>
public static class LossCatalog
{
    private static readonly SortedDictionary<string, Type> Types = CatalogNames.Find<Loss>();

    /// <summary>The names in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Types.Keys];

    /// <summary>The loss with its default settings.</summary>
    /// <param name="name">Its name; case and hyphens do not count.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest.</exception>
    public static Loss Create(string name) => (Loss)Activator.CreateInstance(CatalogNames.Get(Types, "loss", name))!;

    /// <summary>The command-line name of a loss.</summary>
    /// <param name="loss">The loss.</param>
    public static string NameOf(Loss loss) => CatalogNames.Kebab(loss.GetType().Name);
}
