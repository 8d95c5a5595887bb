using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Regularised linear discriminant analysis with equal priors. An activity x belongs to the class k with the greatest x·W⁻¹mₖ − ½ mₖ·W⁻¹mₖ, where
/// mₖ are the class means and W is the covariance within classes plus <see cref="Ridge"/> times each unit's own variance over all classes, both of
/// the training trials: the scale of a unit does not matter.
/// </summary>
/// <remarks>
/// Fisher (1936), <see href="https://doi.org/10.1111/j.1469-1809.1936.tb02137.x"/>; Friedman (1989), Regularized discriminant analysis,
/// <see href="https://doi.org/10.1080/01621459.1989.10478752"/>.
/// </remarks>
public sealed record LdaClassifier : Classifier
{
    /// <summary>What is added to the variance of each unit, relative to that unit's variance in the training trials.</summary>
    [Range(0, 1e6, Above = true)]
    public double Ridge { get; init; } = 1e-3;

    /// <inheritdoc/>
    public override string Phrase => "linear discriminant analysis";

    /// <inheritdoc/>
    internal override Learner Prepare(double[] rows, int features, int[] training) =>
        new Whitened(rows, features, training, new Whitening(rows, features, training, Ridge));

    private sealed class Whitened(double[] rows, int features, int[] training, Whitening whitening) : Learner(rows)
    {
        private readonly double[] rows = rows;

        public override double[] Coordinates => field ??= All();

        public override LinearRule Fit(int[] labels, int classes) => Discriminant.Fit(whitening, rows, features, training, labels, classes);

        public override LinearRule FitWithin(int[] labels, int classes) => Discriminant.Fit(Coordinates, features, training, labels, classes);

        private double[] All()
        {
            var whitened = new double[rows.Length];
            for (var row = 0; row < rows.Length; row += features)
            {
                whitening.Apply(rows.AsSpan(row, features), whitened.AsSpan(row, features));
            }

            return whitened;
        }
    }
}
