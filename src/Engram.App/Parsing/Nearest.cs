namespace Engram.App.Parsing;

/// <summary>The known word that a misspelt one most likely stands for.</summary>
internal static class Nearest
{
    /// <summary>The nearest of <paramref name="known"/>, or null when none is near.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What may be written.</param>
    public static string? To(string word, IEnumerable<string> known)
    {
        var best = known
            .Select(name => (Name: name, Distance: Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is { } found && best.Distance <= Math.Max(1, Math.Min(word.Length, found.Length) / 2) ? found : null;
    }

    /// <summary>A question to append to a fault: <c> Did you mean `--seed`?</c>, or nothing.</summary>
    public static string Question(string word, IEnumerable<string> known) =>
        To(word, known) is { } name ? $" Did you mean `{name}`?" : string.Empty;

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.</summary>
    public static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(i, j);
            }
        }

        return cost[from.Length, to.Length];

        int Cheapest(int i, int j)
        {
            var changed = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            var least = Math.Min(changed, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
            var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            return swapped ? Math.Min(least, cost[i - 2, j - 2] + 1) : least;
        }
    }
}
