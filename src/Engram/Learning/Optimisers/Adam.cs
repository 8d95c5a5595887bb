using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Adam: steps scaled by running means m of the gradient and v of its square, both corrected for their start at zero:
/// θ ← θ − η m̂ / (√v̂ + ε).
/// </summary>
[Cite("10.48550/arXiv.1412.6980", "Kingma & Ba 2015, Adam: a method for stochastic optimization")]
public sealed record Adam : Optimiser
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

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["m", "v"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
        ElementwiseUpdate.Run(new AdamRule<T>(learningRate, Beta1, Beta2, Epsilon, 0, state.Step), state, parameters, gradient);

    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        ElementwiseUpdate.Run(new AdamSizeRule<T>(learningRate, Beta2, Epsilon, state.Step), state, sizes, sizes);
}
