using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// Gains and biases by which each unit brings its activity y = f(g∘a + b) to a distribution of its own: normal for tanh (Schrauwen et al. 2008, <see
/// href="https://doi.org/10.1016/j.neucom.2007.12.020"/>), exponential for sigmoid units (Triesch 2005, <see href="https://doi.org/10.1007/11550822_11"/>).
/// </summary>
internal static class IntrinsicPlasticity
{
    /// <summary>Names of the gains and biases.</summary>
    public const string Gain = "gain", Bias = "b";

    /// <summary>Name of the states that gains and biases are while they move, and of their beginnings.</summary>
    public const string MovingGain = "g", MovingBias = "h", GainBegins = "g0", BiasBegins = "h0";

    /// <summary>The argument of f.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="step">Its step.</param>
    /// <param name="a">What a unit is driven by.</param>
    public static Node Define(EchoStateCell cell, Step step, Node a)
    {
        if (!cell.IsAdapting)
        {
            return step.Diagonal(Gain, a, new Prescription { Value = 1 })
                + step.Bias(Bias, cell.Units, cell.BiasScale > 0 ? new Prescription { Deviation = cell.BiasScale } : null);
        }

        var (g, h) = (step.State(MovingGain, cell.Units, new Prescription { Value = 1 }), step.State(MovingBias, cell.Units));
        var drive = (g * a) + h;
        var y = step.Apply(cell.Activation, drive);
        var (eta, mu, variance) = (cell.Plasticity!.Value, cell.PlasticityMean, cell.PlasticityDeviation * cell.PlasticityDeviation);

        // tanh: Δb = −η (−μ/σ² + y/σ² (2σ² + 1 − y² + μ y)); sigmoid: Δb = η (1 − (2 + 1/μ) y + y²/μ); Δg = η/g + Δb a
        var change = cell.Activation == Activation.Sigmoid
            ? eta * (1 - ((2 + (1 / mu)) * y) + (1 / mu * (y * y)))
            : -eta * ((-mu / variance) + (1 / variance * (y * ((2 * variance) + 1 - (y * y) + (mu * y)))));
        step.Next(h, h + change);
        step.Next(g, g + (step.Constant(eta) / g) + (change * a));
        return drive;
    }
}
