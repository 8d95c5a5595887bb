namespace Engram.Numerics;

/// <summary>The edit distances of a sequence that grows to all beginnings of another (Wagner &amp; Fischer 1974).</summary>
internal static class EditRow
{
    /// <summary>Those of an empty sequence: 0, 1, 2, …</summary>
    /// <param name="distances">Receives the distance to the first i symbols of the other at place i.</param>
    public static void Begin(Span<int> distances)
    {
        for (var i = 0; i < distances.Length; i++)
        {
            distances[i] = i;
        }
    }

    /// <summary>Lets the sequence grow by a symbol.</summary>
    /// <typeparam name="T">What the sequences are of.</typeparam>
    /// <param name="distances">One more than the other has symbols; changed in place.</param>
    /// <param name="other">The other sequence.</param>
    /// <param name="symbol">The symbol.</param>
    public static void Grow<T>(Span<int> distances, ReadOnlySpan<T> other, T symbol)
        where T : IEquatable<T>
    {
        var diagonal = distances[0]++;
        for (var i = 1; i <= other.Length; i++)
        {
            var exchanged = diagonal + (other[i - 1].Equals(symbol) ? 0 : 1);
            diagonal = distances[i];
            distances[i] = Math.Min(exchanged, Math.Min(distances[i], distances[i - 1]) + 1);
        }
    }
}
