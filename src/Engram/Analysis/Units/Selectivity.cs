using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Which units tell the values of a factor apart by their mean rate in a period. The share of a unit's variance over trials that the factor
/// explains, η² = Σₖ nₖ(mₖ − m)²/Σ(r − m)², is tested by permutation of the factor among the trials (2000 permutations, the same for all
/// units). For two values this is a two-sided test of the difference of their means.
/// </summary>
/// <param name="Factor">Name of the factor.</param>
/// <param name="Period">Name of the period.</param>
/// <param name="Levels">The factor's values as text, K.</param>
/// <param name="Trials">Trials of each value (K).</param>
/// <param name="Units">The units, N.</param>
public sealed record Selectivity(
    string Factor, string Period, IReadOnlyList<string> Levels, IReadOnlyList<int> Trials, IReadOnlyList<UnitSelectivity> Units)
{
    /// <summary>Least p is 1/2001, below 0.05/100: one selective unit of a hundred can be found.</summary>
    private const int Permutations = 2000;

    /// <summary>Tests all units. Trials without a step in the period, and catch trials, are left out.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="period">Name of the period.</param>
    /// <param name="rate">
    /// Expected share of false ones among the units that are called selective (Benjamini and Hochberg 1995, see
    /// <see cref="MultipleTesting.BenjaminiHochberg"/>).
    /// </param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, not two values of the factor with two trials each, a rate of the units is not finite, or
    /// <paramref name="rate"/> is not between 0 and 1.
    /// </exception>
    public static Selectivity Of(Recording recording, string factor, string period, double rate = 0.05, ulong seed = 1)
    {
        MultipleTesting.CheckRate(rate);
        Finite.Rates(recording);
        var levels = FactorLevels.Of(recording, factor);
        PeriodSteps[] parts =
            [.. PeriodSteps.Of(recording, period).Where(part => part.End > part.First && levels.LevelOf[part.Trial] >= 0)];
        int[] labels = [.. parts.Select(part => levels.LevelOf[part.Trial])];
        var counts = new int[levels.Names.Length];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        if (counts.Length < 2 || counts.Min() < 2)
        {
            throw new UsageException(
                $"{factor} took {string.Join(", ", levels.Names.Zip(counts, (name, count) => $"{name} in {count} trials"))} with a step in "
                + $"'{period}'; but selectivity needs at least two values with at least two trials each; record more trials.");
        }

        var samples = Means(recording, parts);
        var p = Test(samples, recording.Units, labels, counts, seed);
        var selective = MultipleTesting.BenjaminiHochberg(p, rate);
        return new(
            factor,
            period,
            levels.Names,
            counts,
            [.. Enumerable.Range(0, recording.Units).Select(unit =>
                UnitSelectivity.Of(unit, [.. parts.Select((_, k) => samples[(k * recording.Units) + unit])], labels, counts) with
                {
                    PValue = p[unit], IsSelective = selective[unit],
                })]);
    }

    // Mean rate of each unit in each trial (n × N).
    internal static double[] Means(Recording recording, PeriodSteps[] parts)
    {
        var samples = new double[parts.Length * recording.Units];
        for (var k = 0; k < parts.Length; k++)
        {
            var (trial, first, end) = parts[k];
            for (var step = first; step < end; step++)
            {
                var rates = recording.Rate(step, trial);
                for (var unit = 0; unit < rates.Length; unit++)
                {
                    samples[(k * recording.Units) + unit] += rates[unit] / (double)(end - first);
                }
            }
        }

        return samples;
    }

    // p of each unit; the same permutations for all.
    internal static double[] Test(double[] samples, int units, int[] labels, int[] counts, ulong seed, int permutations = Permutations)
    {
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        var mean = DenseRows.Mean(samples, units, all);
        var observed = Between(samples, mean, labels, counts);
        var asGreat = new int[units];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(seed, k);
            int[] permuted = [.. labels];
            Resampling.Shuffle<int>(permuted, ref stream);
            var between = Between(samples, mean, permuted, counts);
            for (var unit = 0; unit < units; unit++)
            {
                // Equal sums may differ by rounding where the order of adding differs.
                asGreat[unit] += between[unit] >= observed[unit] * (1 - 1e-9) ? 1 : 0;
            }
        }

        return [.. asGreat.Select(count => (1.0 + count) / (1 + permutations))];
    }

    // Σₖ nₖ(mₖ − m)² of each unit; in its order among permutations it stands for η², whose divisor does not change.
    private static double[] Between(double[] samples, double[] mean, int[] labels, int[] counts)
    {
        var units = mean.Length;
        var sums = new double[counts.Length * units];
        for (var k = 0; k < labels.Length; k++)
        {
            Rows.AddScaled(sums.AsSpan(labels[k] * units, units), 1, samples.AsSpan(k * units, units));
        }

        var between = new double[units];
        for (var level = 0; level < counts.Length; level++)
        {
            for (var unit = 0; unit < units; unit++)
            {
                var deviation = (sums[(level * units) + unit] / counts[level]) - mean[unit];
                between[unit] += counts[level] * deviation * deviation;
            }
        }

        return between;
    }
}
