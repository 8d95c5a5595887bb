using MathNet.Numerics;
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
        Check(successes, trials, confidence);
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

    /// <summary>
    /// The interval of Clopper and Pearson for the probability of success: all p for which neither so many successes nor so few are less
    /// probable than half of 1 − confidence. It covers at least as often as it says.
    /// </summary>
    /// <remarks>Clopper &amp; Pearson (1934), <see href="https://doi.org/10.1093/biomet/26.4.404"/>.</remarks>
    /// <param name="successes">Successes, 0 … <paramref name="trials"/>.</param>
    /// <param name="trials">Trials; none give [0, 1].</param>
    /// <param name="confidence">Coverage, in (0, 1).</param>
    /// <returns>The two ends, probabilities.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence lies outside its range.</exception>
    public static (double Low, double High) ClopperPearson(int successes, int trials, double confidence = 0.95)
    {
        Check(successes, trials, confidence);

        // B(α/2; k, n − k + 1) and B(1 − α/2; k + 1, n − k), quantiles of Beta distributions
        var tail = (1 - confidence) / 2;
        return (
            successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, tail),
            successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 1 - tail));
    }

    /// <summary>P(X ≥ k) for k successes or more in n trials of probability p: I_p(k, n − k + 1).</summary>
    /// <param name="successes">k, 0 … n.</param>
    /// <param name="trials">n.</param>
    /// <param name="probability">p, 0 … 1.</param>
    public static double AtLeast(int successes, int trials, double probability)
    {
        Check(successes, trials, 0.5);
        return successes == 0 ? 1
            : probability <= 0 ? 0
            : probability >= 1 ? 1
            : SpecialFunctions.BetaRegularized(successes, trials - successes + 1, probability);
    }

    /// <summary>P(X ≤ k) for k successes or fewer in n trials of probability p.</summary>
    /// <param name="successes">k, 0 … n.</param>
    /// <param name="trials">n.</param>
    /// <param name="probability">p, 0 … 1.</param>
    public static double AtMost(int successes, int trials, double probability) => AtLeast(trials - successes, trials, 1 - probability);

    private static void Check(int successes, int trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie between 0 and 1, ends excluded.");
        }
    }
}
