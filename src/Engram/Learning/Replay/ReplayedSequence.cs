namespace Engram.Learning;

/// <summary>A sequence and what the cache made of it.</summary>
/// <param name="Inputs">u of each step (T × I).</param>
/// <param name="Targets">y of each step (T × O).</param>
/// <param name="Masks">Weights of the targets (T × O).</param>
/// <param name="LossWeights">The divisor of each head's loss.</param>
internal sealed record ReplayedSequence(IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets, IReadOnlyList<double[]> Masks, double[] LossWeights)
{
    /// <summary>Steps in the order in which they are recalled from the first on; all of them where nothing is forgotten.</summary>
    public IReadOnlyList<int> Forward { get; init; } = [.. Enumerable.Range(0, Inputs.Count)];

    /// <summary>The same from the last one back.</summary>
    public IReadOnlyList<int> Reverse { get; init; } = [.. Enumerable.Range(0, Inputs.Count).Reverse()];
}
