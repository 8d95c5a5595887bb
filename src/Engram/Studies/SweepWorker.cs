using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// Trains networks of a sweep or a study beside other processes that do the same, on this machine or on others that share the folder. Each
/// network is claimed while it is trained, so that no two processes train it at the same time.
/// </summary>
internal sealed class SweepWorker
{
    /// <summary>The folder of the claims, in that of the sweep.</summary>
    public const string ClaimsFolder = "claims";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);
    private readonly string folder;
    private readonly ClaimWatch claims;
    private readonly int threads;
    private readonly Action<string> tell;
    private readonly Lock gate = new();
    private readonly List<(RunConfiguration Configuration, string Hash, string Path)> waiting;
    private readonly HashSet<string> running = [];
    private volatile bool advanced;
    private int failures;

    /// <summary>A worker that has not begun.</summary>
    /// <param name="folder">Folder of a sweep, or of a study that is being trained.</param>
    /// <param name="only">Names of the runs to train; null for all.</param>
    /// <param name="threads">Threads in all, which do not change a result.</param>
    /// <param name="lease">How long another process may show no sign of life before this one goes on with its run.</param>
    /// <param name="owner">This process, in one line, for people.</param>
    /// <param name="tell">Told what happens, in lines.</param>
    /// <exception cref="UsageException">Not such a folder, a broken file, or a name that it does not have.</exception>
    public SweepWorker(string folder, IReadOnlyList<string>? only, int threads, TimeSpan lease, string owner, Action<string> tell)
    {
        (this.folder, this.threads, this.tell) = (folder, threads, tell);
        claims = new(Path.Combine(folder, ClaimsFolder), owner, lease);
        var all = Documents(folder).SelectMany(sweep => sweep.Configurations).Select(one => (Configuration: one, Hash: Settings.Hash(one.ToJson())))
            .DistinctBy(one => one.Hash).ToDictionary(one => SweepDocument.FolderOf(one.Hash));
        if (only?.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
        {
            throw new UsageException($"'{folder}' has no run '{unknown}'. Name runs as the folders in {Path.Combine(folder, "runs")} are named.");
        }

        // Runs that continue from others come after them.
        waiting = [.. (only is null ? all.Values : only.Distinct().Select(name => all[name])).OrderBy(one => Depth(one.Configuration))
            .Select(one => (one.Configuration, one.Hash, SweepRunner.PathOf(folder, one.Hash)))];
        SweepRunner.Check(new Sweep([.. waiting.Select(one => one.Configuration)]));
    }

    /// <summary>Whether any network was trained further than it was.</summary>
    public bool Advanced => advanced;

    /// <summary>How many have neither ended nor failed.</summary>
    public int Left
    {
        get
        {
            lock (gate)
            {
                return waiting.Count + running.Count;
            }
        }
    }

    /// <summary>How many of those that this process trained failed.</summary>
    public int Failures => failures;

    /// <summary>Returns when every network has ended or failed, whoever trained it, or when it is stopped.</summary>
    /// <param name="cancel">Stops the networks between two updates, at a checkpoint.</param>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    /// <exception cref="StorageException">The disk is full or fails, or a claim was lost.</exception>
    public void Run(CancellationToken cancel)
    {
        var workers = Math.Clamp(Math.Min(threads, waiting.Count), 1, threads);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        LongJobs.Run(workers, () =>
        {
            try
            {
                while (!stop.IsCancellationRequested && Next() is { } next)
                {
                    if (next.Claim is null)
                    {
                        stop.Token.WaitHandle.WaitOne(Pause);
                        continue;
                    }

                    using (next.Claim)
                    {
                        Train(next.Piece, next.Claim, threads / workers, stop.Token);
                    }
                }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        });
    }

    // The next one that can be had; none without a claim while others hold what is left; null when nothing is left.
    private ((RunConfiguration Configuration, string Hash, string Path) Piece, RunClaim? Claim)? Next()
    {
        lock (gate)
        {
            foreach (var piece in waiting.ToList())
            {
                if (SweepRunner.Finished(piece.Configuration, piece.Hash, piece.Path) is { } ended)
                {
                    waiting.Remove(piece);
                    tell($"{Name(piece.Hash)}: {Kebab.Of(ended.Status.ToString())} after {Counted.Of((int)ended.Updates, "update")}");
                }
                else if (!WaitsForAnother(piece.Configuration) && claims.TryTake(Name(piece.Hash)) is { } claim)
                {
                    // A process that is thought dead may hold the run itself still, where the file system shares locks.
                    if (RunLock.IsHeld(piece.Path))
                    {
                        claim.Dispose();
                        continue;
                    }

                    waiting.Remove(piece);
                    running.Add(piece.Hash);
                    return (piece, claim);
                }
            }

            return waiting.Count == 0 ? null : (default, null);
        }
    }

    private bool WaitsForAnother(RunConfiguration configuration) =>
        configuration.After is { } after && Settings.Hash(after.ToJson()) is var hash && (running.Contains(hash) || waiting.Any(one => one.Hash == hash));

    private void Train(
        (RunConfiguration Configuration, string Hash, string Path) piece, RunClaim claim, int share, CancellationToken cancel)
    {
        // What has ended is looked at again, as what was stopped is, and then left.
        var again = true;
        try
        {
            if (SweepRunner.Finished(piece.Configuration, piece.Hash, piece.Path) is not null)
            {
                return;
            }

            SweepRun.ForgetFailure(piece.Path);
            var hooks = new TrainerHooks
            {
                OnProgress = _ => claim.Require(),
                OnCheck = _ => claim.Require(),
                OnCheckpoint = _ => claim.Require(),
                OnUpdate = _ => advanced = true,
            };
            SweepRunner.Train(piece.Configuration, piece.Path, folder, share, hooks, cancel);
        }
        catch (Exception fault) when (!SweepRunner.IsOfTheDisk(fault))
        {
            var failed = SweepRun.Fail(piece.Configuration, piece.Hash, piece.Path, fault);
            again = false;
            Interlocked.Increment(ref failures);
            tell($"{Name(piece.Hash)}: failed: {failed.Failure}");
        }
        finally
        {
            lock (gate)
            {
                running.Remove(piece.Hash);
                if (again)
                {
                    waiting.Add(piece);
                }
            }
        }
    }

    private static string Name(string hash) => SweepDocument.FolderOf(hash);

    private static int Depth(RunConfiguration configuration) => configuration.After is { } after ? 1 + Depth(after) : 0;

    private static IEnumerable<Sweep> Documents(string folder)
    {
        var (single, many) = (Path.Combine(folder, SweepTable.Document), Path.Combine(folder, "sweeps"));
        string[] files = File.Exists(single) ? [single]
            : Directory.Exists(many) ? [.. Directory.EnumerateFiles(many, "*.json").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0 ? files.Select(file => SweepDocument.TryRead(file)
                ?? throw new UsageException($"'{file}' says what to sweep, but no sweep wrote it. Start the sweep first."))
            : throw new UsageException(Directory.Exists(folder)
                ? $"'{folder}' has neither {SweepTable.Document} nor sweeps, so it is not the folder of a sweep or of a study that has begun. Start that first."
                : $"There is no folder '{folder}'. Give the folder of a sweep or of a study.");
    }
}
