using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Whether units are active one after another in a delay. Mean rates over one half of the trials say when each unit peaks; rates over the other
/// half, aligned at the beginning of the delay, are sorted by that. Rates run from 0, a unit's least, to 1, its greatest. A sequence has a ridge
/// along the diagonal that the sorting alone cannot make: around the peaks of the first half, rates of the second are above those at other
/// times. The mean difference of the two is tested against that of rates which are each turned in time by a random lag.
/// </summary>
/// <param name="Period">Name of the delay.</param>
/// <param name="Order">The units that vary, by the time of their peak in the first half.</param>
/// <param name="Times">Time of each step since the beginning of the delay, s (T).</param>
/// <param name="Sorting">Rates of the half that they were sorted by, in that order (units × T).</param>
/// <param name="Shown">Rates of the other half in the same order (units × T).</param>
/// <param name="Ridge">Ridge-to-background ratios of <see cref="Shown"/>.</param>
/// <param name="Contrast">Mean over the units of the rate in the ridge less that outside it, from −1 to 1; NaN where no unit varies.</param>
/// <param name="PValue">Of the test of the contrast; 1 where no unit varies.</param>
[Cite(
    "10.1038/s41593-018-0314-y",
    "Orhan & Ma 2019, A diverse range of factors affect the nature of neural representations underlying short-term memory")]
public sealed record DelaySequence(
    string Period, IReadOnlyList<int> Order, IReadOnlyList<double> Times, double[,] Sorting, double[,] Shown, RidgeToBackground Ridge,
    double Contrast, double PValue)
{
    /// <summary>Sorts the units.</summary>
    /// <param name="recording">The recording; catch trials, and those without a step in the delay, are left out.</param>
    /// <param name="period">Name of the delay; steps that one of the trials does not have are left out.</param>
    /// <param name="factor">A factor of whose values both halves get their share; none for the trials in turn.</param>
    /// <param name="ridge">To each side of a peak, what belongs to the ridge; a tenth of the delay without.</param>
    /// <param name="permutations">How many times lags are drawn.</param>
    /// <param name="seed">Seed of the lags.</param>
    /// <exception cref="UsageException">There is no such period or factor, fewer than two trials, or a rate is not finite.</exception>
    public static DelaySequence Of(
        Recording recording, string period = "delay", string? factor = null, TimeSpan? ridge = null, int permutations = 1000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        Finite.Rates(recording);
        var groups = factor is null ? null : CueGroups.Of(recording, factor);
        PeriodSteps[] parts = [.. PeriodSteps.Of(recording, period).Where(part => part.End > part.First && groups?.GroupOf[part.Trial] is not < 0)];
        var first = TrialHalves.Of([.. parts.Select(part => groups?.GroupOf[part.Trial] ?? 0)]);
        if (first.All(half => half) || first.All(half => !half))
        {
            throw new UsageException($"Only {parts.Length} trials have a step in '{period}'; a sorted map needs at least two for its halves.");
        }

        var steps = parts.Min(part => part.End - part.First);
        var sorting = Mean(recording, [.. parts.Where((_, k) => first[k])], steps);
        var shown = Mean(recording, [.. parts.Where((_, k) => !first[k])], steps);
        int[] varying = [.. Enumerable.Range(0, recording.Units).Where(unit => Scale(sorting, unit) && Scale(shown, unit))];
        var peaks = varying.ToDictionary(unit => unit, unit => Enumerable.Range(0, steps).MaxBy(step => sorting[unit, step]));
        int[] order = [.. varying.OrderBy(unit => peaks[unit])];
        int[] places = [.. order.Select(unit => peaks[unit])];
        var half = Math.Max(0, (int)Math.Round(ridge is { } length ? length / recording.Dt : steps / 10.0));
        var map = Sorted(shown, order, _ => 0);
        var contrast = Contrasts(map, half, places);
        var lagged = new double[permutations];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(seed, k);
            int[] lags = [.. order.Select(_ => stream.NextInt(steps))];
            lagged[k] = Contrasts(Sorted(shown, order, row => lags[row]), half, places);
        }

        return new(
            period, order, [.. Enumerable.Range(1, steps).Select(step => step * recording.Dt.TotalSeconds)], Sorted(sorting, order, _ => 0), map,
            RidgeToBackground.Around(map, half, places), contrast, double.IsNaN(contrast) ? 1 : Resampling.PValue(contrast, lagged));
    }

    private static double Contrasts(double[,] map, int half, int[] peaks)
    {
        var (all, steps) = (0.0, map.GetLength(1));
        for (var row = 0; row < peaks.Length; row++)
        {
            var (ridge, inside, sum) = (0.0, 0, 0.0);
            for (var step = 0; step < steps; step++)
            {
                var isInside = Math.Abs(step - peaks[row]) <= half;
                (ridge, inside) = isInside ? (ridge + map[row, step], inside + 1) : (ridge, inside);
                sum += map[row, step];
            }

            all += inside == steps ? 0 : ((ridge / inside) - ((sum - ridge) / (steps - inside))) / peaks.Length;
        }

        return peaks.Length == 0 ? double.NaN : all;
    }

    private static double[,] Mean(Recording recording, PeriodSteps[] parts, int steps)
    {
        var mean = new double[recording.Units, steps];
        foreach (var part in parts)
        {
            for (var step = 0; step < steps; step++)
            {
                var rates = recording.Rate(part.First + step, part.Trial);
                for (var unit = 0; unit < rates.Length; unit++)
                {
                    mean[unit, step] += rates[unit] / (double)parts.Length;
                }
            }
        }

        return mean;
    }

    // From 0 to 1 in place; false for a unit that is constant.
    private static bool Scale(double[,] rates, int unit)
    {
        var steps = rates.GetLength(1);
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var step = 0; step < steps; step++)
        {
            (least, most) = (Math.Min(least, rates[unit, step]), Math.Max(most, rates[unit, step]));
        }

        if (most - least <= 1e-9 * Math.Max(Math.Abs(least), Math.Abs(most)))
        {
            return false;
        }

        for (var step = 0; step < steps; step++)
        {
            rates[unit, step] = (rates[unit, step] - least) / (most - least);
        }

        return true;
    }

    private static double[,] Sorted(double[,] rates, int[] order, Func<int, int> lag)
    {
        var steps = rates.GetLength(1);
        var sorted = new double[order.Length, steps];
        for (var row = 0; row < order.Length; row++)
        {
            for (var step = 0; step < steps; step++)
            {
                sorted[row, (step + lag(row)) % steps] = rates[order[row], step];
            }
        }

        return sorted;
    }
}
