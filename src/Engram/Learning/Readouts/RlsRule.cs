using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Recursive least squares: after each sample W ← W + e kᵀ, k = P φ/(γ + φᵀP φ), P ← (P − k φᵀP)/γ, e = y − W φ, P = α 1 at first. Without forgetting
/// (γ = 1), W is after each sample the ridge solution of all samples so far with λ = 1/α, the bias being one more weight.
/// </summary>
[Cite("", "Haykin (2002). Adaptive filter theory, 4th edition. Prentice Hall.")]
public sealed record RlsRule : ReadoutRule
{
    /// <inheritdoc/>
    public override string Summary => "Recursive least squares, sample by sample.";

    /// <summary>α, of which P is a multiple of 1 at first: 1/λ of the ridge regression that it amounts to.</summary>
    [Range(0, 1e15, Above = true)]
    public double Alpha { get; init; } = 1e6;

    /// <summary>γ, by what the weight of a sample falls with each later one.</summary>
    [Range(0.5, 1)]
    public double Forgetting { get; init; } = 1;

    /// <inheritdoc/>
    internal override bool IsOnline => true;

    /// <inheritdoc/>
    internal override ReadoutFit Begin(ReadoutShape shape) => new RlsFit(shape, Alpha, Forgetting, every: 1);
}
