using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// A quadratic penalty on raw weights that holds them to earlier ones: P(θ) = λ/2 Σ_k Σ_i F_ki (θ_i − θ*_ki)² over anchors k and weights i.
/// </summary>
/// <remarks>
/// Gradient descent on a stiff spring diverges, and Adam forgets the size of a gradient, so that an explicit gradient works at a narrow range
/// of λ only. Here the optimiser moves θ by the task's gradient and the penalty is solved exactly at each update, in the metric of the
/// optimiser (a proximal step). A network rests where the gradient of L + P is zero, as it should, at any λ.
/// </remarks>
[Cite("10.1073/pnas.1611835114", "Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks")]
[Cite("10.1561/2400000003", "Parikh & Boyd 2014, Proximal algorithms")]
internal sealed class ElasticPenalty
{
    private readonly float[] stiffness, centre, steps;
    private readonly double rest;

    /// <summary>Puts the springs of all anchors together into one for each weight, and a constant.</summary>
    /// <param name="strength">λ.</param>
    /// <param name="anchors">At least one, all of one length.</param>
    /// <exception cref="UsageException">No anchor, anchors of several lengths, or a stiffness that is negative or no number.</exception>
    public ElasticPenalty(double strength, IReadOnlyList<Anchor> anchors)
    {
        if (anchors is not [var first, ..])
        {
            throw new UsageException("An elastic penalty has no anchors; give at least one.");
        }

        var count = first.Weights.Length;
        (stiffness, centre, steps) = (new float[count], new float[count], new float[count]);
        foreach (var anchor in anchors)
        {
            if (anchor.Weights.Length != count || anchor.Importance.Length != count)
            {
                throw new UsageException(
                    $"An anchor has {anchor.Weights.Length} weights and {anchor.Importance.Length} importances, but another has {count} weights; "
                    + "give anchors of the same network.");
            }

            if (Array.FindIndex(anchor.Importance, value => !(value >= 0 && float.IsFinite(value))) is >= 0 and var wrong)
            {
                throw new UsageException(FormattableString.Invariant(
                    $"The importance of weight {wrong} is {anchor.Importance[wrong]}; give a finite importance of at least 0."));
            }
        }

        // Σ_k F_k (θ − θ*_k)² = F (θ − c)² + r with F = Σ F_k, c = Σ F_k θ*_k / F and r = Σ F_k (θ*_k − c)²
        for (var i = 0; i < count; i++)
        {
            var sum = anchors.Sum(anchor => (double)anchor.Importance[i]);
            var mean = sum > 0 ? anchors.Sum(anchor => (double)anchor.Importance[i] * anchor.Weights[i]) / sum : first.Weights[i];
            (stiffness[i], centre[i]) = ((float)(strength * sum), (float)mean);
            rest += anchors.Sum(anchor => anchor.Importance[i] * Square(anchor.Weights[i] - mean)) * strength / 2;
        }

        static double Square(double value) => value * value;
    }

    /// <summary>P(θ).</summary>
    /// <param name="theta">θ, raw.</param>
    public double Value(ReadOnlySpan<float> theta)
    {
        var sum = rest;
        for (var i = 0; i < theta.Length; i++)
        {
            var distance = (double)theta[i] - centre[i];
            sum += stiffness[i] * distance * distance / 2;
        }

        return sum;
    }

    /// <summary>
    /// Moves θ' to where P(θ) + Σ (θ_i − θ'_i)² / (2 η_i) is least; η_i are the step sizes that the optimiser has just used. Allocates nothing.
    /// </summary>
    /// <param name="optimiser">The optimiser.</param>
    /// <param name="state">Its state after the update.</param>
    /// <param name="theta">θ', raw, as the optimiser left it; changed in place.</param>
    /// <param name="learningRate">η of the update.</param>
    /// <param name="scale">
    /// What clipping multiplied the task's gradient with, which then holds for the penalty too, so that neither outweighs the other by it.
    /// </param>
    public void Pull(Optimiser optimiser, OptimiserState<float> state, Span<float> theta, double learningRate, double scale = 1)
    {
        var s = (float)scale;
        optimiser.StepSizes<float>(state, steps, learningRate);

        // p_i = η_i s λ F_i,   θ_i = (θ'_i + p_i c_i) / (1 + p_i), written so that p = 0 leaves every bit and p → ∞ gives c
        for (var i = 0; i < theta.Length; i++)
        {
            var p = steps[i] * s * stiffness[i];
            theta[i] = float.IsPositiveInfinity(p) ? centre[i] : theta[i] - (p / (1 + p) * (theta[i] - centre[i]));
        }
    }
}
