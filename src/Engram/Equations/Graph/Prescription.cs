namespace Engram.Equations;

/// <summary>How a cell wants one of its parameters to begin, where the options of the network do not say otherwise.</summary>
public sealed record Prescription
{
    /// <summary>Standard deviation of the normal distribution that it is drawn from; 0 for zeros, null to leave it to the options.</summary>
    public double? Deviation { get; init; }

    /// <summary>The same number in every entry, in place of a draw; null for none.</summary>
    public double? Value { get; init; }

    /// <summary>Whether it is a random orthogonal matrix, in place of anything else.</summary>
    public bool Orthogonal { get; init; }

    /// <summary>
    /// Name of a parameter a that the draw b overlaps with: b = ρ aᵀ + √(1 − ρ²) ξ, a as drawn; a itself for <see
    /// cref="ParameterRole.Support"/>. Null for none.
    /// </summary>
    public string? Along { get; init; }

    /// <summary>ρ, −1 to 1.</summary>
    public double Overlap { get; init; }

    /// <summary>Whether it is never learned, whatever the options say.</summary>
    public bool Held { get; init; }

    /// <summary>Whether it is drawn anew before every update of learning. Between updates it is as first drawn.</summary>
    public bool Redrawn { get; init; }

    /// <summary>
    /// The units that a recurrent matrix connects with each other, the first and how many, as the options have it for a network of so many; it connects no
    /// others. Null for all units.
    /// </summary>
    internal (int First, int Count)? Block { get; init; }

    /// <summary>Which connections a recurrent matrix has, and their weights, whatever the options say; null to leave that to the others.</summary>
    internal Wiring? Wiring { get; init; }
}
