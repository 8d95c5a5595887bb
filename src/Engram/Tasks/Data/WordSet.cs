namespace Engram.Tasks;

/// <summary>Words in a fixed order.</summary>
internal sealed class WordSet(WordEntry[] words)
{
    private readonly int[][] places =
    [
        .. WordEntry.Lengths.Index().Select(length => words.Index().Where(word => word.Item.Length == length.Index).Select(word => word.Index).ToArray()),
    ];

    /// <summary>How many there are.</summary>
    public int Count => words.Length;

    /// <summary>A word.</summary>
    /// <param name="place">Its place, from 0.</param>
    public WordEntry this[int place] => words[place];

    /// <summary>Where the words of a length are.</summary>
    /// <param name="length">The place of the length.</param>
    /// <param name="first">Among how many of the first words.</param>
    public ReadOnlySpan<int> Places(int length, int first)
    {
        var end = Array.BinarySearch(places[length], first);
        return places[length].AsSpan(0, end < 0 ? ~end : end);
    }
}
