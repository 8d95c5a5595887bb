using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>A trial that was replayed while a network was trained.</summary>
/// <param name="Update">The update that it was part of, from 1.</param>
/// <param name="Trial">Which of the training trials, from 0.</param>
/// <param name="Direction">Forward while the network ran, reverse while errors went back.</param>
/// <param name="Condition">Its condition, or <c>catch</c>.</param>
/// <param name="Steps">T.</param>
public readonly record struct ReplayedTrial(long Update, long Trial, ReplayDirection Direction, string Condition, int Steps);

/// <summary>Which trials a training replayed, told from its configuration alone: the same seed draws the same trials.</summary>
public static class ReplayedTrials
{
    /// <summary>The replays of the first updates, in order: each trial of an update forward, then each in reverse.</summary>
    /// <param name="configuration">How the network was trained.</param>
    /// <param name="updates">How many updates.</param>
    /// <exception cref="UsageException">There are fewer than 0 updates, or trials are those of a curriculum or of other tasks, too.</exception>
    public static IEnumerable<ReplayedTrial> Of(RunConfiguration configuration, long updates)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (updates < 0)
        {
            throw new UsageException(FormattableString.Invariant($"`updates` is {updates}; give 0 or more."));
        }

        if (!configuration.Curriculum.IsNone)
        {
            throw new UsageException($"`Curriculum` is {configuration.Curriculum.Factor}, so that trials depend on how training went; give a configuration with `Curriculum = none`.");
        }

        return Drawn(configuration, updates);
    }

    private static IEnumerable<ReplayedTrial> Drawn(RunConfiguration configuration, long updates)
    {
        var (task, dt, trials) = (configuration.Task, configuration.Training.Dt, configuration.Training.Trials);
        var (key, trial, found) = (new StreamKey(configuration.Seed, Purpose.TrainingTrials), new Trial(), new ReplayedTrial[trials]);
        string[] conditions = [.. task.Conditions];
        for (long update = 0; update < updates; update++)
        {
            for (var b = 0; b < trials; b++)
            {
                var index = (update * trials) + b;
                task.Draw(trial, key, index);
                found[b] = new(update + 1, index, ReplayDirection.Forward, trial.Condition < 0 ? "catch" : conditions[trial.Condition], trial.Steps(dt));
                yield return found[b];
            }

            for (var b = 0; b < trials; b++)
            {
                yield return found[b] with { Direction = ReplayDirection.Reverse };
            }
        }
    }
}
