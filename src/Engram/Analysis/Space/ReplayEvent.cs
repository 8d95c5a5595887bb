using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>A stretch of activity that may be a replay.</summary>
/// <param name="Activity">Activity of the units (steps × N).</param>
/// <param name="Session">The session that it belongs to, such as a check of a training; empty where there are none.</param>
public sealed record ReplayEvent(double[,] Activity, string Session = "")
{
    /// <summary>Rates of a recording, from one step up to but without another.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="trial">Trial, from 0.</param>
    /// <param name="first">First step, from 0.</param>
    /// <param name="end">The step after the last.</param>
    /// <param name="session">The session.</param>
    /// <exception cref="UsageException">The trial does not have these steps, or a rate is not finite.</exception>
    public static ReplayEvent Of(Recording recording, int trial, int first, int end, string session = "")
    {
        ArgumentNullException.ThrowIfNull(recording);
        Finite.Rates(recording);
        if (trial < 0 || trial >= recording.TrialCount || first < 0 || end <= first || end > recording.Trials[trial].Steps)
        {
            throw new UsageException(trial < 0 || trial >= recording.TrialCount
                ? $"There is no trial {trial}; the recording has trials 0 to {recording.TrialCount - 1}."
                : $"Trial {trial} has the steps 0 to {recording.Trials[trial].Steps - 1}, but an event from step {first} up to {end} is asked for; give steps that it has.");
        }

        var activity = new double[end - first, recording.Units];
        for (var step = first; step < end; step++)
        {
            var rates = recording.Rate(step, trial);
            for (var unit = 0; unit < rates.Length; unit++)
            {
                activity[step - first, unit] = rates[unit];
            }
        }

        return new(activity, session);
    }
}
