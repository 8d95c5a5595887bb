using System.Reflection;

namespace Engram.Configuration;

/// <summary>
/// Everything of one kind by the name that a user types: the kebab-case name of its type, without the kind at its end. <c>LeakyCell</c>
/// is the cell <c>leaky</c>. What is found needs no registration.
/// </summary>
/// <typeparam name="T">The kind's base type, whose last word is the name of the kind: <c>CognitiveTask</c> makes tasks.</typeparam>
public sealed class Catalog<T>
    where T : class
{
    // "task" of CognitiveTask; the suffix of its types is the same word with a capital.
    private static readonly string Kind = Kebab.Of(typeof(T).Name).Split('-')[^1];
    private static readonly string Suffix = typeof(T).Name[^Kind.Length..];

    private readonly SortedDictionary<string, Type> types = new(StringComparer.Ordinal);

    /// <summary>Everything of this kind in the assembly that defines it.</summary>
    public Catalog()
        : this(typeof(T).Assembly)
    {
    }

    /// <summary>Everything of this kind in an assembly.</summary>
    /// <param name="assembly">Where to look.</param>
    public Catalog(Assembly assembly)
        : this(assembly.GetTypes())
    {
    }

    /// <summary>Everything of this kind among some types.</summary>
    /// <param name="types">Where to look; abstract types and those of other kinds are passed over.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public Catalog(IEnumerable<Type> types)
    {
        foreach (var type in types.Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract))
        {
            this.types.Add(NameOf(type), type);
        }
    }

    /// <summary>The names in alphabetical order.</summary>
    public IReadOnlyCollection<string> Names => types.Keys;

    /// <summary>The types in the order of their names.</summary>
    public IReadOnlyCollection<Type> Types => types.Values;

    /// <summary>A new one of each type with its default settings, in the order of their names.</summary>
    public IReadOnlyList<T> All => [.. types.Values.Select(Make)];

    /// <summary>The name of a thing of this kind, whether or not it is in a catalog.</summary>
    /// <param name="thing">The thing.</param>
    public static string NameOf(T thing) => NameOf(thing.GetType());

    /// <summary>The name of a type of this kind, whether or not it is in a catalog.</summary>
    /// <param name="type">The type.</param>
    public static string NameOf(Type type) => Kebab.Of(type.Name, Suffix);

    /// <summary>A new one with its default settings.</summary>
    /// <param name="name">Its name; case and hyphens do not count.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest.</exception>
    public T Create(string name) => Make(TypeOf(name));

    /// <summary>The type of a name.</summary>
    /// <param name="name">Its name; case and hyphens do not count.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest.</exception>
    public Type TypeOf(string name) => types.FirstOrDefault(pair => Bare(pair.Key) == Bare(name)).Value
        ?? throw new UsageException($"There is no {Kind} '{name}'. {Nearest.Hint(name, Names)}");

    /// <summary>Whether there is one of a name.</summary>
    /// <param name="name">The name; case and hyphens do not count.</param>
    public bool Has(string name) => types.Keys.Any(known => Bare(known) == Bare(name));

    private static T Make(Type type) => (T)Activator.CreateInstance(type)!;

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
