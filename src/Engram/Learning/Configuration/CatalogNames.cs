using System.Text;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>Finds the concrete records of one kind in this assembly by their command-line names.</summary>
internal static class CatalogNames
{
    /// <summary>
    /// Every concrete type of kind <typeparamref name="TKind"/> by its kebab-case name without <paramref name="suffix"/>, in name order.
    /// </summary>
    public static SortedDictionary<string, Type> Find<TKind>(string suffix = "")
    {
        var found = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in typeof(TKind).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(TKind))))
        {
            found.Add(Kebab(type.Name.EndsWith(suffix, StringComparison.Ordinal) ? type.Name[..^suffix.Length] : type.Name), type);
        }

        return found;
    }

    /// <summary>The type with the given name. Case and hyphens do not count.</summary>
    /// <exception cref="UsageException">There is none; the nearest name is in the message.</exception>
    public static Type Get(SortedDictionary<string, Type> catalog, string kind, string name)
    {
        foreach (var (known, type) in catalog)
        {
            if (Bare(known) == Bare(name))
            {
                return type;
            }
        }

        var nearest = catalog.Keys.MinBy(known => Distance(Bare(known), Bare(name)));
        throw new UsageException($"There is no {kind} '{name}'. Did you mean '{nearest}'? Known: {string.Join(", ", catalog.Keys)}.");
    }

    /// <summary>A type's name in kebab case: <c>RmsPropHinton</c> is <c>rms-prop-hinton</c>.</summary>
    public static string Kebab(string typeName)
    {
        var text = new StringBuilder();
        for (var i = 0; i < typeName.Length; i++)
        {
            if (i > 0 && char.IsUpper(typeName[i]))
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(typeName[i]));
        }

        return text.ToString();
    }

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
