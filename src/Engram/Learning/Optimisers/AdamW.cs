using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Adam with weight decay that does not pass through the moments: θ ← (1 − ηλ) θ − η m̂ / (√v̂ + ε). The decay per update is η λ, as in the
/// widely used implementations; the paper's own λ is this product at a schedule factor of 1.
/// </summary>
/// <remarks>The decay acts on every parameter that is passed, as it is stored: before any rectification or mask.</remarks>
[Cite("10.48550/arXiv.1711.05101", "Loshchilov & Hutter 2019, Decoupled weight decay regularization")]
public sealed record AdamW : Optimiser
{
    /// <summary>β₁, the decay of the mean gradient.</summary>
    [Range(0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the decay of the mean squared gradient.</summary>
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to √v̂.</summary>
    [Range(0, Above = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ, the weight decay per unit of learning rate.</summary>
    [Range(0)]
    public double WeightDecay { get; init; } = 1e-2;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["m", "v"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
        ElementwiseUpdate.Run(new AdamRule<T>(learningRate, Beta1, Beta2, Epsilon, WeightDecay, state.Step), state, parameters, gradient);

    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        ElementwiseUpdate.Run(new AdamSizeRule<T>(learningRate, Beta2, Epsilon, state.Step), state, sizes, sizes);
}
