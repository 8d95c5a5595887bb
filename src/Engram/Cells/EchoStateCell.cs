using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The leaky reservoir: x ← (1 − a) x + a f(W_rec x + W_in u + b + ξ), of which only the readout z = W_out x + b_out is learned. Its recurrent
/// weights are drawn, sparse as a rule, and scaled to a spectral radius.
/// </summary>
/// <remarks>
/// With <see cref="Feedback"/>, W_fb y is added to the drive, y being the outputs of the step before. With <see cref="Proximity"/>, it is the network at the
/// edge of stability: x ← β f(…) + (1 − β) O x, O a random orthogonal matrix. The readout can see the inputs and the squares of the units too.
/// </remarks>
[Cite("", "Jaeger (2001). The \"echo state\" approach to analysing and training recurrent neural networks. GMD Report 148.")]
[Cite("10.1016/j.neunet.2007.04.016", "Jaeger, Lukoševičius, Popovici & Siewert 2007, Optimization and applications of echo state networks with leaky-integrator neurons")]
[Cite("10.48550/arXiv.2308.02902", "Ceni & Gallicchio 2023, Edge of stability echo state network")]
public sealed record EchoStateCell : Cell
{
    /// <summary>a, how much of a unit is new in each step.</summary>
    [Range(0, 1, Above = true)]
    public double LeakRate { get; init; } = 1;

    /// <summary>From drive to activity.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Standard deviation of the noise that is added to the drive of each unit in each step.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; }

    /// <summary>Standard deviation of the biases of the units; 0 leaves them to the options of the network.</summary>
    [Range(0, 1e6)]
    public double BiasScale { get; init; }

    /// <summary>Whether the outputs go back to the units.</summary>
    public bool Feedback { get; init; }

    /// <summary>Standard deviation of the weights from outputs to units.</summary>
    [Range(0, 1e6)]
    public double FeedbackScale { get; init; } = 1;

    /// <summary>
    /// β of the network at the edge of stability (Ceni &amp; Gallicchio 2023), in place of the leak; none for a leak.
    /// </summary>
    [Range(0, 1, Above = true)]
    public double? Proximity { get; init; }

    /// <summary>Whether the readout sees the inputs.</summary>
    public bool ReadInputs { get; init; }

    /// <summary>Whether the readout sees the squares of the units.</summary>
    public bool ReadSquares { get; init; }

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Proximity is null && Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    internal override double? StepLeak => Proximity is null ? LeakRate : null;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var x = step.State("x", Units);
        var bias = BiasScale > 0 ? new Prescription { Deviation = BiasScale } : null;
        var drive = step.Linear("w_rec", x, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units, bias) + step.Noise("xi", Units, Noise);
        var y = Feedback ? step.Feedback("y") : null;
        if (y is not null)
        {
            drive += step.Linear("w_fb", y, Units, new Prescription { Deviation = FeedbackScale });
        }

        var active = step.Apply(Activation, drive);
        var next = Proximity is { } beta ? (beta * active) + ((1 - beta) * step.Linear("w_o", x, Units, new Prescription { Orthogonal = true }))
            : LeakRate == 1 ? active : x + (LeakRate * (active - x));
        step.Next(x, next);
        if (y is not null)
        {
            step.Next(y, Read(step, next));
        }

        step.Rate(x);
        if (y is not null || ReadInputs || ReadSquares)
        {
            step.Output(Read(step, x));
        }
    }

    private Node Read(Step step, Node x)
    {
        if (Layers is not null)
        {
            return ReadInputs || ReadSquares
                ? throw new UsageException("`Layers` stand between the units and the outputs, so the outputs cannot see inputs or squares; set `Layers = none`, or `ReadInputs = false` and "
                    + "`ReadSquares = false`.")
                : step.Read(x, Layers);
        }

        List<(string, Node)> others = [];
        if (ReadInputs && step.Inputs > 0)
        {
            others.Add(("out_u", step.Input));
        }

        if (ReadSquares)
        {
            others.Add(("out_sq", x * x));
        }

        return step.Readout("out", x, others);
    }
}
