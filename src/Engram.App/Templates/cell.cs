// A cell of your own: the equation of the units. Train a network of them, read the equations that are derived:
//   engram train perceptual-decision --cell NAME --with FILE
//   engram describe NAME --with FILE
using System;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

/// <summary>
/// Leaky units that tire: τ dx/dt = −x + W_rec r + W_in u + b − βa + √(2τσ²) ξ, r = max(x, 0), τ_a da/dt = −a + r.
/// </summary>
public sealed record CLASSCell : Cell
{
    // Every property is a setting: it has a default, a flag (--adaptation 0.5) and can be swept. The comment above it is its help.

    /// <summary>Time constant τ of the current.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Time constant τ_a of the adaptation.</summary>
    public TimeSpan AdaptationTau { get; init; } = 500.Ms;

    /// <summary>Strength β of the adaptation.</summary>
    [Range(0, 100)]
    public double Adaptation { get; init; } = 0.3;

    /// <summary>Standard deviation σ of the noise.</summary>
    [Range(0, 100)]
    public double Noise { get; init; } = 0.15;

    /// <summary>Rates that cannot be negative allow Dale's law.</summary>
    public override bool HasNonNegativeRates => true;

    /// <summary>One step of Euler's method, of length dt. The gradient is derived from it.</summary>
    protected override void Define(Step step)
    {
        // α = dt/τ
        var (alpha, slow) = (step.Alpha(Tau), step.Alpha(AdaptationTau));
        var x = step.State("x", Units);
        var a = step.State("a", Units);
        var r = step.Apply(Activation.Rectify, x);
        var drive = step.Linear("w_rec", r, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
        step.Next(x, x + (alpha * (drive - (Adaptation * a) - x)) + step.Noise("xi", Units, Math.Sqrt(2 * alpha) * Noise));
        step.Next(a, a + (slow * (r - a)));
        step.Rate(r);
    }
}
