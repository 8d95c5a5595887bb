using System.Globalization;
using Engram.Configuration;

namespace Engram.Numerics;

/// <summary>Decisions about many hypotheses at once.</summary>
public static class MultipleTesting
{
    // Sums of probabilities may come out this far beyond 0 and 1.
    private const double Rounding = 1e-12;

    /// <summary>
    /// Which hypotheses the step-up procedure of Benjamini and Hochberg rejects: those with the k smallest p, k the greatest for which
    /// p₍ₖ₎ ≤ k·q/m. The expected share of false ones among the rejected is at most q for independent tests.
    /// </summary>
    /// <remarks>Benjamini &amp; Hochberg (1995), <see href="https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"/>.</remarks>
    /// <param name="p">The m p-values.</param>
    /// <param name="rate">q, in (0, 1).</param>
    /// <returns>Whether each is rejected, in the order given.</returns>
    /// <exception cref="UsageException">q or a p-value is none.</exception>
    public static bool[] BenjaminiHochberg(ReadOnlySpan<double> p, double rate = 0.05)
    {
        CheckRate(rate);
        Check(p);
        double[] sorted = [.. p];
        Array.Sort(sorted);
        var threshold = double.NegativeInfinity;
        for (var k = 1; k <= sorted.Length; k++)
        {
            if (sorted[k - 1] <= k * rate / sorted.Length)
            {
                threshold = sorted[k - 1];
            }
        }

        var rejected = new bool[p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            rejected[i] = p[i] <= threshold;
        }

        return rejected;
    }

    /// <summary>
    /// The p-values of the step-down procedure of Holm: p̃₍ₖ₎ = max over j ≤ k of (m − j + 1) p₍ⱼ₎, at most 1. Rejecting those of at most α
    /// rejects any true hypothesis with probability at most α, whatever the dependence.
    /// </summary>
    /// <remarks>Holm (1979), Scandinavian Journal of Statistics 6, 65–70.</remarks>
    /// <param name="p">The m p-values.</param>
    /// <returns>The corrected p-values, in the order given.</returns>
    /// <exception cref="UsageException">A p-value is none.</exception>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        Check(p);
        double[] sorted = [.. p];
        int[] order = [.. Enumerable.Range(0, p.Length)];
        Array.Sort(sorted, order);
        var corrected = new double[p.Length];
        var greatest = 0.0;
        for (var k = 0; k < sorted.Length; k++)
        {
            greatest = Math.Max(greatest, Math.Min(1, (sorted.Length - k) * sorted[k]));
            corrected[order[k]] = greatest;
        }

        return corrected;
    }

    /// <summary>Refuses an expected share of false discoveries that is none.</summary>
    /// <param name="rate">q.</param>
    internal static void CheckRate(double rate)
    {
        if (!(rate is > 0 and < 1))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The rate of false discoveries is {rate}; give a number above 0 and below 1, such as 0.05."));
        }
    }

    // What is NaN or outside would move the others: m counts it, and a sort puts NaN first.
    private static void Check(ReadOnlySpan<double> p)
    {
        for (var k = 0; k < p.Length; k++)
        {
            if (!(p[k] is >= -Rounding and <= 1 + Rounding))
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"p-value {k} (counted from 0) is {p[k]}, but must be from 0 to 1; leave out hypotheses that could not be tested."));
            }
        }
    }
}
