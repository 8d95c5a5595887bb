namespace Engram.Learning;

/// <summary>Through which matrix the error at the result of a product W·a goes back to a.</summary>
public enum Feedback
{
    /// <summary>W itself: Wᵀ, as the chain rule has it.</summary>
    Own,

    /// <summary>Another matrix of its shape, drawn once and never learned.</summary>
    Random,

    /// <summary>A matrix with the signs that W has at the time, and magnitudes drawn once.</summary>
    SignSymmetric,

    /// <summary>A matrix with the signs that W has at the time, and magnitudes drawn anew for each update.</summary>
    SignSymmetricRedrawn,

    /// <summary>A matrix with the signs that W has at the time, all its entries of one magnitude.</summary>
    SignSymmetricUniform,

    /// <summary>A matrix that begins as a random one, changes as W does, and decays with it (Kolen and Pollack).</summary>
    Learned,

    /// <summary>None: the error does not go back.</summary>
    None,
}
