namespace Engram.Numerics;

/// <summary>Decisions about many hypotheses at once.</summary>
public static class MultipleTesting
{
    /// <summary>
    /// Which hypotheses the step-up procedure of Benjamini and Hochberg rejects: those with the k smallest p, k the greatest for which
    /// p₍ₖ₎ ≤ k·q/m. The expected share of false ones among the rejected is at most q for independent tests.
    /// </summary>
    /// <remarks>Benjamini &amp; Hochberg (1995), <see href="https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"/>.</remarks>
    /// <param name="p">The m p-values.</param>
    /// <param name="rate">q, in (0, 1).</param>
    /// <returns>Whether each is rejected, in the order given.</returns>
    public static bool[] BenjaminiHochberg(ReadOnlySpan<double> p, double rate = 0.05)
    {
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
    public static double[] Holm(ReadOnlySpan<double> p)
    {
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
}
