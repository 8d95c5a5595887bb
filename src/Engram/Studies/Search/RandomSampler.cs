using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Studies;

/// <summary>
/// Independent of results: every part of the space is tried as densely as every other. Unlike a grid, it tries as many values of each setting
/// as there are trials, so that settings without effect cost nothing
/// (Bergstra and Bengio 2012, Journal of Machine Learning Research 13, 281–305).
/// </summary>
[Cite("10.1007/BF01386213", "Halton 1960, On the efficiency of certain quasi-random sequences of points in evaluating multi-dimensional integrals")]
public sealed record RandomSampler : Sampler
{
    /// <summary>Whether points keep their distance from each other (a scrambled Halton sequence), rather than being drawn one by one.</summary>
    public bool Quasi { get; init; } = true;

    internal override bool Learns => false;

    internal override double[] Propose(SearchHistory history, int trial)
    {
        if (Quasi)
        {
            return Halton.Point(history.Space.Count, trial, history.Seed);
        }

        var stream = new RandomStream(new StreamKey(history.Seed, Purpose.Search), trial);
        var point = new double[history.Space.Count];
        for (var k = 0; k < point.Length; k++)
        {
            point[k] = stream.NextUniform();
        }

        return point;
    }
}
