using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Boundary cells: each is active at one distance from a wall in one direction, exp(−(d − dᵢ)²/2σ²) for the distance d to the first wall in the direction φᵢ. Preferred distances and directions are uniform at
/// random.
/// </summary>
[Cite("10.1523/JNEUROSCI.1319-09.2009", "Lever, Burton, Jeewajee, O'Keefe & Burgess 2009, Boundary vector cells in the subiculum of the hippocampal formation")]
public sealed record BoundaryTargets : SpatialCells
{
    /// <summary>σ, in metres.</summary>
    [Range(0, 1000, Above = true)]
    public double Width { get; init; } = 0.1;

    /// <summary>Greatest preferred distance, in metres.</summary>
    [Range(0, 1000)]
    public double Farthest { get; init; } = 0.3;

    /// <inheritdoc/>
    private protected override SpatialTuning Placed(Arena arena)
    {
        var random = new RandomStream(new StreamKey(Seed, Purpose.Tuning), 3);
        var preferred = new (double Distance, double Angle)[Count];
        foreach (ref var one in preferred.AsSpan())
        {
            one = (random.NextUniform(0, Farthest), random.NextUniform(-Math.PI, Math.PI));
        }

        return new Tuning(arena, preferred, Width);
    }

    private sealed class Tuning(Arena arena, (double Distance, double Angle)[] preferred, double width) : SpatialTuning(preferred.Length)
    {
        public override void Activity(double x, double y, double heading, Span<double> activity)
        {
            for (var i = 0; i < preferred.Length; i++)
            {
                var off = (arena.Ahead(x, y, preferred[i].Angle) - preferred[i].Distance) / width;
                activity[i] = Math.Exp(-off * off / 2);
            }
        }
    }
}
