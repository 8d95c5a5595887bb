using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>Trains the networks of a sweep in a folder that the caller holds.</summary>
internal static class SweepRunner
{
    private const string RunsFolder = "runs";

    /// <summary>Refuses configurations whose files would not say what was trained.</summary>
    public static void Check(Sweep sweep)
    {
        if (sweep.Configurations.FirstOrDefault(configuration => configuration.Task.IsAltered) is { Task: var task })
        {
            throw new UsageException(
                $"A sweep cannot train {task.Name} with a pinned factor, which a run's settings do not say. Pin factors when testing, "
                + $"and train with the task's settings: {string.Join(", ", Settings.Of(task).Select(setting => setting.Name))}.");
        }
    }

    /// <summary>
    /// As a sweep does by itself, with a name for the file that says what is swept, and with more in it than what is trained now, where there is more.
    /// </summary>
    public static IReadOnlyList<SweepRun> Execute(
        Sweep sweep, string folder, RunLock held, string document, int threads, Action<SweepProgress>? progress, CancellationToken cancel,
        SweepExecutor? executor = null, Sweep? described = null)
    {
        Check(sweep);
        var all = sweep.Configurations.Select(configuration =>
        {
            var hash = Settings.Hash(configuration.ToJson());
            return (Configuration: configuration, Hash: hash, Path: PathOf(folder, hash));
        }).ToList();
        held.Write(Path.Combine(folder, document), described is null ? SweepDocument.Text(sweep, [.. all.Select(one => SweepDocument.FolderOf(one.Hash))])
            : SweepDocument.Text(described, [.. described.Configurations.Select(configuration => SweepDocument.FolderOf(Settings.Hash(configuration.ToJson())))]));

        // Runs that continue from others come after them.
        if (sweep.Configurations.Select(configuration => configuration.After).OfType<RunConfiguration>().ToList() is { Count: > 0 } earlier)
        {
            var name = Path.GetFileNameWithoutExtension(document) + "-before.json";
            Execute(new Sweep(earlier), folder, held, Path.Combine(Path.GetDirectoryName(document)!, name), threads, progress, cancel, executor);
        }

        if (executor is not null)
        {
            var pieces = all.DistinctBy(one => one.Hash).ToDictionary(one => one.Hash, one => new SweepPiece(one.Configuration, one.Hash, one.Path));
            Elsewhere([.. pieces.Values], folder, executor, progress, cancel);
            held.Require();
            return [.. all.Select(one => pieces[one.Hash].Ended()!)];
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var queue = new SweepQueue(threads, progress);
        foreach (var (configuration, hash, path) in all.DistinctBy(one => one.Hash))
        {
            queue.Add(configuration, hash, Finished(configuration, hash, path), path);
        }

        queue.Begin();
        LongJobs.Run(Math.Min(threads, queue.Waiting), () => Work(queue, folder, held, stop));
        held.Require();
        cancel.ThrowIfCancellationRequested();
        return [.. all.Select(one => queue.Results[one.Hash])];
    }

    // What failed before is tried again; the longest come first, so that the last ones are short.
    private static void Elsewhere(
        IReadOnlyList<SweepPiece> pieces, string folder, SweepExecutor executor, Action<SweepProgress>? progress, CancellationToken cancel)
    {
        foreach (var piece in pieces)
        {
            SweepRun.ForgetFailure(piece.Path);
        }

        List<SweepPiece> left = [.. pieces.Where(piece => piece.Ended() is null).OrderByDescending(piece => SweepQueue.CostOf(piece.Configuration))];
        executor.Train(new(folder, left, pieces.Count - left.Count), progress, cancel);
    }

    /// <summary>A run that has ended; null when it has not, has never begun, or is broken.</summary>
    public static SweepRun? Finished(RunConfiguration configuration, string hash, string path)
    {
        try
        {
            return SweepRun.TryRead(configuration, hash, path);
        }
        catch (UsageException)
        {
            // A broken folder is told by the attempt to go on with it, as the failure of that run.
            return null;
        }
    }

    /// <summary>The folder of a run, by the hash of its configuration.</summary>
    public static string PathOf(string folder, string hash) => Path.Combine(folder, RunsFolder, SweepDocument.FolderOf(hash));

    private static void Work(SweepQueue queue, string folder, RunLock held, CancellationTokenSource stop)
    {
        var hooks = new TrainerHooks
        {
            OnCheck = check =>
            {
                held.Require();
                if (check.Warning is { } text)
                {
                    queue.Warn(text);
                }
            },
        };
        while (!stop.IsCancellationRequested && queue.Take() is var (piece, threads))
        {
            try
            {
                held.Require();
                SweepRun.ForgetFailure(piece.Path);
                if (Train(piece.Configuration, piece.Path, folder, threads, hooks, stop.Token) != Outcome.Cancelled)
                {
                    queue.Finish(piece, threads, SweepRun.TryRead(piece.Configuration, piece.Hash, piece.Path)!);
                }
            }
            catch (Exception fault) when (!IsOfTheDisk(fault))
            {
                queue.Finish(piece, threads, SweepRun.Fail(piece.Configuration, piece.Hash, piece.Path, fault));
            }
            catch
            {
                // A full disk, or a folder taken away, would fail every other run as well.
                stop.Cancel();
                throw;
            }
        }
    }

    /// <summary>Trains a run of a folder, or goes on with it.</summary>
    public static Outcome Train(
        RunConfiguration configuration, string path, string folder, int threads, TrainerHooks hooks, CancellationToken cancel) => TrainingRun.Execute(
            configuration, path, RunFolder.Exists(path), threads, hooks, cancel,
            from: configuration.After is { } after ? PathOf(folder, Settings.Hash(after.ToJson())) : null).Outcome;

    /// <summary>Whether a failure would fail every other run as well.</summary>
    public static bool IsOfTheDisk(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or StorageException || fault.InnerException is IOException or UnauthorizedAccessException;
}
