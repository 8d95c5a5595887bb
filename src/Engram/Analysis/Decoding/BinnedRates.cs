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
internal sealed record BinnedRates(double[] Times, double[][] Rows)
{
    public static BinnedRates Of(Recording recording, int[] trials, TimeSpan bin, string? alignTo)
    {
        Finite.Rates(recording);
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
            rows[k] = new double[trials.Length * recording.Units];
            for (var row = 0; row < trials.Length; row++)
            {
                var mean = rows[k].AsSpan(row * recording.Units, recording.Units);
                for (var step = 0; step < size; step++)
                {
                    var rates = recording.Rate(start[row] + ((first + k) * size) + step, trials[row]);
                    for (var unit = 0; unit < mean.Length; unit++)
                    {
                        mean[unit] += rates[unit];
                    }
                }

                foreach (ref var rate in mean)
                {
                    rate /= size;
                }
            }
        }

        // Step k is at time (k + 1)·dt: a bin from step a up to but without b is (a·dt, b·dt].
        return new([.. Enumerable.Range(first, rows.Length).Select(k => (k + 0.5) * size * recording.Dt.TotalSeconds)], rows);
    }

    private static int StartOf(Recording recording, string period, int trial) => recording.StepsOf(period, trial)?.First
        ?? throw new UsageException(
            $"Trials cannot be aligned to '{period}', which trial {trial} does not have. "
            + Nearest.Hint(period, recording.Trials[trial].Periods.Select(known => known.Name)));
}
