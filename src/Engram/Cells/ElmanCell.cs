using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>The simple recurrent network: h ← f(W_rec h + W_in u + b).</summary>
[Cite("10.1207/s15516709cog1402_1", "Elman (1990). Finding structure in time.")]
public sealed record ElmanCell : Cell
{
    /// <summary>From drive to rate.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var h = step.State("h", Units);
        step.Next(
            h,
            step.Apply(Activation, step.Linear("w_rec", h, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units)));
        step.Rate(h);
    }
}
