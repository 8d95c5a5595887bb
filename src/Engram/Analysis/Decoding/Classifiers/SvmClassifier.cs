using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// A linear support vector machine for each class against the others: w and a minimise λ/2 (p ‖w‖² + a²) + Σ gᵢ max(0, 1 − yᵢ (w·zᵢ + a)) over the
/// training trials, where p is the number of units, z are rates that have mean 0 and variance 1 over these trials, y is 1 in the class and −1 outside,
/// and gᵢ gives both sides the same weight. A trial belongs to the class with the greatest w·z + a.
/// </summary>
/// <remarks>
/// Coordinate descent in the dual problem, whose coordinates are taken in an order drawn anew for every pass (Hsieh et al. 2008, A dual coordinate descent
/// method for large-scale linear SVM, <see href="https://doi.org/10.1145/1390156.1390208"/>).
/// </remarks>
public sealed record SvmClassifier : Classifier
{
    /// <summary>λ. As it is multiplied by the number of units, the fit is no freer with more of them; 1/(λp) is what others call C.</summary>
    [Range(1e-6, 1e6)]
    public double Penalty { get; init; } = 1;

    /// <summary>The minimum is found to this share of itself at least, as the dual problem proves.</summary>
    [Range(1e-10, 0.1)]
    public double Gap { get; init; } = 1e-3;

    /// <inheritdoc/>
    public override string Phrase => "a support vector machine";

    /// <inheritdoc/>
    internal override Learner Prepare(double[] rows, int features, int[] training) =>
        new Standard(rows, training, new StandardRows(rows, features, training), Penalty, features, Gap);

    private sealed class Standard(double[] rows, int[] training, StandardRows standard, double penalty, int features, double gap) : Learner(rows)
    {
        public override LinearRule Fit(int[] labels, int classes)
        {
            var (u, a) = (new double[classes * standard.Width], new double[classes]);

            // Of two classes, one against the other is the other against the one, with the sign turned.
            for (var k = classes == 2 ? 1 : 0; k < classes; k++)
            {
                int[] sides = [.. labels.Select(label => label == k ? 1 : -1)];
                var descent = new DualDescent(
                    standard, [.. training.Select(row => (double)sides[row])], ClassWeights.Of(sides, training), penalty, features);
                descent.Minimise(gap);
                descent.Weights.CopyTo(u, k * standard.Width);
                a[k] = descent.Bias;
            }

            if (classes == 2)
            {
                Rows.Scale(u.AsSpan(0, standard.Width), -1, u.AsSpan(standard.Width));
                a[0] = -a[1];
            }

            return standard.Rule(u, a);
        }
    }
}
