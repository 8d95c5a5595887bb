namespace Engram.Learning;

/// <summary>One replay of a sequence by a cache and the consolidator that it drives.</summary>
/// <param name="Update">The update that it was part of, from 1.</param>
/// <param name="Direction">In which order.</param>
/// <param name="Sequence">Which sequence, from 0.</param>
/// <param name="Order">Steps of the sequence in the order in which the cache recalled them.</param>
/// <param name="Loss">Loss of the sequence before the update; of a forward replay, null for one in reverse.</param>
/// <param name="Error">How far the state that a reverse replay ended with is from that with which the forward one began; null for a forward one.</param>
public sealed record CachedReplay(int Update, ReplayDirection Direction, int Sequence, IReadOnlyList<int> Order, double? Loss, double? Error);
