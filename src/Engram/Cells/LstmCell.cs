using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// Long short-term memory with a forget gate: i, f, o = σ(W h + V u + b) each, g = tanh(W_g h + V_g u + b_g),
/// c ← f∘c + i∘g, h ← o∘tanh(c). Settings give the variants of Greff et al. (2017); the defaults are their "no peepholes".
/// </summary>
/// <remarks>
/// Each of Greff's ablations of his vanilla LSTM, which is <see cref="Peepholes"/> = diagonal, is one setting: NP <see cref="Peepholes"/>,
/// CIFG and NFG <see cref="ForgetGate"/>, NIG <see cref="InputGate"/>, NOG <see cref="OutputGate"/>, NIAF <see cref="InputActivation"/>,
/// NOAF <see cref="OutputActivation"/>, FGR <see cref="FullGateRecurrence"/>. Gates that see [c, h, u] as one vector, c from before the step,
/// have <see cref="Peepholes"/> = full and <see cref="OutputPeephole"/> = before.
/// Peepholes add P c to the drive of a gate, where P is diagonal or full: i and f see c before the step, o sees it after the step or before it.
/// Full gate recurrence adds Σ W (i, f, o) of the step before. Coupled gates: f = 1 − i.
/// </remarks>
[Cite("10.1162/neco.1997.9.8.1735", "Hochreiter & Schmidhuber (1997). Long short-term memory.")]
[Cite("10.1162/089976600300015015", "Gers, Schmidhuber & Cummins (2000). Learning to forget.")]
[Cite("10.1109/TNNLS.2016.2582924", "Greff et al. (2017). LSTM: a search space odyssey.")]
public sealed record LstmCell : Cell
{
    /// <summary>What gates see of the cells c: nothing, that of their own unit (Greff's vanilla LSTM), or those of all units.</summary>
    [LaterSetting]
    public Peepholes Peepholes { get; init; }

    /// <summary>Which c the peephole of the output gate sees.</summary>
    [LaterSetting]
    public OutputPeephole OutputPeephole { get; init; }

    /// <summary>Standard deviation of the weights of peepholes before learning.</summary>
    [LaterSetting]
    [Range(0, 1e6)]
    public double PeepholeDeviation { get; init; } = 0.1;

    /// <summary>What decides how much of c is kept.</summary>
    [LaterSetting]
    public ForgetGate ForgetGate { get; init; }

    /// <summary>Bias of the forget gate before learning; none for that of all biases. 1 lets memory last from the start.</summary>
    [LaterSetting]
    [Range(-1e6, 1e6)]
    public double? ForgetBias { get; init; }

    /// <summary>Whether there is an input gate; otherwise i = 1 (NIG).</summary>
    [LaterSetting]
    public bool InputGate { get; init; } = true;

    /// <summary>Whether there is an output gate; otherwise o = 1 (NOG).</summary>
    [LaterSetting]
    public bool OutputGate { get; init; } = true;

    /// <summary>Whether g passes through tanh; otherwise it is its drive (NIAF).</summary>
    [LaterSetting]
    public bool InputActivation { get; init; } = true;

    /// <summary>Whether c passes through tanh on its way out; otherwise h ← o∘c (NOAF).</summary>
    [LaterSetting]
    public bool OutputActivation { get; init; } = true;

    /// <summary>Whether each gate sees what all gates were the step before (FGR).</summary>
    [LaterSetting]
    public bool FullGateRecurrence { get; init; }

    /// <summary>Probability that an input is silent for a whole training trial; the others are scaled up (Gal &amp; Ghahramani 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double InputDropout { get; init; }

    /// <summary>Probability that a unit sends nothing to units and gates for a whole training trial; the others are scaled up (Gal &amp; Ghahramani 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double RecurrentDropout { get; init; }

    /// <summary>Probability that nothing is added to c for one step of a training trial; otherwise g is scaled up (Semeniuta et al. 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double CandidateDropout { get; init; }

    /// <summary>Probability that h stays as it is for one step of a training trial; in testing it goes that much less far (Krueger et al. 2017).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double Zoneout { get; init; }

