using Engram.Tasks;

namespace Engram.Learning;

/// <summary>What the losses of heads are made of, added up over trials or batches.</summary>
/// <param name="heads">The heads.</param>
internal sealed class HeadSums(HeadLosses heads)
{
    private readonly double[] sums = new double[heads.Count], weights = new double[heads.Count], own = new double[heads.Count];
    private readonly double[] ones = [.. Enumerable.Repeat(1.0, heads.Count)];
    private readonly HeadRoom<float> room = new();

    /// <summary>L of all that was added.</summary>
    public double Mean => heads.Mean(sums, weights);

    /// <summary>Adds a batch that was run.</summary>
    /// <param name="lossSums">Σ mask · loss of each head.</param>
    /// <param name="lossWeights">The divisor of each head's loss.</param>
    public void Add(ReadOnlySpan<double> lossSums, ReadOnlySpan<double> lossWeights)
    {
        for (var head = 0; head < sums.Length; head++)
        {
            sums[head] += lossSums[head];
            weights[head] += lossWeights[head];
        }
    }

    /// <summary>Adds the outputs of a trial, rows of as many values as there are channels.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="z">Readout before the output non-linearity.</param>
    /// <param name="y">Targets.</param>
    /// <param name="mask">Weights.</param>
    public void Add(Trial trial, TimeSpan dt, ReadOnlySpan<float> z, ReadOnlySpan<float> y, ReadOnlySpan<float> mask)
    {
        heads.Accumulate(z, y, mask, heads.Channels, [], ones, own, room);
        heads.AddWeights(trial, dt, weights);
        for (var head = 0; head < sums.Length; head++)
        {
            sums[head] += own[head];
        }
    }
}
