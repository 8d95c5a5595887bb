using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// Leaky rate units whose synapses facilitate and tire: r ← [r + α (W_rec (f∘x∘r) + W_in u + b − r) + √(2α) σ ξ]₊, df/dt = (U − f)/τ_f + U (1 − f) ρ r,
/// dx/dt = (1 − x)/τ_x − f x ρ r, with f and x kept from 0 to 1. Of each unit the outgoing synapses share f, the part of the resources that a spike
/// uses, and x, the resources that are left. f is u in the papers; here u are the inputs.
/// </summary>
/// <remarks>
/// The defaults are those of Masse et al. (2019), 10.1038/s41593-019-0414-3: every second unit facilitates, with τ_f = 1.5 s, τ_x = 200 ms and
/// U = 0.15, and every other one tires, with τ_f = 200 ms, τ_x = 1.5 s and U = 0.45. At a constant rate, f tends to U (1 + τ_f ρ r)/(1 + U τ_f ρ r)
/// and x to 1/(1 + f τ_x ρ r).
/// </remarks>
[Cite("10.1038/s41593-019-0414-3", "Masse, Yang, Song, Wang & Freedman (2019). Circuit mechanisms for the maintenance and manipulation of information in working memory.")]
[Cite("10.1126/science.1150769", "Mongillo, Barak & Tsodyks (2008). Synaptic theory of working memory.")]
public sealed record ShortTermPlasticityCell : Cell
{
    /// <summary>Time constant τ of the units.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Whether the time constant of each unit is learned, between <see cref="TauMin"/> and <see cref="TauMax"/>.</summary>
    public bool TrainTau { get; init; }

    /// <summary>The least that a learned time constant can be; not shorter than a step.</summary>
    public TimeSpan TauMin { get; init; } = 20.Ms;

    /// <summary>The most that a learned time constant can be.</summary>
    public TimeSpan TauMax { get; init; } = 1.Seconds;

    /// <summary>Share of the units whose synapses facilitate more than they tire, spread evenly over the units; the others tire.</summary>
    [Range(0, 1)]
    public double FacilitatingFraction { get; init; } = 0.5;

    /// <summary>The longer of the two time constants of synapses: τ_f where they facilitate, τ_x where they tire.</summary>
    public TimeSpan SlowTau { get; init; } = 1500.Ms;

    /// <summary>The shorter of the two: τ_x where they facilitate, τ_f where they tire.</summary>
    public TimeSpan FastTau { get; init; } = 200.Ms;

    /// <summary>U where synapses facilitate: the part of the resources that the first spike after a rest uses.</summary>
    [Range(0, 1)]
    public double FacilitatingUtilisation { get; init; } = 0.15;

    /// <summary>U where synapses tire.</summary>
    [Range(0, 1)]
    public double DepressingUtilisation { get; init; } = 0.45;

    /// <summary>ρ, the spikes per second of a unit whose rate r is 1.</summary>
    [Range(0, 1000), Unit("Hz")]
    public double RateScale { get; init; } = 1;

    /// <summary>Standard deviation σ of the noise that an isolated unit shows in continuous time.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; } = 0.15;

    /// <inheritdoc/>
    internal override bool TakesAreaTaus => true;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => true;

    /// <summary>Whether the synapses of a unit facilitate more than they tire.</summary>
    /// <param name="unit">The unit, from 0.</param>
    public bool Facilitates(int unit) => Math.Ceiling((unit + 1) * FacilitatingFraction) > Math.Ceiling(unit * FacilitatingFraction);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var r = step.State("r", Units);
        var rest = PerUnit(step, "U", FacilitatingUtilisation, DepressingUtilisation);
        var f = rest.Width > 0 ? step.State("f", rest) : step.State("f", Units, new() { Value = Utilisation(0), Held = true });
        var x = step.State("x", Units, new() { Value = 1, Held = true });
        var drive = step.Linear("w_rec", f * x * r, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
        var (alpha, noise) = Leaks(step);
        step.Next(r, step.Apply(Activation.Rectify, r + (alpha * (drive - r)) + noise));

        var spikes = RateScale * step.Dt.TotalSeconds * r;
        var facilitation = PerUnit(step, "alpha_f", step.Alpha(SlowTau), step.Alpha(FastTau));
        var recovery = PerUnit(step, "alpha_x", step.Alpha(FastTau), step.Alpha(SlowTau));
        step.Next(f, Kept(step, f + (facilitation * (rest - f)) + (rest * (1 - f) * spikes)));
        step.Next(x, Kept(step, x + (recovery * (1 - x)) - (f * x * spikes)));
        step.Rate(r);
    }

    // A step at a high rate could use more than there is.
    private static Node Kept(Step step, Node a) => step.Apply(Activation.Rectify, a) - step.Apply(Activation.Rectify, a - 1);

    private (Node Alpha, Node Noise) Leaks(Step step)
    {
        if (!TrainTau && HasAreaTaus)
        {
            double[] alphas = [.. TauOfUnits(Tau).Select(step.Alpha)];
            return (step.PerUnit("alpha", alphas), Noise == 0 ? step.Constant(0)
                : step.PerUnit("sigma_step", [.. alphas.Select(value => Math.Sqrt(2 * value) * Noise)]) * step.Noise("xi", Units, 1));
        }

        if (!TrainTau)
        {
            var fixedAlpha = step.Alpha(Tau);
            return (step.Constant(fixedAlpha), step.Noise("xi", Units, Math.Sqrt(2 * fixedAlpha) * Noise));
        }

        var alpha = step.Alpha(step.TimeConstants("tau", TauOfUnits(Tau), TauMin, TauMax));
        return (alpha, Noise == 0 ? step.Constant(0) : Noise * step.Root(2 * alpha) * step.Noise("xi", Units, 1));
    }

    private double Utilisation(int unit) => Facilitates(unit) ? FacilitatingUtilisation : DepressingUtilisation;

    private Node PerUnit(Step step, string name, double facilitating, double depressing) =>
        step.PerUnit(name, [.. Enumerable.Range(0, Units).Select(unit => Facilitates(unit) ? facilitating : depressing)]);
}
