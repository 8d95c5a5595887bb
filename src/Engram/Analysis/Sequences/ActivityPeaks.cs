using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>The peaks of all channels in all trials of a recording.</summary>
public sealed class ActivityPeaks
{
    private readonly Peak[] peaks;

    private ActivityPeaks(PeakSearch search, TimeSpan dt, int trials, int channels, Peak[] peaks) =>
        (Search, Dt, Trials, Channels, this.peaks) = (search, dt, trials, channels, peaks);

    /// <summary>How they were found.</summary>
    public PeakSearch Search { get; }

    /// <summary>Length of a step of the recording.</summary>
    public TimeSpan Dt { get; }

    /// <summary>B.</summary>
    public int Trials { get; }

    /// <summary>The channels: N units or O outputs.</summary>
    public int Channels { get; }

    /// <summary>One peak.</summary>
    /// <param name="trial">Trial, from 0.</param>
    /// <param name="channel">Unit or output, from 0.</param>
    public Peak this[int trial, int channel] => peaks[(trial * Channels) + channel];

    /// <summary>Peaks of the rates of all units.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="search">How they are found.</param>
    /// <exception cref="UsageException">A trial has no such period, or a value is not finite.</exception>
    public static ActivityPeaks OfRates(Recording recording, PeakSearch search) =>
        Of(recording, recording.Rates, recording.Units, search, "rate of unit");

    /// <summary>Peaks of the outputs.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="search">How they are found.</param>
    /// <exception cref="UsageException">A trial has no such period, or a value is not finite.</exception>
    public static ActivityPeaks OfOutputs(Recording recording, PeakSearch search) =>
        Of(recording, recording.Output, recording.Outputs, search, "output");

    /// <summary>Peaks of the targets.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="search">How they are found.</param>
    /// <exception cref="UsageException">A trial has no such period, or a value is not finite.</exception>
    public static ActivityPeaks OfTargets(Recording recording, PeakSearch search) =>
        Of(recording, recording.Target, recording.Outputs, search, "target of output");

    /// <summary>The channels in the order of their peaks in one trial, those without one last.</summary>
    /// <param name="trial">Trial, from 0.</param>
    public IReadOnlyList<int> Order(int trial) =>
        [.. Enumerable.Range(0, Channels).OrderBy(channel => this[trial, channel].IsFound ? this[trial, channel].Time : double.MaxValue)];

    private static ActivityPeaks Of(Recording recording, float[] values, int channels, PeakSearch search, string what)
    {
        if (!search.AllowDiverged)
        {
            Finite.Course(recording, values, channels, what);
        }

        var peaks = new Peak[recording.TrialCount * channels];
        var course = new double[recording.Steps];
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            var (first, end) = PeriodAverage.Steps(recording, search.Period, trial);

            // The period begins within the step before its first one, not always at its end.
            var start = recording.Trials[trial].Periods.FirstOrDefault(period => period.Name == search.Period).Start;
            var late = search.Period is null ? 0 : ((first * recording.Dt) - start).TotalSeconds;
            for (var channel = 0; channel < channels; channel++)
            {
                for (var step = first; step < end; step++)
                {
                    course[step - first] = values[(recording.RowOf(step, trial) * channels) + channel];
                }

                var peak = Peak.Find(course.AsSpan(0, end - first), recording.Dt.TotalSeconds, search.Refine);
                peaks[(trial * channels) + channel] = peak with { Time = peak.Time + late, CentreOfMass = peak.CentreOfMass + late };
            }
        }

        return new(search, recording.Dt, recording.TrialCount, channels, peaks);
    }
}
