using System.Globalization;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// A liquid state machine: leaky units on a grid that fire, connected by distance through synapses that facilitate and tire. τ dv/dt = −v + I_b + I_e + I_i +
/// g∘(W_in u); where v &gt; θ a unit fires, and v is held at its reset for the refractory period. Only the readout learns; it sees the spikes s, filtered by
/// τ_y: y ← e^(−dt/τ_y) y + s.
/// </summary>
/// <remarks>
/// <para>
/// A spike of unit j adds A f x to the current of each unit that it reaches, which decays with 3 ms (6 ms if j inhibits). Between spikes f returns to U with
/// the time constant F and x to 1 with D; a spike makes f + U (1 − f) of f and x (1 − f) of x (Markram, Wang and Tsodyks 1998). f is u in the papers; here u
/// are the inputs. Matrices are named from and to: w_ei is from excitatory to inhibitory units.
/// </para>
/// <para>
/// In the paper each synapse draws its U, D and F; here those of one unit onto excitatory units share f_e and x_e, those onto inhibitory ones f_i and x_i, and
/// U, D and F are the means of their kind. Strengths are drawn synapse by synapse, as in the paper. Voltages (mV) begin at the reset, not at random. Inputs are
/// currents, not spikes. The resistance is 1 MΩ, so that nA are mV. Steps of 1 ms or less are meant; a spike arrives one step later or more.
/// </para>
/// </remarks>
[Cite("10.1162/089976602760407955", "Maass, Natschläger & Markram (2002). Real-time computing without stable states.")]
[Cite("10.1073/pnas.95.9.5323", "Markram, Wang & Tsodyks (1998). Differential signaling via the same axon of neocortical pyramidal neurons.")]
public sealed record LiquidStateCell : Cell
{
    /// <summary>The liquid of the paper: 135 units in 3 × 3 × 15.</summary>
    public LiquidStateCell() => Units = 135;

    /// <summary>Units of the grid in x.</summary>
    [Range(1, 1000)]
    public int Width { get; init; } = 3;

    /// <summary>Units of the grid in y. In z there are as many as all units need; the last layer may be incomplete.</summary>
    [Range(1, 1000)]
    public int Height { get; init; } = 3;

    /// <summary>Share of the units that inhibit. They are the last ones, and lie anywhere in the grid.</summary>
    [Range(0, 1)]
    public double InhibitoryFraction { get; init; } = 0.2;

    /// <summary>λ, the distance on the grid over which connections get fewer.</summary>
    [Range(0, 1000, Above = true)]
    public double ConnectionLength { get; init; } = 2;

    /// <summary>What all strengths of synapses between units are multiplied with; 0 for units on their own.</summary>
    [Range(0, 1000)]
    public double SynapseScale { get; init; } = 1;

    /// <summary>g of excitatory units: the current of an input of 1 through a weight of 1.</summary>
    [Range(0, 1e6), Unit("nA")]
    public double InputCurrent { get; init; } = 18;

    /// <summary>g of inhibitory units.</summary>
    [Range(0, 1e6), Unit("nA")]
    public double InhibitoryInputCurrent { get; init; } = 9;

    /// <summary>I_b, the current that every unit gets.</summary>
    [Range(-1e6, 1e6), Unit("nA")]
    public double Background { get; init; } = 13.5;

    /// <summary>θ, the voltage above which a unit fires.</summary>
    [Range(-1e6, 1e6), Unit("mV")]
    public double FiringThreshold { get; init; } = 15;

    /// <summary>The voltage after a spike.</summary>
    [Range(-1e6, 1e6), Unit("mV")]
    public double Reset { get; init; } = 13.5;

    /// <summary>Time constant τ of the voltage.</summary>
    public TimeSpan Tau { get; init; } = 30.Ms;

    /// <summary>How long an excitatory unit is held after a spike.</summary>
    public TimeSpan Refractory { get; init; } = 3.Ms;

    /// <summary>How long an inhibitory unit is held after a spike.</summary>
    public TimeSpan InhibitoryRefractory { get; init; } = 2.Ms;

    /// <summary>Time constant of the currents from excitatory units.</summary>
    public TimeSpan SynapseTau { get; init; } = 3.Ms;

    /// <summary>Time constant of the currents from inhibitory units.</summary>
    public TimeSpan InhibitorySynapseTau { get; init; } = 6.Ms;

    /// <summary>How long a spike takes between excitatory units; at least a step.</summary>
    public TimeSpan ExcitatoryDelay { get; init; } = 1.5.Ms;

    /// <summary>How long a spike takes from or to an inhibitory unit; at least a step.</summary>
    public TimeSpan InhibitoryDelay { get; init; } = 0.8.Ms;

    /// <summary>Time constant τ_y of what the readout sees of spikes.</summary>
    public TimeSpan TraceTau { get; init; } = 30.Ms;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => true;

