using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>The steps of one trial that lie in a period, from the first up to but without the end.</summary>
internal readonly record struct PeriodSteps(int Trial, int First, int End)
{
    /// <summary>The trials that have a period, catch trials left out; every trial from beginning to end without one.</summary>
    /// <exception cref="UsageException">No trial has it.</exception>
    public static IReadOnlyList<PeriodSteps> Of(Recording recording, string? period)
    {
        var found = new List<PeriodSteps>();
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            if (period is null)
            {
                found.Add(new(trial.Index, 0, trial.Steps));
            }
            else if (recording.StepsOf(period, trial.Index) is (var first, var end))
            {
                found.Add(new(trial.Index, first, end));
            }
        }

        var known = recording.Trials.Where(trial => !trial.IsCatch).SelectMany(trial => trial.Periods).Select(p => p.Name).Distinct();
        return found.Count > 0 ? found
            : period is null ? throw new UsageException("All recorded trials are catch trials; record more trials.")
            : throw new UsageException($"No recorded trial has a period '{period}'. {Nearest.Hint(period, known)}");
    }
}
