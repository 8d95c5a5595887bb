using Engram.Cells;
using Engram.Configuration;

namespace Engram.Networks;

/// <summary>
/// The structure of a network and how it begins. The defaults are those of Song, Yang and Wang (2016), with a readout from excitatory
/// units only.
/// </summary>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang and Wang (2016), Training excitatory-inhibitory recurrent neural networks")]
public sealed record NetworkOptions
{
    /// <summary>
    /// Dale's law: each unit excites or inhibits, never both. <see cref="Positivity"/> says how its weights are kept from changing sign.
    /// </summary>
    public Positivity Dale { get; init; } = Positivity.None;

    /// <summary>
    /// Under Dale's law, the first ⌊fraction · N⌋ units are excitatory and the rest inhibitory; with areas, those of each area.
    /// </summary>
    [Range(0, 1)]
    public double ExcitatoryFraction { get; init; } = 0.8;

    /// <summary>Whether a unit may connect to itself.</summary>
    public bool Autapses { get; init; }

    /// <summary>
    /// Probability of a connection from an excitatory unit; without Dale's law, from any unit. None makes all connections.
    /// </summary>
    [Range(0, 1, Above = true)]
    public double? PExcitatory { get; init; }

    /// <summary>Probability of a connection from an inhibitory unit. None makes all connections. Needs Dale's law.</summary>
    [Range(0, 1, Above = true)]
    public double? PInhibitory { get; init; }

    /// <summary>Which units the readout reads.</summary>
    public ReadoutKind Readout { get; init; } = ReadoutKind.Excitatory;

    /// <summary>For the identity readout, the unit that each output copies, from 0; none for the first O units.</summary>
    public IReadOnlyList<int>? ReadoutUnits { get; init; }

    /// <summary>
    /// Whether units that an identity readout copies send to other units. Without it, outputs are units that nothing in the network hears, as
    /// those of a readout are.
    /// </summary>
    public bool ReadoutFeedback { get; init; } = true;

    /// <summary>Whether input weights are kept from being negative; none for exactly under Dale's law.</summary>
    public bool? PositiveInput { get; init; }

    /// <summary>Whether the biases of the units are learned.</summary>
    public bool TrainBias { get; init; }

    /// <summary>Whether the biases of the outputs are learned. They begin at 0.</summary>
    public bool TrainReadoutBias { get; init; }

    /// <summary>Whether the state before the first step is learned.</summary>
    public bool TrainInitialState { get; init; } = true;

    /// <summary>Whether recurrent weights are learned.</summary>
    public bool TrainRecurrent { get; init; } = true;

    /// <summary>Whether input weights are learned.</summary>
    public bool TrainInput { get; init; } = true;

    /// <summary>Whether readout weights are learned. An identity readout never is.</summary>
    public bool TrainReadout { get; init; } = true;

    /// <summary>Bias of every unit before learning.</summary>
    [Range(-1e6, 1e6)]
    public double InitialBias { get; init; }

    /// <summary>State of every unit before the first step, before learning.</summary>
    [Range(-1e6, 1e6)]
    public double InitialState { get; init; } = 0.1;

    /// <summary>
    /// Distribution of recurrent weights: <c>gamma</c>, <c>normal</c>, <c>uniform</c>, <c>bernoulli</c>, <c>glorot</c>, <c>orthogonal</c>,
    /// <c>constant</c>, or with the connections too <c>ring</c>, <c>line</c>, <c>small-world</c>, <c>clusters</c>, with their numbers in brackets.
    /// None for gamma(2) under Dale's law and normal(1) without it.
    /// </summary>
    public Initialiser? Recurrent { get; init; }

    /// <summary>
    /// Distribution of input weights, such as <c>bernoulli</c> or <c>normal</c>, each then times <see cref="InputScale"/>. None for uniform(1).
    /// </summary>
    [LaterSetting]
    public Initialiser? Input { get; init; }

    /// <summary>Input weights are uniform in ± this, or as <see cref="Input"/> says times this; magnitudes where they must not be negative.</summary>
    [Range(0, 1e6)]
    public double InputScale { get; init; } = 0.1;

    /// <summary>What the weights of each input channel are multiplied with besides; one number for each channel, none for 1.</summary>
    [LaterSetting]
    [Range(0, 1e6)]
    public IReadOnlyList<double>? InputScales { get; init; }

    /// <summary>Probability that an input channel reaches a unit. None makes all connections.</summary>
    [LaterSetting]
    [Range(0, 1, Above = true)]
    public double? PInput { get; init; }

    /// <summary>Readout weights are uniform in ± this; magnitudes under Dale's law.</summary>
    [Range(0, 1e6)]
    public double ReadoutScale { get; init; } = 0.1;

    /// <summary>
    /// Weights from the context to the states before the first step are normal with a standard deviation of this, divided by the square root of the length of the context. A context of small
    /// numbers, such as many cells of which each is a little active, needs a larger one.
    /// </summary>
    [LaterSetting]
    [Range(0, 1e6)]
    public double ContextScale { get; init; } = 1;

    /// <summary>
    /// Spectral radius of every square recurrent matrix as the network uses it, with mask, positivity and signs; none leaves the matrix
    /// as drawn. The original code uses 1.5 under Dale's law and, whatever is asked for, 1.1 without it; here it is always what is asked
    /// for.
    /// </summary>
    [Range(0, 100, Above = true)]
    public double? SpectralRadius { get; init; } = 1.5;

    /// <summary>
    /// Whether <see cref="SpectralRadius"/> is that of the map of units that leak, ρ(a·W + (1 − a)·1), where a is the part of a unit that is new in
    /// each step (Jaeger et al. 2007); otherwise ρ(W).
    /// </summary>
    [LaterSetting]
    public bool EffectiveRadius { get; init; }

