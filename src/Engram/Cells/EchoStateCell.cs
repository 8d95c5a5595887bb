using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The leaky reservoir: x ← (1 − a) x + a f(W_rec x + W_in u + b + ξ), of which only the readout z = W_out x + b_out is learned. Its recurrent
/// weights are drawn, sparse as a rule, and scaled to a spectral radius.
/// </summary>
/// <remarks>
/// With a <see cref="Depth"/> of several layers, each has units of its own, and those after the first see the new activity of the one before in place of the
/// inputs; the readout sees all (Gallicchio, Micheli &amp; Pedrelli 2017). With <see cref="Feedback"/>, W_fb y is added to the drive, y being the outputs of the step before. With <see cref="Proximity"/>, it is the network at the
/// edge of stability: x ← β f(…) + (1 − β) O x, O a random orthogonal matrix. The readout can see the inputs and the squares of the units too.
/// </remarks>
[Cite("", "Jaeger (2001). The \"echo state\" approach to analysing and training recurrent neural networks. GMD Report 148.")]
[Cite("10.1016/j.neunet.2007.04.016", "Jaeger, Lukoševičius, Popovici & Siewert 2007, Optimization and applications of echo state networks with leaky-integrator neurons")]
[Cite("10.1016/j.neucom.2016.12.089", "Gallicchio, Micheli & Pedrelli 2017, Deep reservoir computing: a critical experimental analysis")]
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
    public double FeedbackGain { get; init; } = 1;

    /// <summary>
    /// β of the network at the edge of stability (Ceni &amp; Gallicchio 2023), in place of the leak; none for a leak.
    /// </summary>
    [Range(0, 1, Above = true)]
    public double? Proximity { get; init; }

    /// <summary>Layers, among which the units are shared out; each matrix of a layer is as large as those of the whole network.</summary>
    [Range(1, 100)]
    public int Depth { get; init; } = 1;

    /// <summary>Standard deviation of what a layer gets from the one before, for activity of 1 in all its units.</summary>
    [Range(0, 1e6)]
    public double InterScale { get; init; } = 1;

    /// <summary>
    /// η of intrinsic plasticity, by which each unit finds a gain and a bias of its own before the readout is learned: f(g∘(W_rec x + W_in u) + b). None for
    /// no gains.
    /// </summary>
    [Range(0, 1, Above = true)]
    public double? Plasticity { get; init; }

    /// <summary>
    /// μ that the activity of a unit is to have; for sigmoid units the mean of an exponential distribution, for tanh units of a normal one.
    /// </summary>
    [Range(-1, 1)]
    public double PlasticityMean { get; init; }

    /// <summary>σ of the normal distribution that tanh units are to have.</summary>
    [Range(0, 10, Above = true)]
    public double PlasticityDeviation { get; init; } = 0.2;

    /// <summary>How often the first training trials are shown to the units before the readout is learned.</summary>
    [Range(1, 100_000)]
    public int PlasticityPasses { get; init; } = 10;

    /// <summary>Whether this is the step in which gains and biases move.</summary>
    [NotASetting]
    internal bool IsAdapting { get; init; }

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
        Check();
        var x = step.State("x", Units);
        var y = Feedback ? step.Feedback("y") : null;
        var noise = step.Noise("xi", Units, Noise);
        var next = x;
        for (var layer = 0; layer < Depth; layer++)
        {
            next = Depth == 1 ? Moved(step, x, step.Linear("w_rec", x, Units) + Given(step, y) + Rest(step, noise)) : Layer(step, layer, next, y, noise);
        }

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

    // The units of a layer move, given those of the layers before as they are now; the others stay.
    private Node Layer(Step step, int layer, Node x, Node? y, Node noise)
    {
        var (first, end) = (Begins(layer), Begins(layer + 1));
        var name = FormattableString.Invariant($"{layer + 1}");
        var drive = step.Linear($"w_rec{name}", x, Units, new Prescription { Block = (first, end - first) });
        if (layer == 0)
        {
            drive += Given(step, y);
        }
        else
        {
            var before = Begins(layer - 1);
            drive += step.Linear($"w_layer{name}", x, Units, new Prescription
            {
                Wiring = new LayerWiring(first, end - first, before, first - before, InterScale / Math.Sqrt(first - before)),
            });
        }

        var own = step.PerUnit($"layer{name}", [.. Enumerable.Range(0, Units).Select(unit => unit >= first && unit < end ? 1.0 : 0)]);
        return x + (own * (Moved(step, x, drive + Rest(step, noise)) - x));
    }

    private Node Given(Step step, Node? y)
    {
        var given = step.Linear("w_in", step.Input, Units);
        return y is null ? given : given + step.Linear("w_fb", y, Units, new Prescription { Deviation = FeedbackGain });
    }

    // With plasticity, the bias is added where the gain has been applied.
    private Node Rest(Step step, Node noise) => Plasticity is not null ? noise
        : step.Bias("b", Units, BiasScale > 0 ? new Prescription { Deviation = BiasScale } : null) + noise;

    private Node Moved(Step step, Node x, Node drive)
    {
        var active = step.Apply(Activation, Plasticity is null ? drive : IntrinsicPlasticity.Define(this, step, drive));
        return Proximity is { } beta ? (beta * active) + ((1 - beta) * step.Linear("w_o", x, Units, new Prescription { Orthogonal = true }))
            : LeakRate == 1 ? active : x + (LeakRate * (active - x));
    }

    // As equal as possible, the larger first.
    private int Begins(int layer) => (layer * (Units / Depth)) + Math.Min(layer, Units % Depth);

    private void Check()
    {
        if (Plasticity is not null && (Depth > 1 || Activation is not (Activation.Tanh or Activation.Sigmoid)))
        {
            throw new UsageException(Depth > 1 ? $"`Plasticity` is for one layer, but `Depth` is {Depth}; set `Depth = 1`, or `Plasticity = none`."
                : $"`Plasticity` is known for tanh and sigmoid units, but `Activation` is {Kebab.Of($"{Activation}")}; set `Activation = tanh`, or `Plasticity = none`.");
        }

        if (Plasticity is not null && Activation == Activation.Sigmoid && PlasticityMean <= 0)
        {
            throw new UsageException(FormattableString.Invariant(
                $"`PlasticityMean` is {PlasticityMean}, but sigmoid units are to have an exponential distribution, whose mean is above 0; set it to such as 0.2."));
        }

        if (Depth > 1 && Units < 2 * Depth)
        {
            throw new UsageException(FormattableString.Invariant(
                $"`Depth` is {Depth}, but there are only {Units} units, and a layer has at least 2; set `Depth` to at most {Math.Max(1, Units / 2)}, or more `Units`."));
        }

        if (Depth > 1 && Proximity is not null)
        {
            throw new UsageException($"`Proximity` turns all units by one orthogonal matrix, but with `Depth = {Depth}` they stand in layers; set `Depth = 1`, or `Proximity = none`.");
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
