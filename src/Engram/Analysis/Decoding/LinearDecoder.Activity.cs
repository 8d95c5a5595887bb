using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <content>Decoding beside mean activity.</content>
public sealed partial record LinearDecoder
{
    /// <summary>
    /// Decodes a factor and measures in the same bins, of the same trials and units, how far the mean rate lies above that of a period before: a memory may
    /// be decodable where activity is not raised.
    /// </summary>
    /// <remarks>Riggall &amp; Postle (2012), <see href="https://doi.org/10.1523/JNEUROSCI.1892-12.2012"/>.</remarks>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="factor">What is decoded, named as for <see cref="Decode"/>.</param>
    /// <param name="baseline">The period whose mean rate is taken off, such as <c>fixation</c>.</param>
    /// <param name="alignTo">Name of the period at whose start time is 0; the start of the trial without.</param>
    /// <exception cref="UsageException">
    /// As <see cref="Decode"/>; no <see cref="Permutations"/>; or a trial has no step in the baseline.
    /// </exception>
    public InformationAndActivity DecodeWithActivity(Recording recording, string factor, string baseline, string? alignTo = null)
    {
        if (Permutations == 0)
        {
            throw new UsageException("`Permutations` is 0, but activity is compared with its baseline by permutations; set at least 100.");
        }

        var decoding = Decode(recording, factor, alignTo);
        var levels = FactorLevels.Of(recording, factor);
        var bins = BinnedRates.Of(recording, levels.Trials, Bin, alignTo, Units);
        double[] rest = [.. levels.Trials.Select(trial => Rest(recording, trial, baseline))];
        double[][] changes =
        [
            .. rest.Select((level, row) => bins.Rows.Select(rows => rows.AsSpan(row * bins.Units, bins.Units).ToArray().Average() - level).ToArray()),
        ];
        var mean = Means(changes);
        return new(
            decoding,
            baseline,
            mean,
            [.. mean.Select((m, bin) => Math.Sqrt(changes.Sum(row => (row[bin] - m) * (row[bin] - m)) / (changes.Length - 1) / changes.Length))],
            [.. Enumerable.Range(0, levels.Names.Length).Select(level => Means([.. changes.Where((_, row) => levels.Labels[row] == level)]))],
            ClusterTest.OfMeans(changes, Permutations, ClusterThreshold, twoSided: true, Seed));
    }

    private static double[] Means(double[][] rows) => [.. rows[0].Select((_, bin) => rows.Average(row => row[bin]))];

    private double Rest(Recording recording, int trial, string baseline)
    {
        if (recording.StepsOf(baseline, trial) is not (var first, var end) || end <= first)
        {
            throw new UsageException(
                $"Trial {trial} has no step in '{baseline}', whose rates are to be the baseline. "
                + Nearest.Hint(baseline, recording.Trials[trial].Periods.Select(known => known.Name)));
        }

        return Enumerable.Range(first, end - first).Average(step =>
        {
            var rates = recording.Rate(step, trial).ToArray();
            return Units is null ? rates.Average(rate => (double)rate) : Units.Average(unit => (double)rates[unit]);
        });
    }
}
