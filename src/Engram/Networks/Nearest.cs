namespace Engram.Networks;

/// <summary>Finds the name that a misspelt one was meant to be.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the fewest insertions, deletions and replacements; the first of equals.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What could have been; at least one.</param>
    public static string To(string word, IEnumerable<string> candidates) => candidates.MinBy(c => Distance(word, c))!;

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = corner + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
