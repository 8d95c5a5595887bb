using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Skaggs' information I = Σ p(b) (r(b)/r̄) log₂(r(b)/r̄) in bits per unit of activity, and the mean activity r̄ = Σ p(b) r(b), where p(b) is the share
/// of the steps in bin b. I is 0 for a unit that is silent.
/// </summary>
/// <remarks>Skaggs, McNaughton, Gothard &amp; Markus (1993), An information-theoretic approach to deciphering the hippocampal code, NeurIPS 5.</remarks>
internal static class SkaggsInformation
{
    /// <summary>Computes it.</summary>
    /// <param name="occupancy">Steps in each bin.</param>
    /// <param name="maps">Mean activity, at least 0 (bins × N); without a step it does not matter.</param>
    /// <param name="information">Receives I of each unit (N).</param>
    /// <param name="mean">Receives r̄ (N).</param>
    public static void Of(ReadOnlySpan<int> occupancy, ReadOnlySpan<double> maps, Span<double> information, Span<double> mean)
    {
        var (all, units) = (0.0, mean.Length);
        foreach (var steps in occupancy)
        {
            all += steps;
        }

        information.Clear();
        mean.Clear();
        for (var bin = 0; bin < occupancy.Length; bin++)
        {
            if (occupancy[bin] > 0)
            {
                Rows.AddScaled(mean, occupancy[bin] / all, maps.Slice(bin * units, units));
            }
        }

        for (var bin = 0; bin < occupancy.Length; bin++)
        {
            var p = occupancy[bin] / all;
            var rates = maps.Slice(bin * units, units);
            for (var unit = 0; unit < units && p > 0; unit++)
            {
                var ratio = mean[unit] > 0 ? rates[unit] / mean[unit] : 0;
                information[unit] += ratio > 0 ? p * ratio * Math.Log2(ratio) : 0;
            }
        }

        // Rounding may leave a little less than nothing.
        for (var unit = 0; unit < units; unit++)
        {
            information[unit] = Math.Max(0, information[unit]);
        }
    }
}
