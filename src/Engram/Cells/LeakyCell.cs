using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The leaky rate unit: τ dx/dt = −x + W_rec r + W_in u + b + √(2τσ²) ξ, r = f(x); or, with the leak on the rate,
/// τ dr/dt = −r + f(W_rec r + W_in u + b + √(2τσ²) ξ).
/// </summary>
[Cite(
    "10.1371/journal.pcbi.1004792",
    "Song, Yang & Wang (2016). Training excitatory-inhibitory recurrent neural networks for cognitive tasks.")]
public sealed record LeakyCell : Cell
{
    /// <summary>Time constant τ of the units.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Time constants of the units one by one, in place of one for all; as many as there are units.</summary>
    public IReadOnlyList<TimeSpan>? UnitTaus { get; init; }

    /// <summary>Whether the time constant of each unit is learned, between <see cref="TauMin"/> and <see cref="TauMax"/>.</summary>
    [LaterSetting]
    public bool TrainTau { get; init; }

    /// <summary>The least that a learned time constant can be; not shorter than a step.</summary>
    [LaterSetting]
    public TimeSpan TauMin { get; init; } = 20.Ms;

    /// <summary>The most that a learned time constant can be.</summary>
    [LaterSetting]
    public TimeSpan TauMax { get; init; } = 1.Seconds;

    /// <summary>From current to rate.</summary>
    public Activation Activation { get; init; } = Activation.Rectify;

    /// <summary>What the leak acts on.</summary>
    public Leak Leak { get; init; } = Leak.Current;

    /// <summary>Standard deviation σ of the noise that an isolated unit's current shows in continuous time.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; } = 0.15;

    /// <summary>Probability that a unit is silent for a whole training trial; the others are scaled up to make good for it.</summary>
    [Range(0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>Probability that a unit is silent for one step, drawn anew at each step of a training trial; the others are scaled up.</summary>
    [Range(0, 0.99)]
    public double StepDropout { get; init; }

    /// <summary>Whether all units have the time constant <see cref="Tau"/>, which is not learned.</summary>
    public bool HasOneTau => UnitTaus is null && !TrainTau && !HasAreaTaus;

    /// <inheritdoc/>
    internal override bool TakesAreaTaus => true;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var (alpha, noise) = Leaks(step);
        var keep = step.Dropout("dropout", Units, 1 - Dropout) * step.Dropout("step-dropout", Units, 1 - StepDropout, everyStep: true);
        if (Leak == Leak.Current)
        {
            var x = step.State("x", Units);
            var r = step.Apply(Activation, x);
            var drive = step.Linear("w_rec", r * keep, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units) + noise;
            step.Next(x, x + (alpha * (drive - x)));
            step.Rate(r);
        }
        else
        {
            var r = step.State("r", Units);
            var drive = step.Linear("w_rec", r * keep, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units) + noise;
            step.Next(r, r + (alpha * (step.Apply(Activation, drive) - r)));
            step.Rate(r);
        }
    }

    // One Euler step adds √(2α)·σ·N(0,1) to the current; inside the bracket that α multiplies it is √(2/α)·σ·N(0,1).
    private (Node Alpha, Node Noise) Leaks(Step step)
    {
        if (UnitTaus is not null && HasAreaTaus)
        {
            throw new UsageException("`UnitTaus` gives each unit a time constant, but `Areas` gives time constants too; write `Areas` without them, or set `UnitTaus = none`.");
        }

        var taus = UnitTaus ?? TauOfUnits(Tau);
        if (taus.Count != Units)
        {
            throw new UsageException(
                $"`UnitTaus` has {taus.Count} values, but there are {Units} units; give one value per unit, or set `UnitTaus = none` and `Tau` for all.");
        }

        Node Scaled(Node scale) => Noise == 0 ? step.Constant(0) : scale * step.Noise("xi", Units, 1);
        if (TrainTau)
        {
            var learned = step.Alpha(step.TimeConstants("tau", taus, TauMin, TauMax));
            return (learned, Scaled(Noise * step.Root(step.Constant(2) / learned)));
        }

        double[] alphas = [.. taus.Select(step.Alpha)];
        return (step.PerUnit("alpha", alphas), Scaled(step.PerUnit("sigma_step", [.. alphas.Select(value => Math.Sqrt(2 / value) * Noise)])));
    }
}

/// <summary>What the leak of a leaky unit acts on.</summary>
public enum Leak
{
    /// <summary>The current x, as in Song, Yang and Wang (2016).</summary>
    Current,

    /// <summary>The rate r, as in Yang et al. (2019), <see href="https://doi.org/10.1038/s41593-018-0310-2"/>.</summary>
    Rate,
}
