namespace Engram.Learning;

/// <summary>A sequence and what the cache made of it.</summary>
/// <param name="Inputs">u of each step (T × I).</param>
/// <param name="Targets">y of each step (T × O).</param>
/// <param name="Masks">Weights of the targets (T × O).</param>
/// <param name="LossWeights">The divisor of each head's loss.</param>
/// <param name="Forward">Steps in the order in which they were recalled from the first on.</param>
/// <param name="Reverse">The same from the last one back.</param>
internal sealed record ReplayedSequence(
    IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets, IReadOnlyList<double[]> Masks, double[] LossWeights, IReadOnlyList<int> Forward, IReadOnlyList<int> Reverse);
