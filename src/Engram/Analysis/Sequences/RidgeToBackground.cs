using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How much more a unit is active around its peak than at other times: its mean rate in a window around the peak divided by its mean rate
/// outside it. A sequence of brief responses has large ratios, persistent activity ratios near 1.
/// </summary>
/// <param name="Ratios">One for each unit (N); NaN for silent units, ∞ where the rate outside the window is 0.</param>
/// <param name="MeanLog">Mean of the logarithm over units whose ratio is a finite number; NaN without any.</param>
/// <param name="Silent">Units that are never active.</param>
/// <param name="Unbounded">Units that are active in the window alone.</param>
[Cite(
    "10.1038/s41593-018-0314-y",
    "Orhan & Ma 2019, A diverse range of factors affect the nature of neural representations underlying short-term memory")]
public sealed record RidgeToBackground(IReadOnlyList<double> Ratios, double MeanLog, int Silent, int Unbounded)
{
    /// <summary>Measures it.</summary>
    /// <param name="rates">Units × steps, none negative.</param>
    /// <param name="halfWindow">Steps to each side of the peak's own that belong to the window.</param>
    public static RidgeToBackground Of(double[,] rates, int halfWindow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(halfWindow);
        Finite.Matrix(rates, "rates (units × steps)");
        var steps = rates.GetLength(1);
        return Around(
            rates, halfWindow,
            [.. Enumerable.Range(0, rates.GetLength(0)).Select(unit => Enumerable.Range(0, steps).MaxBy(step => rates[unit, step]))]);
    }

    /// <summary>Measures it around peaks that other trials have.</summary>
    /// <param name="rates">Units × steps, none negative.</param>
    /// <param name="halfWindow">Steps to each side of the peak's own that belong to the window.</param>
    /// <param name="peaks">The step of each unit's peak.</param>
    internal static RidgeToBackground Around(double[,] rates, int halfWindow, int[] peaks)
    {
        double[] ratios = [.. peaks.Select((peak, unit) => Ratio(rates, unit, peak, halfWindow))];
        return new(
            ratios,
            ratios.Where(double.IsFinite).Select(ratio => Math.Log(ratio)).DefaultIfEmpty(double.NaN).Average(),
            ratios.Count(double.IsNaN),
            ratios.Count(double.IsPositiveInfinity));
    }

    private static double Ratio(double[,] rates, int unit, int peak, int halfWindow)
    {
        var steps = rates.GetLength(1);
        var (ridge, inside, background) = (0.0, 0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            if (Math.Abs(step - peak) <= halfWindow)
            {
                (ridge, inside) = (ridge + rates[unit, step], inside + 1);
            }
            else
            {
                background += rates[unit, step];
            }
        }

        // Where the window is as long as the course there is no background.
        return ridge <= 0 || inside == steps ? double.NaN
            : background <= 0 ? double.PositiveInfinity
            : ridge / inside / (background / (steps - inside));
    }
}
