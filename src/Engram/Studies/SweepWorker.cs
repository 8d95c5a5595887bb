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
    private readonly LinkedList<Piece> waiting;
    private readonly HashSet<string> left;
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
        var all = Documents(folder).SelectMany(sweep => sweep.Configurations).Select(configuration => new Piece(configuration, folder))
            .DistinctBy(piece => piece.Hash).ToDictionary(piece => piece.Name);
        if (only?.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
        {
            throw new UsageException($"'{folder}' has no run '{unknown}'. Name runs as the folders in {Path.Combine(folder, "runs")} are named.");
        }

        // Runs that continue from others come after them.
        waiting = new((only is null ? all.Values : only.Distinct().Select(name => all[name])).OrderBy(piece => Depth(piece.Configuration)));
        left = [.. waiting.Select(piece => piece.Hash)];
        SweepRunner.Check(new Sweep([.. waiting.Select(piece => piece.Configuration)]));
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
                return left.Count;
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
                    if (next is not ({ } piece, { } claim))
                    {
                        stop.Token.WaitHandle.WaitOne(Pause);
                        continue;
                    }

                    using (claim)
                    {
                        Train(piece, claim, threads / workers, stop.Token);
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
    private (Piece? Piece, RunClaim? Claim)? Next()
    {
        lock (gate)
        {
            for (var (node, next) = (waiting.First, waiting.First?.Next); node is not null; (node, next) = (next, next?.Next))
            {
                var piece = node.Value;
                if (piece.Finished() is { } ended)
                {
                    waiting.Remove(node);
                    left.Remove(piece.Hash);
                    tell($"{piece.Name}: {Kebab.Of(ended.Status.ToString())} after {Counted.Of((int)ended.Updates, "update")}");
                }
                else if ((piece.After is not { } before || !left.Contains(before)) && claims.TryTake(piece.Name) is { } claim)
                {
                    // A process that is thought dead may hold the run itself still, where the file system shares locks.
                    if (RunLock.IsHeld(piece.Path))
                    {
                        claim.Dispose();
                        continue;
                    }

                    waiting.Remove(node);
                    return (piece, claim);
                }
            }

            return waiting.Count == 0 ? null : (null, null);
        }
    }

    private void Train(Piece piece, RunClaim claim, int share, CancellationToken cancel)
    {
        // What has ended is looked at again, as what was stopped is, and then left.
        var again = true;
        try
        {
            if (piece.Finished() is not null)
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
            tell($"{piece.Name}: failed: {failed.Failure}");
        }
        finally
        {
            lock (gate)
            {
                if (again)
                {
                    waiting.AddLast(piece);
                }
                else
                {
                    left.Remove(piece.Hash);
                }
            }
        }
    }

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

    // A network, and the hash of the one that it continues from.
    private sealed class Piece(RunConfiguration configuration, string folder)
    {
        public RunConfiguration Configuration { get; } = configuration;

        public string Hash { get; } = HashOf(configuration);

        public string? After { get; } = configuration.After is { } after ? HashOf(after) : null;

        public string Path => SweepRunner.PathOf(folder, Hash);

        public string Name => SweepDocument.FolderOf(Hash);

        public SweepRun? Finished() => SweepRunner.Finished(Configuration, Hash, Path);

        private static string HashOf(RunConfiguration configuration) => Settings.Hash(configuration.ToJson());
    }
}
