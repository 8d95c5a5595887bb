using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Grid cells of one module: (Σₖ cos(kₖ · (x − x₀)) + 3/2)/(9/2), between 0 and 1, with three waves 60° apart of length √3/2 times the spacing. Phases x₀ are uniform at random.
/// </summary>
[Cite("10.1038/nature03721", "Hafting, Fyhn, Molden, Moser & Moser 2005, Microstructure of a spatial map in the entorhinal cortex")]
public sealed record GridTargets : SpatialCells
{
    /// <summary>Distance from a field to the next, in metres.</summary>
    [Range(0, 1000, Above = true)]
    public double Spacing { get; init; } = 0.5;

    /// <summary>Angle of the grid's axes to x, in degrees.</summary>
    [Range(-360, 360)]
    public double Orientation { get; init; } = 7;

    /// <inheritdoc/>
    private protected override SpatialTuning Placed(Arena arena)
    {
        // A cell of the lattice is spanned by two of its axes.
        var random = new RandomStream(new StreamKey(Seed, Purpose.Tuning), 2);
        var (turn, phases) = (Orientation * Math.PI / 180, new (double X, double Y)[Count]);
        foreach (ref var phase in phases.AsSpan())
        {
            var (a, b) = (Spacing * random.NextUniform(), Spacing * random.NextUniform());
            phase = ((a * Math.Cos(turn)) + (b * Math.Cos(turn + (Math.PI / 3))), (a * Math.Sin(turn)) + (b * Math.Sin(turn + (Math.PI / 3))));
        }

        return new Tuning(phases, Spacing, turn);
    }

    private sealed class Tuning((double X, double Y)[] phases, double spacing, double turn) : SpatialTuning(phases.Length)
    {
        // Waves lie across the axes.
        private readonly (double X, double Y)[] waves = [.. Enumerable.Range(0, 3).Select(k => turn + (Math.PI / 6) + (k * Math.PI / 3)).Select(angle =>
            (4 * Math.PI / (Math.Sqrt(3) * spacing) * Math.Cos(angle), 4 * Math.PI / (Math.Sqrt(3) * spacing) * Math.Sin(angle)))];

        public override void Activity(double x, double y, double heading, Span<double> activity)
        {
            for (var i = 0; i < phases.Length; i++)
            {
                var sum = 1.5;
                foreach (var (kx, ky) in waves)
                {
                    sum += Math.Cos((kx * (x - phases[i].X)) + (ky * (y - phases[i].Y)));
                }

                activity[i] = sum / 4.5;
            }
        }
    }
}
