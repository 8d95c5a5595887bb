using MathNet.Numerics.Distributions;

namespace Engram.Studies;

/// <summary>
/// The mean m of n numbers, their standard deviation s (n − 1), and the 95 % t-interval of the mean: m ± t₀.₉₇₅(n − 1) s/√n.
/// </summary>
/// <param name="Mean">m; NaN without numbers.</param>
/// <param name="Sd">s; null for fewer than two numbers.</param>
/// <param name="N">n.</param>
/// <param name="Low">Lower end of the interval; −∞ for fewer than two numbers.</param>
/// <param name="High">Upper end of the interval; ∞ for fewer than two numbers.</param>
public readonly record struct SampleMean(double Mean, double? Sd, int N, double Low, double High)
{
    private const double Confidence = 0.95;

    /// <summary>Computes them.</summary>
    /// <param name="samples">The numbers.</param>
    public static SampleMean Of(IReadOnlyList<double> samples)
    {
        var n = samples.Count;
        if (n < 2)
        {
            return new(n == 0 ? double.NaN : samples[0], null, n, double.NegativeInfinity, double.PositiveInfinity);
        }

        // Numbers that are all the same have no spread; their sum would round.
        var mean = samples.All(sample => sample == samples[0]) ? samples[0] : samples.Sum() / n;
        var sd = Math.Sqrt(samples.Sum(sample => (sample - mean) * (sample - mean)) / (n - 1));
        var half = StudentT.InvCDF(0, 1, n - 1, 0.5 + (Confidence / 2)) * sd / Math.Sqrt(n);
        return new(mean, sd, n, mean - half, mean + half);
    }
}
