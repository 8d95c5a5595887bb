namespace Engram.Studies;

/// <summary>What a rule says of a claim.</summary>
public enum Verdict
{
    /// <summary>The rule holds.</summary>
    Reproduced,

    /// <summary>The rule does not hold.</summary>
    NotReproduced,

    /// <summary>The numbers do not suffice to tell.</summary>
    Undecided,
}
