using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Multinomial logistic regression: P(k | z) = exp(wₖ·z + aₖ)/Σⱼ exp(wⱼ·z + aⱼ), where z are rates that have mean 0 and variance 1 over the
/// training trials. W and a minimise Σ −gᵢ ln P(kᵢ | zᵢ) + λp/2 ‖W‖² over the training trials, where p is the number of units and gᵢ = n/(K nₖ) gives all
/// classes the same weight.
/// </summary>
/// <remarks>
/// The minimum, of which there is one, is found by Newton's method until no derivative exceeds 1e-9. Hastie, Tibshirani &amp; Friedman (2009),
/// The Elements of Statistical Learning, section 4.4, <see href="https://doi.org/10.1007/978-0-387-84858-7"/>.
/// </remarks>
public sealed record LogisticClassifier : Classifier
{
    /// <summary>λ. As it is multiplied by the number of units, the fit is no freer with more of them.</summary>
    [Range(1e-6, 1e6)]
    public double Penalty { get; init; } = 1;

    /// <inheritdoc/>
    public override string Phrase => "logistic regression";

    /// <inheritdoc/>
    internal override Learner Prepare(double[] rows, int features, int[] training) =>
        new Standard(rows, training, new StandardRows(rows, features, training), Penalty * features);

    private sealed class Standard(double[] rows, int[] training, StandardRows standard, double penalty) : Learner(rows)
    {
        public override LinearRule Fit(int[] labels, int classes)
        {
            var fit = new LogisticNewton(standard, [.. training.Select(row => labels[row])], ClassWeights.Of(labels, training), classes, penalty);
            fit.Minimise();
            return standard.Rule(fit.Weights, fit.Biases);
        }
    }
}