    /// <summary>How many units excite; they are the first ones.</summary>
    // The small number undoes the rounding of products such as 0.29 · 100 = 28.999999999999996.
    internal int Excitatory => (int)(((1 - InhibitoryFraction) * Units) + 1e-9);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        if (Reset > FiringThreshold)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"`Reset` is {Reset}, above the `FiringThreshold` of {FiringThreshold}, so that a unit would fire in every step; set `Reset` to at most {FiringThreshold}."));
        }

        var v = step.State("v", Units, Begins(Reset));
        var hold = step.State("q", Units, Begins(0));
        var currentE = step.State("I_e", Units, Begins(0));
        var currentI = step.State("I_i", Units, Begins(0));
        var y = step.State("y", Units, Begins(0));
        var spikes = step.Heaviside(v - FiringThreshold);

        var toE = Release(step, "e", spikes, LiquidSynapse.ExcitatoryToExcitatory, LiquidSynapse.InhibitoryToExcitatory);
        var toI = Release(step, "i", spikes, LiquidSynapse.ExcitatoryToInhibitory, LiquidSynapse.InhibitoryToInhibitory);
        var arriveE = Synapses(step, "w_ee", toE, true, true, LiquidSynapse.ExcitatoryToExcitatory)
            + Synapses(step, "w_ei", toI, true, false, LiquidSynapse.ExcitatoryToInhibitory);
        var arriveI = Synapses(step, "w_ie", toE, false, true, LiquidSynapse.InhibitoryToExcitatory)
            + Synapses(step, "w_ii", toI, false, false, LiquidSynapse.InhibitoryToInhibitory);
        step.Next(currentE, Keep(step, SynapseTau) * (currentE + arriveE));
        step.Next(currentI, Keep(step, InhibitorySynapseTau) * (currentI + arriveI));

        // v → I with the time constant τ, from one step to the next, unless it is held: q counts the steps for which it still is.
        var inputs = ByKind(step, "g", InputCurrent, InhibitoryInputCurrent) * step.Linear("w_in", step.Input, Units, new() { Held = true });
        var current = Background + currentE + currentI + inputs;
        var free = current + (Keep(step, Tau) * (v - current));
        var held = spikes + step.Heaviside(hold - 0.5);
        step.Next(v, free + (held * (Reset - free)));
        var after = ByKind(step, "refractory", Steps(step, Refractory) - 1, Steps(step, InhibitoryRefractory) - 1);
        step.Next(hold, (spikes * after) + ((1 - spikes) * step.Apply(Activation.Rectify, hold - 1)));
        step.Next(y, (Keep(step, TraceTau) * y) + spikes);
        step.Rate(y);
    }

    // f x of the synapses of each unit onto one kind of units, at its spikes.
    private Node Release(Step step, string onto, Node spikes, LiquidSynapse excitatory, LiquidSynapse inhibitory)
    {
        var use = ByKind(step, $"U_{onto}", excitatory.Use, inhibitory.Use);
        var f = use.Width > 0 ? step.State($"f_{onto}", use) : step.State($"f_{onto}", Units, Begins(Excitatory > 0 ? excitatory.Use : inhibitory.Use));
        var x = step.State($"x_{onto}", Units, Begins(1));
        double Kept(double seconds) => Math.Exp(-step.Dt.TotalSeconds / seconds);
        var facilitated = ByKind(step, $"keep_f{onto}", Kept(excitatory.Facilitation), Kept(inhibitory.Facilitation));
        var depressed = ByKind(step, $"keep_x{onto}", Kept(excitatory.Depression), Kept(inhibitory.Depression));
        step.Next(f, use + (facilitated * (f + (spikes * use * (1 - f)) - use)));
        step.Next(x, 1 + (depressed * (x - (spikes * f * x) - 1)));
        return f * x * spikes;
    }

    private Node Synapses(Step step, string name, Node release, bool fromE, bool toE, LiquidSynapse kind)
    {
        var later = Steps(step, fromE && toE ? ExcitatoryDelay : InhibitoryDelay) - 1;
        var wiring = new LiquidWiring(Width, Height, Excitatory, fromE, toE, kind.Density, ConnectionLength, SynapseScale * kind.Strength);
        return step.Linear(name, later > 0 ? step.Delay(release, later) : release, Units, new() { Wiring = wiring, Held = true });
    }

    private Node ByKind(Step step, string name, double excitatory, double inhibitory) =>
        step.PerUnit(name, [.. Enumerable.Range(0, Units).Select(unit => unit < Excitatory ? excitatory : inhibitory)]);

    private static Prescription Begins(double value) => new() { Value = value, Held = true };

    private static int Steps(Step step, TimeSpan time) => Math.Max(1, (int)Math.Round(time / step.Dt));

    // e^(−dt/τ).
    private static double Keep(Step step, TimeSpan tau) => tau > TimeSpan.Zero
        ? Math.Exp(-step.Dt / tau)
        : throw new UsageException($"A time constant is {TimeText.Format(tau)}, but must be above 0; set for example `Tau = 30ms`.");
}
