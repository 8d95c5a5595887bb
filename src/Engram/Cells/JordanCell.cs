using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// Jordan's sequential network: the context remembers the outputs, not the units. h ← f(W_in u + W_c c + b), z = W_out h + b_out,
/// c ← g(z) + μ c: at step t the units see the context c_t = y_t−1 + μ c_t−1 of the outputs y = g(z) until then, c₁ = c0.
/// </summary>
/// <remarks>
/// With <see cref="Cell.Layers"/>, z is what they make of h. The loss compares z with the targets by its own output function: with
/// cross-entropy the outputs are softmax(z), and <see cref="FeedbackActivation"/> = softmax feeds the same numbers back.
/// </remarks>
[Cite("", "Jordan (1986). Attractor dynamics and parallelism in a connectionist sequential machine. Proceedings of the Cognitive Science Society 8, 531-546.")]
public sealed record JordanCell : Cell
{
    private const double FeedbackDeviation = 0.2;

    /// <summary>From drive to activity.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>g, from outputs to what goes back of them.</summary>
    public FeedbackActivation FeedbackActivation { get; init; } = FeedbackActivation.Linear;

    /// <summary>μ, what is left of the context after a step.</summary>
    [Range(0, 1)]
    public double ContextDecay { get; init; } = 0.5;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        // What h begins with reaches nothing: only the context is read.
        var h = step.State("h", Units, new Prescription { Value = 0, Held = true });
        var c = step.ChannelState("c");

        // The sum of the outputs comes to y/(1 − μ): what goes round begins smaller than what came, so that a network begins quiet.
        var begins = new Prescription { Deviation = FeedbackDeviation * (1 - ContextDecay) / Math.Sqrt(step.Outputs) };
        var drive = step.Linear("w_in", step.Input, Units) + step.Linear("w_c", c, Units, begins) + step.Bias("b", Units);
        var made = step.Apply(Activation, drive);
        var z = step.Read(made, Layers);
        var y = FeedbackActivation switch
        {
            FeedbackActivation.Sigmoid => step.Apply(Activation.Sigmoid, z),
            FeedbackActivation.Softmax => step.Softmax(z),
            _ => z,
        };
        step.Next(h, made);
        step.Next(c, y + (ContextDecay * c));
        step.Rate(h);
        step.Output(step.Read(h, Layers));
    }
}

/// <summary>What of the outputs z a network of Jordan feeds back.</summary>
public enum FeedbackActivation
{
    /// <summary>z itself.</summary>
    Linear,

    /// <summary>1/(1 + e⁻ᶻ) of each, as Jordan's output units had.</summary>
    Sigmoid,

    /// <summary>exp(zᵢ)/Σₖ exp(zₖ), the probabilities of the outputs.</summary>
    Softmax,
}