    /// <summary>
    /// Which areas send to which, such as <c>sensory>prefrontal:0.2:excitatory</c>: from, to, probability of a connection and, under Dale's law,
    /// which units send. Areas without a link are not connected; within an area the connections are as without links unless a link from it to
    /// itself says otherwise. None connects the units of all areas as those of one.
    /// </summary>
    [LaterSetting]
    public IReadOnlyList<AreaLink>? Links { get; init => field = value is { Count: > 0 } ? value : null; }

    /// <summary>
    /// Which areas an input channel reaches, such as <c>fixation>sensory</c>, where the channel is its name, or how the names of several begin.
    /// Channels that are not named reach all areas.
    /// </summary>
    [LaterSetting]
    public IReadOnlyList<InputArea>? InputAreas { get; init => field = value is { Count: > 0 } ? value : null; }

    /// <summary>Names of the areas whose units the readout reads; none for all.</summary>
    [LaterSetting]
    public IReadOnlyList<string>? ReadoutAreas { get; init => field = value is { Count: > 0 } ? value : null; }

    /// <summary>
    /// Units that send nothing, whatever is learned, such as <c>prefrontal:0.5</c>: an area, <c>all</c>, <c>excitatory</c> or <c>inhibitory</c>, and
    /// which share of it, drawn by the seed of the network. Weights are drawn as if there were none.
    /// </summary>
    [LaterSetting]
    public IReadOnlyList<UnitChoice>? Lesions { get; init => field = value is { Count: > 0 } ? value : null; }

    /// <summary>For the identity readout, the unit that an output copies.</summary>
    /// <param name="output">The output, from 0.</param>
    internal int ReadoutUnit(int output) => ReadoutUnits?[output] ?? output;

    /// <summary>Number of excitatory units under Dale's law: ⌊fraction · N⌋, or the sum of that over areas.</summary>
    /// <param name="cell">The cell. Without areas its excitatory units come first; with areas, those of each area do.</param>
    public int Excitatory(Cell cell) => cell.Pieces.Sum(piece => ExcitatoryOf(piece.Count));

    /// <summary>Sign of each unit under Dale's law: 1 excitatory, −1 inhibitory; null without it.</summary>
    /// <param name="cell">The cell, with its units and areas.</param>
    public float[]? Signs(Cell cell)
    {
        if (Dale == Positivity.None)
        {
            return null;
        }

        var signs = new float[cell.Units];
        Array.Fill(signs, -1);
        foreach (var (first, count) in cell.Pieces)
        {
            Array.Fill(signs, 1, first, ExcitatoryOf(count));
        }

        return signs;
    }

    /// <summary>Excitatory units among so many that follow each other.</summary>
    // The small number undoes the rounding of products such as 0.29 · 100 = 28.999999999999996.
    internal int ExcitatoryOf(int units) => (int)((ExcitatoryFraction * units) + 1e-9);

    /// <summary>What is wrong with these options whatever the cell: values out of range, options that contradict each other.</summary>
    internal IReadOnlyList<string> Faults()
    {
        var faults = Settings.Faults(this).ToList();
        if (PInhibitory is not null && Dale == Positivity.None)
        {
            faults.Add("`PInhibitory` is given, but without Dale's law no unit is inhibitory; "
                + "set `Dale`, or use `PExcitatory`, which then applies to all units.");
        }

        if (Recurrent is TopologyInitialiser && (PExcitatory ?? PInhibitory) is not null)
        {
            var share = PExcitatory is null ? nameof(PInhibitory) : nameof(PExcitatory);
            faults.Add($"`Recurrent` is {Recurrent}, which says itself which connections there are, but `{share}` takes some away at random; set `{share} = none`, or choose a "
                + "distribution such as `Recurrent = normal`.");
        }

        if (Recurrent is TopologyInitialiser && !ReadoutFeedback)
        {
            faults.Add($"`Recurrent` is {Recurrent}, which says itself which connections there are, but `ReadoutFeedback` is false, which takes those of the "
                + "outputs away; set `ReadoutFeedback = true`, or choose a distribution such as `Recurrent = normal`.");
        }

        if (Input is TopologyInitialiser)
        {
            faults.Add($"`Input` is {Input}, which connects units with units; choose a distribution such as `Input = bernoulli`, and say in `PInput` how many connections there are.");
        }

        if (ReadoutUnits is not null && Readout != ReadoutKind.Identity)
        {
            faults.Add($"`ReadoutUnits` is given, but `Readout` is {Kebab.Of($"{Readout}")}; leave it out, or set `Readout = identity`.");
        }

        if (!ReadoutFeedback && Readout != ReadoutKind.Identity)
        {
            faults.Add($"`ReadoutFeedback` is false, but `Readout` is {Kebab.Of($"{Readout}")}, whose outputs are not units of the network and send "
                + "nothing back; set `ReadoutFeedback = true`.");
        }

        if (ReadoutScale == 0 && !TrainReadout && Readout != ReadoutKind.Identity)
        {
            faults.Add("`ReadoutScale` is 0 and `TrainReadout` is false, so the outputs would always be 0; set `ReadoutScale` above 0, "
                + "or `TrainReadout = true`.");
        }

        if (TrainReadoutBias && Readout == ReadoutKind.Identity)
        {
            faults.Add("`TrainReadoutBias` is true, but with `Readout = identity` the outputs are the rates themselves; set `TrainReadoutBias = false`.");
        }

        return faults;
    }
}
