using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>The simple recurrent network: h ← f(W_rec h + W_in u + b).</summary>
/// <remarks>
/// With cross-entropy, learned biases and a state of 0 before the first step this is a = b + W h + U x, h = tanh(a), o = c + V h,
/// ŷ = softmax(o), L = −Σ log ŷ of the right outputs: W is w_rec, U is w_in, V is w_out and c is b_out.
/// </remarks>
[Cite("10.1207/s15516709cog1402_1", "Elman (1990). Finding structure in time.")]
public sealed record ElmanCell : Cell
{
    /// <summary>From drive to rate.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Probability that an input is silent for a whole training trial; the others are scaled up (Gal &amp; Ghahramani 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double InputDropout { get; init; }

    /// <summary>Probability that a unit sends nothing to units for a whole training trial; the others are scaled up (Gal &amp; Ghahramani 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double RecurrentDropout { get; init; }

    /// <summary>Probability that a unit stays as it is for one step of a training trial; in testing it goes that much less far (Krueger et al. 2017).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double Zoneout { get; init; }

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var h = step.State("h", Units);
        var (u, sent) = (Dropouts.Input(step, InputDropout), Dropouts.Recurrent(step, h, RecurrentDropout));
        var made = step.Apply(Activation, step.Linear("w_rec", sent, Units) + step.Linear("w_in", u, Units) + step.Bias("b", Units));
        step.Next(h, Dropouts.Zoneout(step, "zoneout", h, made, Zoneout));
        step.Rate(h);
    }
}
