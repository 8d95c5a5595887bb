using Engram.Configuration;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace Engram.Analysis;

/// <summary>A distribution that magnitudes may have.</summary>
public enum MagnitudeFamily
{
    /// <summary>Normal(m, s), which is not cut off at zero.</summary>
    Normal,

    /// <summary>exp of Normal(m, s).</summary>
    Lognormal,

    /// <summary>Gamma of shape k and rate b.</summary>
    Gamma,

    /// <summary>Exponential of rate b.</summary>
    Exponential,
}

/// <summary>A distribution fitted to magnitudes by maximum likelihood.</summary>
/// <param name="Family">Which distribution.</param>
/// <param name="First">m, m of the logarithms, k, or b.</param>
/// <param name="Second">s (n), s of the logarithms, or b; NaN for the exponential distribution, which has one number.</param>
/// <param name="LogLikelihood">Σ ln p(w) at the fit.</param>
/// <param name="Aic">2·(numbers fitted) − 2·Σ ln p(w); the least of several is the best.</param>
/// <param name="Distance">Kolmogorov and Smirnov's, the greatest difference of the two distribution functions.</param>
public sealed record MagnitudeFit(
    MagnitudeFamily Family, double First, double Second, double LogLikelihood, double Aic, double Distance)
{
    /// <summary>Fits all families; the one with the least AIC comes first.</summary>
    /// <param name="magnitudes">Two different numbers or more, all above zero.</param>
    /// <exception cref="UsageException">There are fewer, or some are not above zero.</exception>
    public static IReadOnlyList<MagnitudeFit> All(IReadOnlyList<double> magnitudes) =>
        [.. Enum.GetValues<MagnitudeFamily>().Select(family => Of(magnitudes, family)).OrderBy(fit => fit.Aic)];

    /// <summary>Fits one family.</summary>
    /// <param name="magnitudes">Two different numbers or more, all above zero.</param>
    /// <param name="family">Which distribution.</param>
    /// <exception cref="UsageException">There are fewer, or some are not above zero.</exception>
    public static MagnitudeFit Of(IReadOnlyList<double> magnitudes, MagnitudeFamily family)
    {
        ArgumentNullException.ThrowIfNull(magnitudes);
        double[] w = [.. magnitudes.Order()];
        if (w.Length < 2 || !(w[0] > 0) || !double.IsFinite(w[^1]) || w[0] == w[^1])
        {
            throw new UsageException(
                $"A distribution cannot be fitted to {w.Length} magnitudes{(w.Length == 0 ? "" : $" from {w[0]:G3} to {w[^1]:G3}")}; "
                + "give at least two different numbers, all finite and above 0.");
        }

        var (mean, log) = (w.Average(), w.Average(Math.Log));
        var (first, second) = family switch
        {
            MagnitudeFamily.Normal => (mean, Spread(w, mean)),
            MagnitudeFamily.Lognormal => (log, Spread([.. w.Select(value => Math.Log(value))], log)),
            MagnitudeFamily.Gamma => Shape(Math.Log(mean) - log) is var k ? (k, k / mean) : default,
            _ => (1 / mean, double.NaN),
        };
        var likelihood = w.Sum(value => Density(family, first, second, value));
        var numbers = family == MagnitudeFamily.Exponential ? 1 : 2;
        return new(family, first, second, likelihood, (2 * numbers) - (2 * likelihood), Furthest(w, family, first, second));
    }

    /// <summary>The fitted distribution function at a value.</summary>
    /// <param name="value">The value.</param>
    public double Cumulative(double value) => Cumulative(Family, First, Second, value);

    private static double Spread(double[] values, double mean) => Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));

    // ln k − ψ(k) = ln m − mean of ln w, which falls in k from ∞ to 0 and lies between 1/(2k) and 1/k.
    private static double Shape(double s) =>
        Brent.FindRoot(k => Math.Log(k) - SpecialFunctions.DiGamma(k) - s, 0.4 / s, 1.1 / s, 1e-12 / s, 200);

    private static double Density(MagnitudeFamily family, double a, double b, double w) => family switch
    {
        MagnitudeFamily.Normal => Normal.PDFLn(a, b, w),
        MagnitudeFamily.Lognormal => LogNormal.PDFLn(a, b, w),
        // Gamma.PDFLn of MathNet goes by the density, which underflows.
        MagnitudeFamily.Gamma => (a * Math.Log(b)) - SpecialFunctions.GammaLn(a) + ((a - 1) * Math.Log(w)) - (b * w),
        _ => Math.Log(a) - (a * w),
    };

    private static double Cumulative(MagnitudeFamily family, double a, double b, double w) => family switch
    {
        MagnitudeFamily.Normal => Normal.CDF(a, b, w),
        MagnitudeFamily.Lognormal => w <= 0 ? 0 : LogNormal.CDF(a, b, w),
        MagnitudeFamily.Gamma => w <= 0 ? 0 : SpecialFunctions.GammaLowerRegularized(a, b * w),
        _ => w <= 0 ? 0 : -Math.Exp(-a * w) + 1,
    };

    // D = max over k of max(k/n − F(w_k), F(w_k) − (k − 1)/n), w ascending and k from 1.
    private static double Furthest(double[] w, MagnitudeFamily family, double a, double b)
    {
        var furthest = 0.0;
        for (var k = 0; k < w.Length; k++)
        {
            var f = Cumulative(family, a, b, w[k]);
            furthest = Math.Max(furthest, Math.Max(((k + 1.0) / w.Length) - f, f - ((double)k / w.Length)));
        }

        return furthest;
    }
}
