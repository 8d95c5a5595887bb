namespace Engram.Equations;

/// <summary>What an engine is compiled for.</summary>
internal sealed record EngineOptions
{
    /// <summary>Vector instructions; those of this machine if null.</summary>
    public InstructionSet? Instructions { get; init; }

    /// <summary>Whether gradients can include the penalty on rates.</summary>
    public bool Rates { get; init; }

    /// <summary>Whether gradients can include the vanishing-gradient penalty Ω.</summary>
    public bool Omega { get; init; }

    /// <summary>
    /// Whether nothing goes back: no adjoint is derived or compiled, and nothing is kept for one. What a trial needs does then not grow with its
    /// length, but for its inputs and outputs.
    /// </summary>
    public bool IsForwardOnly { get; init; }

    /// <summary>Whether blocks keep the rates of every step, for <see cref="Block{T}.Rates"/>; always where what the way back reads is kept.</summary>
    public bool KeepsRates
    {
        get => field || States || (!IsForwardOnly && KeepEvery is null);
        init;
    }

    /// <summary>
    /// Every how many steps the states of a trial are kept, a multiple of <see cref="Frame.ChunkSteps"/>, where all in between are reconstructed on the way
    /// back, in double precision; null where everything that the way back reads is kept.
    /// </summary>
    public int? KeepEvery { get; init; }

    /// <summary>Whether blocks keep the states of every step, for <see cref="Block{T}.CopyState"/>.</summary>
    public bool States { get; init; }
}

/// <summary>Penalties of one gradient that the engine adds itself, since they need the states of every step.</summary>
/// <param name="Rates">λ of λ mean r², over units, trials and the steps that were run.</param>
/// <param name="Omega">λ of Ω, which enters the gradient only.</param>
/// <param name="OmegaBound">Steps at which ‖δ‖² is less take no part in Ω.</param>
internal readonly record struct StatePenalties(double Rates = 0, double Omega = 0, double OmegaBound = 1e-20);
