namespace Engram.Equations;

/// <summary>What a parameter does in the step, which decides the constraints and the initialiser that apply to it.</summary>
public enum ParameterRole
{
    /// <summary>Synapses from units to units, onto gates too, (N × N). Masks, autapses, signs and the spectral radius are theirs.</summary>
    Recurrent,

    /// <summary>From input channels to units, (N × I).</summary>
    Input,

    /// <summary>From units to output channels, (O × N).</summary>
    Readout,

    /// <summary>Added to the drive of each unit, (N).</summary>
    Bias,

    /// <summary>Added to each output channel, (O), or to each unit of a layer between units and outputs.</summary>
    ReadoutBias,

    /// <summary>The state before the first step, (N).</summary>
    InitialState,

    /// <summary>From what a trial is given before its first step to the state there, (N × C).</summary>
    InitialMap,

    /// <summary>Multiplies the rows or columns of another matrix, (I) or (O); in no equation.</summary>
    Gain,

    /// <summary>Weights of the Gaussian basis from which a population's columns are made, (P · C × B); in no equation.</summary>
    Support,

    /// <summary>Mean of each column in each population, (P × C); in no equation.</summary>
    SupportMean,

    /// <summary>The Gaussian basis, (N × B), never learned; in no equation.</summary>
    Basis,

    /// <summary>
    /// A matrix within the network that is no synapses: to or from something that is not units, such as a bottleneck, or of what units hold
    /// rather than send, such as full peepholes.
    /// </summary>
    Projection,

    /// <summary>A matrix between the units and the outputs, which leads to no unit.</summary>
    ReadoutLayer,

    /// <summary>One weight for each unit, which multiplies something of that unit, such as diagonal peepholes, (N).</summary>
    Diagonal,

    /// <summary>Time constant of each unit in seconds, learned between two bounds, (N).</summary>
    TimeConstant,
}

/// <summary>One array of parameters as the step graph declares it. <c>W[i, j]</c>, row-major, is the weight from j to i.</summary>
/// <param name="Name">Name in the equation and in files, such as <c>w_rec</c>.</param>
/// <param name="Role">What it does.</param>
/// <param name="Rows">Rows: the receiving side, or the length of a vector.</param>
/// <param name="Columns">Columns: the sending side; 1 for a vector.</param>
public sealed record ParameterShape(string Name, ParameterRole Role, int Rows, int Columns)
{
    /// <summary>How the cell wants it to begin; null to leave that to the options of the network.</summary>
    internal Prescription? Prescribed { get; init; }

    /// <summary>What it does to another parameter, for one that stands in no equation; else null.</summary>
    internal Derivation? Derivation { get; init; }

    /// <summary>Between which bounds time constants are learned; null for all else.</summary>
    internal TimeConstantRange? Range { get; init; }

    /// <summary>Whether it is the recurrent matrix or peepholes of a gate, rather than of what the gates let through.</summary>
    public bool IsGate { get; init; }

    /// <summary>Whether each column is what one unit sends or holds: that of a unit that is silenced becomes zero.</summary>
    public bool FromUnits { get; init; } = Role is ParameterRole.Recurrent or ParameterRole.Readout;

    /// <summary>Whether each row is what one unit receives or has: that goes with the unit where units are put in another order.</summary>
    internal bool ToUnits => Role is ParameterRole.Recurrent or ParameterRole.Input or ParameterRole.Bias or ParameterRole.InitialState
        or ParameterRole.InitialMap or ParameterRole.Diagonal or ParameterRole.TimeConstant;

    /// <summary>Whether it is a vector, one number for each row: files then have no axis of length 1.</summary>
    internal bool IsVector => Role is ParameterRole.Bias or ParameterRole.ReadoutBias or ParameterRole.InitialState or ParameterRole.Gain
        or ParameterRole.Diagonal or ParameterRole.TimeConstant;

    /// <summary>Whether it stands in the equation itself, rather than in what a parameter there is made of.</summary>
    internal bool IsInEquation =>
        Role is not (ParameterRole.Gain or ParameterRole.Support or ParameterRole.SupportMean or ParameterRole.Basis);

    /// <summary>Number of values.</summary>
    public int Count => Rows * Columns;
}
