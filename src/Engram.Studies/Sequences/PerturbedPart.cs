namespace Engram.Studies.Sequences;

/// <summary>What is perturbed.</summary>
public enum PerturbedPart
{
    /// <summary>The weights that leave one unit.</summary>
    Column,

    /// <summary>The weights that reach one unit.</summary>
    Row,

    /// <summary>The weights from the senders to the receivers.</summary>
    Block,

    /// <summary>Units, silenced one at a time.</summary>
    Unit,
}
