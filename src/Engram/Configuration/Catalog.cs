using System.ComponentModel;
using System.Reflection;

namespace Engram.Configuration;

/// <summary>
/// Everything of one kind by the name that a user types: the kebab-case name of its type, without the kind at its end. <c>LeakyCell</c>
/// is the cell <c>leaky</c>. What is found needs no registration.
/// </summary>
/// <remarks>
/// A catalog lists what is in the library and in source files of the user's own that a command was given. A name may also be that of a
/// type in the program that runs, so that a program which defines a cell, a loss or a task can train with it and read its runs again.
/// </remarks>
/// <typeparam name="T">The kind's base type, whose last word is the name of the kind: <c>CognitiveTask</c> makes tasks.</typeparam>
public sealed class Catalog<T>
    where T : class
{
    // "task" of CognitiveTask; the suffix of its types is the same word with a capital.
    private static readonly string Kind = Kebab.Of(typeof(T).Name).Split('-')[^1];
    private static readonly string Suffix = typeof(T).Name[^Kind.Length..];

    private readonly SortedDictionary<string, Type> types = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<Type>> own = new(() => []);

    /// <summary>Everything of this kind in the assembly that defines it, and by name also what the program that runs has.</summary>
    internal Catalog()
        : this(typeof(T).Assembly)
    {
        var program = Assembly.GetEntryAssembly();
        own = new(() => program is null || program == typeof(T).Assembly ? [] : [.. OfKind(program.GetTypes())]);
    }

    /// <summary>Everything of this kind in an assembly.</summary>
    /// <param name="assembly">Where to look.</param>
    internal Catalog(Assembly assembly)
        : this(assembly.GetTypes())
    {
    }

    /// <summary>Everything of this kind among some types.</summary>
    /// <param name="types">Where to look; abstract types and those of other kinds are passed over.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    internal Catalog(IEnumerable<Type> types)
    {
        foreach (var type in OfKind(types))
        {
            this.types.Add(NameOf(type), type);
        }
    }

    /// <summary>The names in alphabetical order.</summary>
    public IReadOnlyCollection<string> Names => FromFiles.Length == 0 ? types.Keys : [.. Types.Select(NameOf)];

    /// <summary>The types in the order of their names.</summary>
    internal IReadOnlyCollection<Type> Types => FromFiles is { Length: > 0 } files
        ? [.. types.Values.Concat(files).OrderBy(NameOf, StringComparer.Ordinal)] : types.Values;

    /// <summary>A new one of each type with its default settings, in the order of their names.</summary>
    public IReadOnlyList<T> All => [.. Types.Select(Make)];

    /// <summary>The name of a thing of this kind, whether or not it is in a catalog.</summary>
    /// <param name="thing">The thing.</param>
    internal static string NameOf(T thing) => NameOf(thing.GetType());

    /// <summary>The name of a type of this kind, whether or not it is in a catalog.</summary>
    /// <param name="type">The type.</param>
    internal static string NameOf(Type type) => Kebab.Of(type.Name, Suffix);

    /// <summary>A new one with its default settings.</summary>
    /// <param name="name">Its name; case and hyphens do not count.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest.</exception>
    public T Create(string name) => Make(TypeOf(name));

    /// <summary>The type of a name.</summary>
    /// <param name="name">Its name; case and hyphens do not count.</param>
    /// <exception cref="UsageException">There is none of that name; the message gives the nearest. Or there are several.</exception>
    internal Type TypeOf(string name)
    {
        var found = Named(name).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UsageException($"There is no {Kind} '{name}'. {Nearest.Hint(name, Names.Concat(Offered(own.Value)))}"),
            _ => throw new UsageException(
                $"The {Kind} '{name}' is ambiguous: {string.Join(" or ", found.Select(type => type.FullName))}. A run stores only the name; rename your own."),
        };
    }

    /// <summary>Whether there is one of a name.</summary>
    /// <param name="name">The name; case and hyphens do not count.</param>
    internal bool Has(string name) => Named(name).Any();

    /// <summary>The names of types that a user may be offered; one that only another program can use is marked as not browsable.</summary>
    /// <param name="types">The types.</param>
    internal static IEnumerable<string> Offered(IEnumerable<Type> types) =>
        types.Where(type => type.GetCustomAttribute<BrowsableAttribute>() is not { Browsable: false }).Select(NameOf);

    // Those of the files that the command was given.
    private static Type[] FromFiles => [.. OwnCode.Known.SelectMany(file => OfKind(file.Assembly.GetTypes()))];

    private static IEnumerable<Type> OfKind(IEnumerable<Type> types) => types.Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract);

    private static T Make(Type type)
    {
        try
        {
            return (T)Activator.CreateInstance(type)!;
        }
        catch (MissingMethodException)
        {
            throw new UsageException(
                $"The {Kind} '{NameOf(type)}' cannot be created by name, because {type.Name} has no public parameterless constructor; turn each "
                + "parameter into a property with a default.");
        }
    }

    private IEnumerable<Type> Named(string name) =>
        Types.Concat(own.Value).Where(type => Bare(NameOf(type)) == Bare(name));

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
