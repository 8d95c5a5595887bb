namespace Engram.Learning;

/// <summary>What is kept of a trial for the way back.</summary>
public enum History
{
    /// <summary>All that the way back reads, of every step.</summary>
    Kept,

    /// <summary>
    /// States now and then: those in between are reconstructed by the step undone while errors go back, in double precision, for cells whose step can be
    /// undone. What a trial needs then grows with its length by inputs, outputs and the states that are kept alone.
    /// </summary>
    Reconstructed,
}
