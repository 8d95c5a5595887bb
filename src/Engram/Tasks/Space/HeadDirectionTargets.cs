using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Head-direction cells with von Mises tuning, whose activity adds up to 1: a softmax of κ cos(φ − μᵢ) over the cells. Preferred directions μᵢ are uniform at random.
/// </summary>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
public sealed record HeadDirectionTargets : SpatialCells
{
    /// <summary>Twelve cells.</summary>
    public HeadDirectionTargets() => Count = 12;

    /// <summary>κ, how sharp the tuning is.</summary>
    [Range(0, 10_000)]
    public double Concentration { get; init; } = 20;

    /// <inheritdoc/>
    private protected override SpatialTuning Placed(Arena arena)
    {
        var random = new RandomStream(new StreamKey(Seed, Purpose.Tuning), 1);
        return new Tuning([.. Enumerable.Range(0, Count).Select(_ => random.NextUniform(-Math.PI, Math.PI))], Concentration);
    }

    private sealed class Tuning(double[] preferred, double concentration) : SpatialTuning(preferred.Length)
    {
        public override void Activity(double x, double y, double heading, Span<double> activity)
        {
            var sum = 0.0;
            for (var i = 0; i < preferred.Length; i++)
            {
                activity[i] = Math.Exp(concentration * (Math.Cos(heading - preferred[i]) - 1));
                sum += activity[i];
            }

            // With a high κ no cell may prefer anything near.
            for (var i = 0; i < preferred.Length; i++)
            {
                activity[i] = sum > 0 ? activity[i] / sum : 1.0 / preferred.Length;
            }
        }
    }
}
