using Engram.Equations;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Engram.Analysis;

/// <summary>
/// Expectations of φ under a normal distribution so wide that rules over its ξ need many nodes: integrals over x of what is left of φ
/// beside its limits, which vanishes beyond |x| = 40, whatever the variance is.
/// </summary>
internal static class WideMoments
{
    /// <summary>From this √Δ on they cost less.</summary>
    public const double FromDeviation = 16, FromRectifiedDeviation = 4;

    // e^{−40} is nothing beside 1; equal steps of ¼ leave an error of 10⁻¹⁷ for poles at ±iπ/2.
    private const double Step = 0.25;
    private const int Steps = 160;
    private const int Panels = 20, Order = 16;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Order);

    /// <summary>Of tanh, sigmoid and softplus.</summary>
    public static ActivationMoments Smooth(Activation activation, double mean, double deviation)
    {
        var (f0, f1, f2, f3) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k <= Steps; k++)
        {
            // From both sides alike, so that odd functions vanish.
            var (right, left) = (At(activation, k * Step, mean, deviation), At(activation, -k * Step, mean, deviation));
            var weight = k == 0 ? Step / 2 : Step;
            f0 += weight * (right.Value + left.Value);
            f1 += weight * (right.Slope + left.Slope);
            f2 += weight * (right.Second + left.Second);
            f3 += weight * (right.Third + left.Third);
        }

        return new(f0, f1, f2, f3);
    }

    /// <summary>Of the positive half of tanh, without what its kink at 0 adds to ⟨φ''⟩ and ⟨φ'''⟩.</summary>
    public static ActivationMoments RectifiedTanh(double mean, double deviation)
    {
        // ⟨φ⟩ = P(X > 0) − ∫₀ (1 − tanh x) p(x) dx
        var (f0, f1, f2, f3) = (SpecialFunctions.Erfc(-mean / deviation / Math.Sqrt(2)) / 2, 0.0, 0.0, 0.0);
        for (var panel = 0; panel < Panels; panel++)
        {
            for (var k = 0; k < Order; k++)
            {
                var x = panel + ((1 + Rule.GetAbscissa(k)) / 2);
                var z = (mean - x) / deviation;
                var weight = Rule.GetWeight(k) / 2 * Math.Exp(-z * z / 2) / (Math.Sqrt(2 * Math.PI) * deviation);
                var (value, slope) = ActivationCurve.Of(Activation.Tanh, x);
                var (second, third) = ActivationCurve.Bends(Activation.Tanh, value, slope);
                f0 -= weight * 2 / (Math.Exp(2 * x) + 1);
                f1 += weight * slope;
                f2 += weight * second;
                f3 += weight * third;
            }
        }

        return new(f0, f1, f2, f3);
    }

    // ⟨φ⟩ = φ(−∞) + ∫ φ'(x) P(X > x) dx for bounded φ, which is ½ ∫ φ'(x) erf((M − x)/√2Δ) dx where φ is odd, and ∫ φ''(x) ⟨[X − x]₊⟩ dx for
    // softplus; ⟨φ'⟩ = ∫ φ'(x) p(x) dx, or ∫ φ''(x) P(X > x) dx, and so on.
    private static ActivationMoments At(Activation activation, double x, double mean, double deviation)
    {
        var (value, slope) = ActivationCurve.Of(activation, x);
        var (second, third) = ActivationCurve.Bends(activation, value, slope);
        var z = (mean - x) / deviation;
        var p = Math.Exp(-z * z / 2) / (Math.Sqrt(2 * Math.PI) * deviation);
        if (activation == Activation.Tanh)
        {
            return new(slope * SpecialFunctions.Erf(z / Math.Sqrt(2)) / 2, slope * p, second * p, third * p);
        }

        var above = SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;
        return activation == Activation.Sigmoid
            ? new(slope * above, slope * p, second * p, third * p)
            : new(second * (((mean - x) * above) + (deviation * deviation * p)), second * above, second * p, third * p);
    }
}
