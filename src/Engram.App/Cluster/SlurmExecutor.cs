using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Cluster;

/// <summary>
/// Trains networks in arrays of jobs. All that this process must remember lies in the folder: which arrays were submitted, and how the runs
/// stand. Runs that no living job covers are submitted, so that it is the same whether a node was lost, or this process.
/// </summary>
/// <param name="options">How jobs are asked for.</param>
/// <param name="notice">Told what a user should know.</param>
internal sealed class SlurmExecutor(SlurmOptions options, Action<string> notice) : SweepExecutor
{
    // A run that is lost so often without any training in between would be lost for ever.
    private const int MostFutile = 3;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1), Later = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> told = [], watched = [];
    private readonly Dictionary<string, (int Times, long Length)> attempts = [];
    private IReadOnlyList<SlurmTask> alive = [];

    /// <inheritdoc/>
    public override string Farewell
    {
        get
        {
            var jobs = string.Join(' ', alive.Select(task => task.Job).Distinct());
            return jobs.Length == 0 ? "stopped; the same command goes on from here."
                : $"no longer followed, but the jobs go on. The same command follows them again; `scancel {jobs}` ends them.";
        }
    }

    /// <inheritdoc/>
    public override void Train(SweepBatch batch, Action<SweepProgress>? progress, CancellationToken cancel)
    {
        var arrays = new SlurmArrays(batch.Folder);
        var most = Slurm.MostTasks();
        var wait = Soon;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var left = batch.Pieces.Where(piece => piece.Ended() is null).ToList();
            Tell(batch, left.Count, progress);
            if (left.Count == 0)
            {
                return;
            }

            if (Look(arrays, left) is { } tasks)
            {
                var uncovered = Uncovered(arrays, left, tasks, batch);
                if (uncovered.Count > 0)
                {
                    Submit(arrays, uncovered, most);
                    wait = Soon;
                    continue;
                }
            }

            cancel.WaitHandle.WaitOne(wait);
            wait = wait < Later ? wait * 1.3 : Later;
        }
    }

    // The tasks of the arrays that name a run that is left; null when Slurm cannot be asked.
    private IReadOnlyList<SlurmTask>? Look(SlurmArrays arrays, IReadOnlyList<SweepPiece> left)
    {
        var names = left.Select(piece => piece.Name).ToHashSet();
        var tasks = Slurm.Look([.. arrays.All.Where(array => array.Tasks.Any(task => task.Any(names.Contains))).Select(array => array.Name)]);
        if (tasks is null)
        {
            Once("Slurm cannot be asked at the moment (neither `squeue` nor `sacct` answers); waiting for the runs themselves.");
            return null;
        }

        alive = [.. tasks.Where(task => task.IsAlive)];
        foreach (var worry in tasks.Select(task => task.Worry).OfType<string>().Distinct())
        {
            Once($"Slurm lets jobs wait ({worry}). If that does not pass, end them with `scancel` and ask for something else.");
        }

        return tasks;
    }

    private List<SweepPiece> Uncovered(SlurmArrays arrays, IReadOnlyList<SweepPiece> left, IReadOnlyList<SlurmTask> tasks, SweepBatch batch)
    {
        var byName = arrays.All.ToDictionary(array => array.Name);
        IEnumerable<string> Runs(SlurmTask task) => byName.TryGetValue(task.Name, out var array) && task.Index < array.Tasks.Count ? array.Tasks[task.Index] : [];
        var covered = tasks.Where(task => task.IsAlive).SelectMany(Runs).ToHashSet();

        // What ended while Slurm was asked is not lost.
        var uncovered = left.Where(piece => !covered.Contains(piece.Name) && piece.Ended() is null).ToList();
        var names = uncovered.Select(piece => piece.Name).ToHashSet();
        var over = tasks.Where(task => !task.IsAlive && watched.Contains(Id(task)) && Runs(task).Any(names.Contains)).ToList();
        if (over.Count(task => task.IsCancelled) is > 0 and var cancelled)
        {
            var ended = batch.Done + batch.Pieces.Count(piece => piece.Ended() is not null);
            throw new ClusterException(
                $"{Counted.Of(cancelled, "job")} of Slurm {(cancelled == 1 ? "was" : "were")} cancelled, and {ended} of {batch.Total} networks have ended. "
                + "The same command submits what is left.");
        }

        if (over.Count > 0 && names.Count > 0)
        {
            notice($"{Counted.Of(names.Count, "network")} lost by jobs that ended as {string.Join(", ", over.Select(task => task.State).Distinct().Order(StringComparer.Ordinal))}; submitted again.");
        }

        // Those that were submitted before, by this command or by an earlier one that was stopped.
        if (alive.Where(task => watched.Add(Id(task))).ToList() is { Count: > 0 } found)
        {
            notice($"following {Counted.Of(found.Count, "job")} submitted before: Slurm job {string.Join(", ", found.Select(task => task.Job).Distinct())}.");
        }

        foreach (var piece in uncovered)
        {
            Count(piece, arrays);
        }

        return [.. uncovered.Where(piece => piece.Ended() is null)];
    }

    private void Count(SweepPiece piece, SlurmArrays arrays)
    {
        var length = piece.LogLength();
        var times = attempts.TryGetValue(piece.Name, out var before) && before.Length == length ? before.Times + 1 : 1;
        attempts[piece.Name] = (times, length);
        if (times > MostFutile)
        {
            piece.Fail(
                $"{MostFutile} jobs ended without training it any further. What they said is in {arrays.Logs}. Give `--time` or `--memory` if they had too little.");
        }
    }

    private void Submit(SlurmArrays arrays, IReadOnlyList<SweepPiece> pieces, int most)
    {
        foreach (var part in pieces.Select(piece => piece.Name).Chunk(options.PerJob).Chunk(most))
        {
            var (array, script) = arrays.Add([.. part], tasks => SlurmScript.Text(arrays.Root, tasks, options));
            string job;
            try
            {
                job = Slurm.Submit([.. SlurmScript.Arguments(array, arrays.Logs, options), script]);
            }
            catch (UsageException) when (alive.Count > 0)
            {
                // A limit on the number of jobs: what is left is submitted when others have ended.
                arrays.Remove(array);
                Once("Slurm takes no more jobs at the moment; the rest follows when some have ended.");
                return;
            }
            catch (Exception fault) when (fault is UsageException or ClusterException)
            {
                arrays.Remove(array);
                throw;
            }

            SlurmTask[] tasks = [.. part.Select((_, index) => new SlurmTask(job, index, "PENDING", array.Name, "None"))];
            watched.UnionWith(tasks.Select(Id));
            alive = [.. alive, .. tasks];
            notice($"submitted {Counted.Of(part.Sum(task => task.Length), "network")} as {Counted.Of(part.Length, "job")}: Slurm job {job}, named {array.Name}.");
        }
    }

    private void Tell(SweepBatch batch, int left, Action<SweepProgress>? progress)
    {
        var failed = batch.Pieces.Count(piece => piece.Ended()?.Status == RunStatus.Failed);
        progress?.Invoke(new(
            batch.Total - left - failed, Math.Min(left, alive.Count(task => task.IsRunning)), failed, batch.Total, null));
    }

    private void Once(string sentence)
    {
        if (told.Add(sentence))
        {
            notice(sentence);
        }
    }

    private static string Id(SlurmTask task) => $"{task.Name} {task.Index}";
}
