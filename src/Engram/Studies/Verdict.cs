namespace Engram.Studies;

/// <summary>What a rule says of a claim.</summary>
public enum Verdict
{
    /// <summary>The rule holds.</summary>
    Holds,

    /// <summary>The rule does not hold.</summary>
    Fails,

    /// <summary>The numbers do not suffice to tell.</summary>
    Undecided,
}
