using System.Diagnostics;
using Engram.Learning;

namespace Engram.Studies;

/// <summary>
/// What is left to train, longest first, so that the last ones are short. Threads go to whole networks first; a network gets several
/// only when fewer networks are left than threads. Called by any thread.
/// </summary>
internal sealed class SweepQueue
{
    // A batch is cut into blocks of at most 16 trials; a thread without a block would have nothing to do.
    private const int RowsWorthAThread = 16;
    private readonly int threads;
    private readonly Action<SweepProgress>? progress;
    private readonly Lock gate = new();
    private readonly List<Piece> waiting = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<Piece, TimeSpan> running = [];
    private int idle, total, warned;
    private string? warning;
    private double cost, seconds;

    /// <summary>An empty queue.</summary>
    /// <param name="threads">Threads in all.</param>
    /// <param name="progress">Told when a run starts and ends.</param>
    public SweepQueue(int threads, Action<SweepProgress>? progress) => (this.threads, this.progress, idle) = (threads, progress, threads);

    /// <summary>A network to train.</summary>
    public sealed record Piece(RunConfiguration Configuration, string Hash, string Path, double Cost);

    /// <summary>How the runs ended, by hash.</summary>
    public Dictionary<string, SweepRun> Results { get; } = [];

    /// <summary>How many have not been taken.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Adds a run, which may have ended before. All are added before work begins.</summary>
    public void Add(RunConfiguration configuration, string hash, SweepRun? ended, string path)
    {
        var piece = new Piece(configuration, hash, path, CostOf(configuration));
        total++;
        if (ended is null)
        {
            waiting.Add(piece);
        }
        else
        {
            Results.Add(hash, ended);
            Learn(piece, ended);
        }
    }

    /// <summary>Puts the longest first and tells how things stand.</summary>
    public void Begin()
    {
        Piece[] sorted = [.. waiting.OrderByDescending(piece => piece.Cost)];
        waiting.Clear();
        waiting.AddRange(sorted);
        Tell();
    }

    /// <summary>The next network and its number of threads; null when none is left.</summary>
    public (Piece Piece, int Threads)? Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                return null;
            }

            var piece = waiting[0];
            var useful = Math.Max(2, piece.Configuration.Training.Trials / RowsWorthAThread);
            var share = Math.Clamp(idle / waiting.Count, 1, useful);
            waiting.RemoveAt(0);
            idle -= share;
            running.Add(piece, clock.Elapsed);
            Tell();
            return (piece, share);
        }
    }

    /// <summary>Takes down that a network began with a huge loss, and tells at once.</summary>
    public void Warn(string text)
    {
        lock (gate)
        {
            warned++;
            warning ??= text;
            Tell();
        }
    }

    /// <summary>Takes down how a network ended.</summary>
    public void Finish(Piece piece, int share, SweepRun ended)
    {
        lock (gate)
        {
            idle += share;
            running.Remove(piece);
            Results.Add(piece.Hash, ended);
            Learn(piece, ended);

            // Whoever takes the next one tells at once, with as many running as there will be.
            if (waiting.Count == 0)
            {
                Tell();
            }
        }
    }

    /// <summary>What a training may take: one update costs about the steps of the trials times the weights of a step.</summary>
    public static double CostOf(RunConfiguration configuration)
    {
        var steps = (double)configuration.Task.Longest.Ticks / configuration.Training.Dt.Ticks;
        var units = configuration.Cell.Units;
        return steps * configuration.Training.Trials * units * (units + 100.0) * configuration.Stopping.MaxUpdates;
    }

    private void Learn(Piece piece, SweepRun ended)
    {
        if (ended.Status != RunStatus.Failed)
        {
            cost += piece.Cost;
            seconds += ended.Seconds;
        }
    }

    private void Tell()
    {
        if (progress is null)
        {
            return;
        }

        var failed = Results.Values.Count(run => run.Status == RunStatus.Failed);
        progress(new(Results.Count - failed, running.Count, failed, total, Left()) { Warned = warned, Warning = warning });
    }

    // By the seconds per cost of the runs that have ended, once they took long enough for compilation to be a small part of it; what a run has taken already is not left.
    private TimeSpan? Left()
    {
        if (cost == 0 || (seconds < Pace.LeastSeconds && waiting.Count + running.Count > 0))
        {
            return null;
        }

        var perCost = seconds / cost;
        var left = waiting.Sum(piece => piece.Cost * perCost)
            + running.Sum(pair => Math.Max(0, (pair.Key.Cost * perCost) - (clock.Elapsed - pair.Value).TotalSeconds));
        return TimeSpan.FromSeconds(left / threads);
    }
}