    /// <summary>Probability that c stays as it is for one step of a training trial; in testing it goes that much less far (Krueger et al. 2017).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double CellZoneout { get; init; }

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        Check();
        var (h, c) = (step.State("h", Units), step.State("c", Units));
        var (u, sent) = (Dropouts.Input(step, InputDropout), Dropouts.Recurrent(step, h, RecurrentDropout));
        var gates = new[] { ("f", ForgetGate == ForgetGate.Own), ("i", InputGate), ("o", OutputGate) }.Where(gate => gate.Item2);
        var before = !FullGateRecurrence ? [] : gates.Select(gate => (Name: gate.Item1, State: step.State(gate.Item1, Units))).ToArray();

        // W h + V u + b
        Node Drive(string name, Node recurrent, Prescription? bias = null) =>
            recurrent + step.Linear($"v_{name}", u, Units) + step.Bias($"b_{name}", Units, bias);

        // σ(W h + V u + b + P c + Σ W (i, f, o))
        Node Gate(string name, Node seen, Prescription? bias = null)
        {
            var drive = Drive(name, step.Gate($"w_{name}", sent, Units), bias);
            var begins = new Prescription { Deviation = PeepholeDeviation };
            drive = Peepholes switch
            {
                Peepholes.Diagonal => drive + step.Diagonal($"peep_{name}", seen, begins),
                Peepholes.Full => drive + step.Peephole($"peep_{name}", seen, Units, begins),
                _ => drive,
            };
            drive = before.Aggregate(drive, (sum, other) => sum + step.Peephole($"w_{name}{other.Name}", other.State, Units));
            var gate = step.Apply(Activation.Sigmoid, drive);
            foreach (var (_, state) in before.Where(other => other.Name == name))
            {
                step.Next(state, gate);
            }

            return gate;
        }

        // c ← f∘c + i∘g
        var forgetBias = ForgetBias is { } value ? new Prescription { Value = value } : null;
        var own = ForgetGate == ForgetGate.Own ? Gate("f", c, forgetBias) * c : c;
        var i = InputGate ? Gate("i", c) : step.Constant(1);
        var g = Drive("g", step.Linear("w_g", sent, Units));
        var kept = ForgetGate == ForgetGate.Coupled ? (1 - i) * c : own;
        var added = Dropouts.Candidate(step, InputActivation ? step.Apply(Activation.Tanh, g) : g, CandidateDropout);
        var memory = kept + (i * added);
        step.Next(c, Dropouts.Zoneout(step, "zoneout_c", c, memory, CellZoneout));

        // h ← o∘tanh(c)
        var o = OutputGate ? Gate("o", OutputPeephole == OutputPeephole.After ? memory : c) : step.Constant(1);
        var made = o * (OutputActivation ? step.Apply(Activation.Tanh, memory) : memory);
        step.Next(h, Dropouts.Zoneout(step, "zoneout", h, made, Zoneout));
        step.Rate(h);
    }

    private void Check()
    {
        if (ForgetGate == ForgetGate.Coupled && !InputGate)
        {
            throw new UsageException(
                "`ForgetGate` is coupled but `InputGate` is false, so f = 1 − i would be 0 and the cell would forget everything; set `InputGate = true`, or `ForgetGate` to own or none.");
        }

        if (ForgetGate != ForgetGate.Own && ForgetBias is not null)
        {
            throw new UsageException(
                $"`ForgetBias` is given, but `ForgetGate` is {Settings.Text(this, "forget-gate")}, which has no bias; set `ForgetBias = none`, or `ForgetGate = own`.");
        }
    }
}

/// <summary>What the gates of an LSTM see of its cells.</summary>
public enum Peepholes
{
    /// <summary>Nothing (Greff's NP).</summary>
    None,

    /// <summary>That of their own unit (Gers &amp; Schmidhuber 2000).</summary>
    Diagonal,

    /// <summary>Those of all units.</summary>
    Full,
}

/// <summary>Which cells the peephole of an LSTM's output gate sees.</summary>
public enum OutputPeephole
{
    /// <summary>Those after the step, c_t, as in Greff et al. (2017).</summary>
    After,

    /// <summary>Those before it, c_{t−1}, as the other gates do.</summary>
    Before,
}

/// <summary>What decides how much an LSTM keeps.</summary>
public enum ForgetGate
{
    /// <summary>A gate of its own.</summary>
    Own,

    /// <summary>The input gate: f = 1 − i (Greff's CIFG).</summary>
    Coupled,

    /// <summary>Nothing: f = 1 (Greff's NFG).</summary>
    None,
}
