using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// Rates averaged over bins of time that all trials have. Bins are counted from the moment that trials are aligned to, so that none lies
/// across it.
/// </summary>
/// <param name="Times">Middle of each bin, in seconds from that moment.</param>
/// <param name="Rows">Mean rates in each bin, (trials × units) each.</param>
/// <param name="Units">How many units a row has.</param>
internal sealed record BinnedRates(double[] Times, double[][] Rows, int Units)
{
    /// <summary>The bins of some trials and units; of all units where none are given.</summary>
    public static BinnedRates Of(Recording recording, int[] trials, TimeSpan bin, string? alignTo, IReadOnlyList<int>? chosen)
    {
        Finite.Rates(recording);
        var units = Chosen(chosen, recording.Units);
        var size = StepGrid.Count(bin, recording.Dt);
        if (size < 1)
        {
            throw new UsageException(
                $"`bin` is {TimeText.Format(bin)}, shorter than a step of the recording; give at least {TimeText.Format(recording.Dt)}.");
        }

        int[] start = [.. trials.Select(trial => alignTo is null ? 0 : StartOf(recording, alignTo, trial))];
        var first = -(start.Min() / size);
        var end = trials.Zip(start, (trial, at) => recording.Trials[trial].Steps - at).Min() / size;
        if (first >= end)
        {
            throw new UsageException(
                $"`bin` is {TimeText.Format(bin)}, but no bin of that length lies within all recorded trials; give a shorter one.");
        }

        var rows = new double[end - first][];
        for (var k = 0; k < rows.Length; k++)
        {
            rows[k] = new double[trials.Length * units.Length];
            for (var row = 0; row < trials.Length; row++)
            {
                var mean = rows[k].AsSpan(row * units.Length, units.Length);
                for (var step = 0; step < size; step++)
                {
                    var rates = recording.Rate(start[row] + ((first + k) * size) + step, trials[row]);
                    for (var unit = 0; unit < mean.Length; unit++)
                    {
                        mean[unit] += rates[units[unit]];
                    }
                }

                foreach (ref var rate in mean)
                {
                    rate /= size;
                }
            }
        }

        // Step k is at time (k + 1)·dt: a bin from step a up to but without b is (a·dt, b·dt].
        return new([.. Enumerable.Range(first, rows.Length).Select(k => (k + 0.5) * size * recording.Dt.TotalSeconds)], rows, units.Length);
    }

    /// <summary>The units that are looked at.</summary>
    /// <param name="chosen">Those named; null for all.</param>
    /// <param name="known">How many there are.</param>
    /// <exception cref="UsageException">None is named, one that there is not, or one twice.</exception>
    public static int[] Chosen(IReadOnlyList<int>? chosen, int known)
    {
        int[] units = [.. chosen ?? [.. Enumerable.Range(0, known)]];
        if (units.Length == 0)
        {
            throw new UsageException("`Units` names no unit; name at least one, or set `Units = none` for all.");
        }

        if (Array.Find(units, unit => unit < 0 || unit >= known) is var missing && (missing < 0 || missing >= known))
        {
            throw new UsageException(FormattableString.Invariant($"`Units` has {missing}, but units are numbered 0 to {known - 1}; name others."));
        }

        if (units.Distinct().Count() < units.Length)
        {
            throw new UsageException($"`Units` names unit {units.CountBy(unit => unit).First(pair => pair.Value > 1).Key} twice; name each once.");
        }

        return units;
    }

    private static int StartOf(Recording recording, string period, int trial) => recording.StepsOf(period, trial)?.First
        ?? throw new UsageException(
            $"Trials cannot be aligned to '{period}', which trial {trial} does not have. "
            + Nearest.Hint(period, recording.Trials[trial].Periods.Select(known => known.Name)));
}
