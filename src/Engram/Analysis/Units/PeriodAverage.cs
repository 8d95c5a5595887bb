using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Courses of one period averaged over trials, aligned at its beginning.</summary>
public static class PeriodAverage
{
    /// <summary>Averages channels over all trials; steps that a trial does not have are left out for all.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="values">What to average, laid out as <see cref="Recording.Rates"/> or <see cref="Recording.Output"/>.</param>
    /// <param name="channels">How many channels the values have.</param>
    /// <param name="period">The period; null for the whole trial.</param>
    /// <returns>Channels × steps.</returns>
    /// <exception cref="UsageException">A trial has no such period, or a value is not finite.</exception>
    public static double[,] Of(Recording recording, ReadOnlySpan<float> values, int channels, string? period)
    {
        Finite.Course(recording, values, channels, "value of channel");
        var starts = Enumerable.Range(0, recording.TrialCount).Select(trial => Steps(recording, period, trial)).ToList();
        var mean = new double[channels, starts.Min(one => one.End - one.First)];
        for (var trial = 0; trial < starts.Count; trial++)
        {
            for (var step = 0; step < mean.GetLength(1); step++)
            {
                var row = values.Slice(recording.RowOf(starts[trial].First + step, trial) * channels, channels);
                for (var channel = 0; channel < channels; channel++)
                {
                    mean[channel, step] += row[channel] / (double)starts.Count;
                }
            }
        }

        return mean;
    }

    /// <summary>The steps of a period, or of the whole trial.</summary>
    internal static (int First, int End) Steps(Recording recording, string? period, int trial) => period is null
        ? (0, recording.Trials[trial].Steps)
        : recording.StepsOf(period, trial) ?? throw new UsageException(
            $"Trial {trial} has no period '{period}'. {Nearest.Hint(period, recording.Trials[trial].Periods.Select(known => known.Name))}");
}
