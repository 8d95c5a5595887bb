using MathNet.Numerics.Distributions;

namespace Engram.Numerics;

/// <summary>Inference about the share of successes in independent trials.</summary>
public static class Binomial
{
    /// <summary>
    /// Wilson's score interval for the probability of success: all p that a test with the normal quantile z does not reject. It stays
    /// within [0, 1] and holds for few trials and for shares near 0 and 1.
    /// </summary>
    /// <remarks>Wilson (1927), <see href="https://doi.org/10.1080/01621459.1927.10502953"/>.</remarks>
    /// <param name="successes">Successes, 0 … <paramref name="trials"/>.</param>
    /// <param name="trials">Trials; none give [0, 1].</param>
    /// <param name="confidence">Coverage, in (0, 1).</param>
    /// <returns>The two ends, probabilities.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence lies outside its range.</exception>
    public static (double Low, double High) Wilson(int successes, int trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie between 0 and 1, ends excluded.");
        }

        if (trials == 0)
        {
            return (0, 1);
        }

        // (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)
        var z = Normal.InvCDF(0, 1, 0.5 + (0.5 * confidence));
        double n = trials;
        var share = successes / n;
        var centre = share + (z * z / (2 * n));
        var half = z * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        var divisor = 1 + (z * z / n);

        // The ends that are exactly 0 and 1 would otherwise carry rounding errors.
        return (successes == 0 ? 0 : (centre - half) / divisor, successes == trials ? 1 : (centre + half) / divisor);
    }
}
