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
}
