using Engram.App.Catalogue;
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies;

namespace Engram.App.Pages;

/// <summary>One of the runs of a comparison.</summary>
/// <param name="Name">What tables and figures call it.</param>
/// <param name="Summary">What its folder says of it.</param>
/// <param name="Log">The checks of its training; none of an imported network.</param>
/// <param name="Trained">The network; null where training has not kept one yet.</param>
internal sealed record ComparedRun(string Name, RunSummary Summary, IReadOnlyList<LoggedCheck> Log, TrainedRun? Trained)
{
    // More trials hardly change the dimensions, and take memory.
    private const int MostRecorded = 100;

    /// <summary>What was trained.</summary>
    public required RunConfiguration Configuration { get; init; }

    /// <summary>How the network does on new trials; null without a network.</summary>
    public EvaluationResult? Tested { get; private init; }

    /// <summary>Rates on new trials, and on others; null without a network.</summary>
    public (Recording One, Recording Other)? Recorded { get; private init; }

    /// <summary>Reads runs.</summary>
    /// <param name="paths">Their folders, or packed runs.</param>
    /// <exception cref="UsageException">One is no run, is given twice, or is damaged.</exception>
    public static IReadOnlyList<ComparedRun> Read(IReadOnlyList<string> paths)
    {
        if (paths.Contains(""))
        {
            throw new UsageException("There is no run ''. 'engram runs' lists all runs.");
        }

        if (paths.GroupBy(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UsageException($"'{twice.First()}' is given twice; give each run once.");
        }

        var names = Names(paths);
        return [.. paths.Zip(names, Read)];
    }

    /// <summary>The run with what its network does on new trials.</summary>
    /// <param name="trials">Trials of the test; of the first hundred the rates are kept.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="cancel">Looked at between the parts.</param>
    public ComparedRun Measured(int trials, ulong seed, int threads, CancellationToken cancel)
    {
        if (Trained is null)
        {
            return this;
        }

        cancel.ThrowIfCancellationRequested();
        var tested = Evaluation.Run(
            Trained.Network, [Configuration.Task], Configuration.Training.Dt, trials, seed, Purpose.TestTrials, threads,
            Loss.Catalog.Create(Configuration.Training.Loss), cancel)[0];
        var recorded = Math.Clamp(trials, 2, MostRecorded);
        return this with
        {
            Tested = tested,
            Recorded = (Record(seed), Record(seed + 1)),
        };

        Recording Record(ulong which) => (Trained.Experiment(recorded, which) with { Threads = threads }).Run(cancel);
    }

    private static ComparedRun Read(string path, string name)
    {
        using var folder = RunFolder.Open(path);
        var summary = RunSummary.Read(path);
        var configuration = folder.ReadConfiguration();
        return new(name, summary, folder.WasImported ? [] : SweepRun.LogOf(path), folder.HasWeights || folder.HasEnded ? TrainingRun.Load(path) : null)
        {
            Configuration = configuration,
        };
    }

    // As much of the end of each path as tells all apart.
    private static IReadOnlyList<string> Names(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)).Split(Path.DirectorySeparatorChar))];
        var count = Enumerable.Range(1, parts.Max(one => one.Length)).First(taken => parts.Select(one => Ending(one, taken)).Distinct().Count() == parts.Length);
        return [.. parts.Select(one => Ending(one, count))];

        static string Ending(string[] parts, int taken) => string.Join('/', parts.TakeLast(taken));
    }
}
