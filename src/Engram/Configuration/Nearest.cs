namespace Engram.Configuration;

/// <summary>The known names nearest to a misspelt one, for error messages.</summary>
public static class Nearest
{
    // Tables of recordings have a column for each of hundreds of units.
    private const int MostListed = 100;

    /// <summary>Known names near <paramref name="name"/>, nearest first; none when nothing is near.</summary>
    /// <param name="name">What the user wrote.</param>
    /// <param name="known">The names that would have been right.</param>
    /// <param name="count">At most so many.</param>
    internal static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int count = 3)
    {
        var written = name.ToLowerInvariant();
        var limit = Math.Max(2, written.Length / 3);
        return
        [
            .. known.Distinct().Where(candidate => candidate != name)
                .Select(candidate => (candidate, distance: Distance(written, candidate.ToLowerInvariant())))
                .Where(pair => (pair.distance <= limit && pair.distance < pair.candidate.Length) || Contains(pair.candidate, written))
                .OrderBy(pair => pair.distance)
                .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Take(count)
                .Select(pair => pair.candidate),
        ];
    }

    /// <summary>A sentence: <c>Did you mean 'delay'?</c>, or all known names when none is near.</summary>
    /// <param name="name">What the user wrote.</param>
    /// <param name="known">The names that would have been right.</param>
    public static string Hint(string name, IEnumerable<string> known)
    {
        string[] all = [.. known];
        var near = Of(name, all);
        return near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?"
            : all.Length > MostListed ? $"Known: {string.Join(", ", all[..MostListed])} and {Counted.Of(all.Length - MostListed, "other")}."
            : all.Length > 0 ? $"Known: {string.Join(", ", all)}."
            : "None is known here.";
    }

    /// <summary>
    /// Edit distance with neighbouring letters swapped as one edit (optimal string alignment; Damerau 1964, doi:10.1145/363958.363994).
    /// </summary>
    /// <param name="a">One word.</param>
    /// <param name="b">The other.</param>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }

    private static bool Contains(string candidate, string written) =>
        written.Length >= 3 && candidate.Contains(written, StringComparison.OrdinalIgnoreCase);
}
