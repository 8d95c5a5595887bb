using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The consolidator of R2N2, two populations A and B of leaky units that take turns: h_A ← (1 − α) h_A + α (W_BA φ(h_B) + W_in u), then
/// h_B ← (1 − α) h_B + α W_AB φ(h_A) of the new h_A; z = W_out φ(h_B), with φ = tanh. Because they take turns, each step can be undone exactly.
/// </summary>
/// <remarks>
/// Each population has N units, and α = dt/τ. The rates are those of B. There are no biases. Before learning W_BA and W_AB are normal of deviation
/// <see cref="Gain"/>/√N, W_in of deviation 0.1/√N and W_out of 0.1/√O. W[i, j] of W_BA is the weight from unit j of B to unit i of A, so its diagonal holds no autapses.
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed record ConsolidatorCell : Cell
{
    private const double InputDeviation = 0.1, ReadoutDeviation = 0.1;

    /// <summary>Time constant τ of the units.</summary>
    public TimeSpan Tau { get; init; } = 200.Ms;

    /// <summary>Standard deviation of the weights between the populations before learning, times √N.</summary>
    [Range(0, 100)]
    public double Gain { get; init; } = 1.5;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var alpha = step.Alpha(Tau);
        var between = new Prescription { Deviation = Gain / Math.Sqrt(Units) };
        var (a, b) = (step.State("h_a", Units), step.State("h_b", Units));
        var drive = step.Linear("w_ba", step.Apply(Activation.Tanh, b), Units, between)
            + step.Linear("w_in", step.Input, Units, new() { Deviation = InputDeviation / Math.Sqrt(Units) });
        var next = ((1 - alpha) * a) + (alpha * drive);
        step.Next(a, next);
        step.Next(b, ((1 - alpha) * b) + (alpha * step.Linear("w_ab", step.Apply(Activation.Tanh, next), Units, between)));
        step.Rate(step.Apply(Activation.Tanh, b));
        step.ReadoutBegins(new() { Deviation = ReadoutDeviation / Math.Sqrt(step.Outputs) }, new() { Value = 0, Held = true });
    }
}
