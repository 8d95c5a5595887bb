using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Multinomial logistic regression: softmax(W φ + b) are the probabilities of classes, and W minimises −Σ log p(y | φ) + λ/2 ‖W‖² over all samples; b is
/// not penalised. It keeps the samples, so that memory grows with them. The loss must be cross-entropy.
/// </summary>
[Cite("10.1007/BF01589116", "Liu & Nocedal 1989, On the limited memory BFGS method for large scale optimization")]
public sealed record LogisticRule : ReadoutRule
{
    /// <inheritdoc/>
    public override string Summary => "Logistic regression of classes on all samples at once, for the cross-entropy loss.";

    /// <summary>λ, added to the sum over samples.</summary>
    [Range(0, 1e15, Above = true)]
    public double Penalty { get; init; } = 1e-2;

    /// <summary>The most steps of the minimisation (L-BFGS).</summary>
    [Range(1, 100_000)]
    public int Iterations { get; init; } = 500;

    /// <inheritdoc/>
    internal override ReadoutFit Begin(ReadoutShape shape) => new LogisticFit(shape, Penalty, Iterations);
}
