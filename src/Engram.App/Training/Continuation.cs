using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>What a training inherits from the run that it continues from.</summary>
internal static class Continuation
{
    /// <summary>The configuration of the earlier run with another task: cell, network, optimiser and all else stay as they were.</summary>
    /// <param name="from">The folder of the earlier run.</param>
    /// <param name="task">The task to learn now.</param>
    /// <param name="seed">The seed of this training; null for that of the earlier run.</param>
    /// <exception cref="UsageException">Not a run, or one that has not ended.</exception>
    public static RunConfiguration Of(string from, CognitiveTask task, ulong? seed)
    {
        using var run = RunFolder.Open(from);
        if (run.Outcome is null)
        {
            throw new UsageException($"`--from {from}`: that run has not ended; let it finish, or continue it with `--resume`, before another run continues from it.");
        }

        var earlier = run.ReadConfiguration();
        return earlier with
        {
            Task = task,
            After = earlier,
            Seed = seed ?? earlier.Seed,
            Continual = new Continual { TrackImportance = earlier.Continual.TrackImportance, Gating = earlier.Continual.Gating },
        };
    }
}
