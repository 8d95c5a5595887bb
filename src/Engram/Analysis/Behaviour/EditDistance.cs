using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>How far two sequences are apart: the fewest symbols to put in, leave out or exchange that make one of the other.</summary>
[Cite("10.1145/321796.321811", "Wagner & Fischer (1974). The string-to-string correction problem.")]
public static class EditDistance
{
    /// <summary>The distance. Divided by the length of the right sequence, and summed over trials before, it is the symbol error rate.</summary>
    /// <typeparam name="T">What the sequences are of.</typeparam>
    /// <param name="written">One sequence.</param>
    /// <param name="right">The other.</param>
    public static int Of<T>(IReadOnlyList<T> written, IReadOnlyList<T> right)
        where T : IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(right);

        // distances[i] is that of what was written so far and the first i symbols of the right sequence.
        int[] distances = [.. Enumerable.Range(0, right.Count + 1)];
        foreach (var symbol in written)
        {
            var diagonal = distances[0]++;
            for (var i = 1; i <= right.Count; i++)
            {
                var exchanged = diagonal + (right[i - 1].Equals(symbol) ? 0 : 1);
                diagonal = distances[i];
                distances[i] = Math.Min(exchanged, Math.Min(distances[i], distances[i - 1]) + 1);
            }
        }

        return distances[^1];
    }
}
