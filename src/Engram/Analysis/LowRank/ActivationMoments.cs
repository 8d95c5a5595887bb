using Engram.Equations;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Engram.Analysis;

/// <summary>Expectations of φ and its derivatives under N(M, Δ).</summary>
/// <param name="Value">⟨φ⟩.</param>
/// <param name="Slope">⟨φ'⟩ = ∂⟨φ⟩/∂M.</param>
/// <param name="Second">⟨φ''⟩ = ∂⟨φ'⟩/∂M = 2 ∂⟨φ⟩/∂Δ.</param>
/// <param name="Third">⟨φ'''⟩ = 2 ∂⟨φ'⟩/∂Δ.</param>
internal readonly record struct ActivationMoments(double Value, double Slope, double Second, double Third)
{
    private const int Chunk = 128;

    // Beyond so many deviations nothing is left that counts in double precision.
    private const double Reach = 9;

    /// <summary>The expectations.</summary>
    public static ActivationMoments Of(Activation activation, double mean, double variance)
    {
        var deviation = Math.Sqrt(Math.Max(variance, 0));
        if (deviation == 0)
        {
            var (value, slope) = ActivationCurve.Of(activation, mean);
            var (second, third) = ActivationCurve.Bends(activation, value, slope);
            return new(value, slope, second, third);
        }

        if (!double.IsFinite(mean) || !double.IsFinite(deviation))
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN);
        }

        return activation switch
        {
            Activation.Linear => new(mean, 1, 0, 0),
            Activation.Exponential => Math.Exp(mean + (variance / 2)) is var e ? new(e, e, e, e) : default,
            Activation.Rectify or Activation.RectifySquare => Rectified(activation, mean, deviation),
            Activation.RectifyTanh => RectifiedTanh(mean, deviation),
            _ when deviation >= WideMoments.FromDeviation => WideMoments.Smooth(activation, mean, deviation),
            _ => Smooth(activation, mean, deviation),
        };
    }

    private static ActivationMoments Smooth(Activation activation, double mean, double deviation)
    {
        var nodes = NormalNodes.For(deviation);
        Span<double> x = stackalloc double[Chunk], value = stackalloc double[Chunk], slope = stackalloc double[Chunk];
        var (f0, f1, f2, f3) = (0.0, 0.0, 0.0, 0.0);
        for (var first = 0; first < nodes.Xi.Length; first += Chunk)
        {
            var xi = nodes.Xi.AsSpan(first, Math.Min(Chunk, nodes.Xi.Length - first));
            for (var k = 0; k < xi.Length; k++)
            {
                x[k] = mean + (deviation * xi[k]);
            }

            ActivationCurve.Evaluate(activation, x[..xi.Length], value, slope);
            for (var k = 0; k < xi.Length; k++)
            {
                var weight = nodes.Weight[first + k];
                var (second, third) = ActivationCurve.Bends(activation, value[k], slope[k]);
                f0 += weight * value[k];
                f1 += weight * slope[k];
                f2 += weight * second;
                f3 += weight * third;
            }
        }

        return new(f0, f1, f2, f3);
    }

    // P(x > 0) = Φ(M/√Δ); p = the density of x at 0, and dp/dM = −M p/Δ
    private static ActivationMoments Rectified(Activation activation, double mean, double deviation)
    {
        var above = SpecialFunctions.Erfc(-mean / deviation / Math.Sqrt(2)) / 2;
        var p = DensityAtZero(mean, deviation);
        var variance = deviation * deviation;

        // ⟨[x]₊⟩ = M Φ + Δ p;  ⟨[x]₊²⟩ = (M² + Δ) Φ + M Δ p
        var first = (mean * above) + (variance * p);
        return activation == Activation.Rectify
            ? new(first, above, p, -mean / variance * p)
            : new((((mean * mean) + variance) * above) + (mean * variance * p), 2 * first, 2 * above, 2 * p);
    }

    // The kink at 0 ends the integral there: tanh'(0) = 1 adds δ(x) to φ'' and δ'(x) to φ'''.
    private static ActivationMoments RectifiedTanh(double mean, double deviation)
    {
        var low = Math.Max(-mean / deviation, -Reach);
        var (f0, f1, f2, f3) = (0.0, 0.0, 0.0, 0.0);
        if (deviation >= WideMoments.FromRectifiedDeviation)
        {
            (f0, f1, f2, f3) = WideMoments.RectifiedTanh(mean, deviation);
        }
        else if (low < Reach)
        {
            var panels = (int)Math.Min(1e5, Math.Ceiling((Reach - low) * Math.Max(1, deviation)));
            var rule = new GaussLegendreRule(-1, 1, 16);
            var half = (Reach - low) / panels / 2;
            for (var panel = 0; panel < panels; panel++)
            {
                for (var k = 0; k < rule.Order; k++)
                {
                    var xi = low + (half * ((2 * panel) + 1 + rule.GetAbscissa(k)));
                    var weight = half * rule.GetWeight(k) * Math.Exp(-xi * xi / 2) / Math.Sqrt(2 * Math.PI);
                    var (value, slope) = ActivationCurve.Of(Activation.Tanh, mean + (deviation * xi));
                    var (second, third) = ActivationCurve.Bends(Activation.Tanh, value, slope);
                    f0 += weight * value;
                    f1 += weight * slope;
                    f2 += weight * second;
                    f3 += weight * third;
                }
            }
        }

        var p = DensityAtZero(mean, deviation);
        return new(f0, f1, f2 + p, f3 - (mean / (deviation * deviation) * p));
    }

    private static double DensityAtZero(double mean, double deviation) =>
        Math.Exp(-mean / deviation * (mean / deviation) / 2) / (Math.Sqrt(2 * Math.PI) * deviation);
}
