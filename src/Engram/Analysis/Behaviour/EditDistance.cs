using Engram.Configuration;
using Engram.Numerics;

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

        T[] other = [.. right];
        var distances = new int[other.Length + 1];
        EditRow.Begin(distances);
        foreach (var symbol in written)
        {
            EditRow.Grow(distances, other, symbol);
        }

        return distances[^1];
    }
}
