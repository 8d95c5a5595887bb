using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Studies.CreditAssignment;

/// <summary>
/// Leaky units that fire when their voltage is above a threshold, which each spike raises for a while: v ← e^(−dt/τ) v + W s + W_in u + b − s,
/// a ← e^(−dt/τ_a) a + s, s = 1 where v > 1 + κ a. The readout sees the trace y of the spikes, τ_y dy/dt = −y + s.
/// </summary>
[Cite("10.1038/s41467-020-17236-y", "Bellec et al. 2020, A solution to the learning dilemma for recurrent networks of spiking neurons")]
internal sealed record SpikingCell : Cell
{
    /// <summary>Time constant τ of the voltage.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Time constant τ_y of the trace.</summary>
    public TimeSpan TraceTau { get; init; } = 40.Ms;

    /// <summary>Time constant τ_a of the threshold.</summary>
    public TimeSpan ThresholdTau { get; init; } = 800.Ms;

    /// <summary>κ, how much a spike raises the threshold.</summary>
    [Range(0, 1e6)]
    public double Adaptation { get; init; } = 0.3;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => true;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var y = step.State("y", Units);
        var v = step.State("v", Units);
        var a = step.State("a", Units);
        var s = step.Spike(v - 1 - (Adaptation * a));
        var drive = step.Linear("w_rec", s, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
        step.Next(v, (Math.Exp(-step.Dt / Tau) * v) + drive - step.Detach(s));
        step.Next(a, (Math.Exp(-step.Dt / ThresholdTau) * a) + s);
        step.Next(y, y + (step.Alpha(TraceTau) * (s - y)));
        step.Rate(y);
    }
}
