using System.Diagnostics;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>Training that is kept in a run folder, from which it goes on after a kill and which analyses read.</summary>
public static class TrainingRun
{
    private const double CheckpointInterval = 1, WeightsInterval = 30;
    private const string RawPrefix = "raw.";

    /// <summary>Trains, or goes on training, and writes the run.</summary>
    /// <param name="configuration">What to train, and how.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Whether to go on with the run that the folder holds; otherwise it must be missing or empty.</param>
    /// <param name="threads">Threads that work; they do not change the result.</param>
    /// <param name="hooks">Who else is told.</param>
    /// <param name="cancel">Stops training; the folder can then be resumed.</param>
    /// <param name="start">
    /// A network whose raw weights training begins with, in place of drawn ones; a run that is resumed goes on from its own.
    /// </param>
    /// <param name="from">
    /// The folder of the run that the configuration continues from (<see cref="RunConfiguration.After"/>); needed until this run has read it.
    /// </param>
    /// <returns>How training ended. Nothing is trained when the run had ended before.</returns>
    /// <exception cref="UsageException">
    /// The configuration cannot be used, differs from that of the run to be resumed, the folder cannot be, or <paramref name="start"/> is
    /// not the configuration's network.
    /// </exception>
    /// <exception cref="StorageException">While training, the disk refused a write, or the folder was removed.</exception>
    public static TrainingResult Execute(
        RunConfiguration configuration, string folder, bool resume, int threads, TrainerHooks hooks, CancellationToken cancel,
        Network? start = null, string? from = null)
    {
        var (run, trainer) = resume ? Resume(configuration, folder, threads, start, from) : Begin(configuration, folder, threads, start, from);
        using var heldRun = run;
        using var heldTrainer = trainer;
        return StorageException.Guarded(() => Run(run, trainer, configuration, hooks, cancel));
    }

    private static TrainingResult Run(
        RunFolder run, Trainer trainer, RunConfiguration configuration, TrainerHooks hooks, CancellationToken cancel)
    {
        var (lastCheckpoint, lastWeights) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        var result = trainer.Run(
            hooks with
            {
                OnProgress = progress =>
                {
                    run.RequireWriter();
                    hooks.OnProgress?.Invoke(progress);
                },
                OnCheck = line =>
                {
                    run.AppendLog(line.ToJson());
                    hooks.OnCheck?.Invoke(line);
                },
                OnCheckpoint = state =>
                {
                    hooks.OnCheckpoint?.Invoke(state);
                    if (Stopwatch.GetElapsedTime(lastCheckpoint).TotalSeconds >= CheckpointInterval)
                    {
                        Save(run, state);
                        lastCheckpoint = Stopwatch.GetTimestamp();
                    }

                    if (Stopwatch.GetElapsedTime(lastWeights).TotalSeconds >= WeightsInterval)
                    {
                        run.SaveWeights(Weights(trainer), Metadata(configuration));
                        lastWeights = Stopwatch.GetTimestamp();
                    }
                },
            },
            cancel);
        Save(run, trainer.Capture());
        run.SaveWeights(Weights(trainer), Metadata(configuration));
        run.SetOutcome(result.ToJson());
        return result;
    }

    /// <summary>Reads a run's configuration and its network.</summary>
    /// <param name="path">The run's folder; it may be running.</param>
    /// <exception cref="UsageException">Not a run, no weights yet, or weights of another shape than the configuration says.</exception>
    public static TrainedRun Load(string path)
    {
        using var run = RunFolder.Open(path);
        return Load(run, run.ReadConfiguration());
    }

    /// <summary>Reads a run's network when its configuration is known, which may have a task or a cell that is not the library's.</summary>
    /// <param name="path">The run's folder; it may be running.</param>
    /// <param name="configuration">What was trained there.</param>
    /// <exception cref="UsageException">Not a run, another configuration, no weights yet, or weights of another shape.</exception>
    public static TrainedRun Load(string path, RunConfiguration configuration)
    {
        using var run = RunFolder.Open(path);
        return run.Differences(configuration.ToJson()) is { Count: > 0 } differences
            ? throw new UsageException(
                [.. differences.Select(d => $"'{path}' holds a run with other settings: {d}. Give the folder of the run with these settings.")])
            : Load(run, configuration);
    }

    private static TrainedRun Load(RunFolder run, RunConfiguration configuration)
    {
        var graph = configuration.CheckedGraph();
        var file = run.LoadWeights();
        var network = configuration.Draw(graph);
        var raw = network.RawValues.ToArray();
        foreach (var shape in network.Parameters.Shapes)
        {
            file.Float32(RawPrefix + shape.Name, Axes(shape)).CopyTo(network.Parameters.Of(shape.Name, raw.AsSpan()));
        }

        return new(run.Path, configuration, network.WithRaw(raw));
    }

    // All that can be wrong is found before a folder is made.
    private static (RunFolder Run, Trainer Trainer) Begin(
        RunConfiguration configuration, string folder, int threads, Network? start, string? from)
    {
        var prior = PriorLearningFile.Of(null, configuration, from);
        var trainer = new Trainer(configuration, threads, start, prior);
        try
        {
            var run = RunFolder.Create(folder, configuration.ToJson());
            RunSources.Keep(folder, run.Configuration);
            PriorLearningFile.Keep(run, prior);
            return (run, trainer);
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    private static (RunFolder Run, Trainer Trainer) Resume(
        RunConfiguration configuration, string folder, int threads, Network? start, string? from)
    {
        var run = RunFolder.Resume(folder);
        Trainer? trainer = null;
        try
        {
            RunSources.Require(folder, folder, run.Configuration);
            RunSources.Keep(folder, run.Configuration);
            if (run.Differences(configuration.ToJson()) is { Count: > 0 } differences)
            {
                throw new UsageException(
                    [.. differences.Select(d => $"'{folder}' cannot be resumed with other settings: {d}. "
                        + (run.HasEnded ? $"It {RunFolder.Ended}." : "Use the run's own settings, or another `folder`."))]);
            }

            var prior = PriorLearningFile.Of(run, configuration, from);
            trainer = new Trainer(configuration, threads, start, prior);
            PriorLearningFile.Keep(run, prior);
            if (run.TryLoadCheckpoint() is { } checkpoint)
            {
                run.Located(RunFolder.CheckpointFile, () => trainer.Restore(StateOf(checkpoint)));
            }

            run.SetOutcome(null);
            return (run, trainer);
        }
        catch
        {
            trainer?.Dispose();
            run.Dispose();
            throw;
        }
    }

    private static void Save(RunFolder run, TrainerState state) =>
        run.SaveCheckpoint(
            [
                .. state.Arrays.Select(array => new NamedArray(array.Name, array.Values)),
                .. state.Doubles.Select(array => new NamedArray(array.Name, array.Values)),
            ],
            state.State);

    private static TrainerState StateOf(Checkpoint checkpoint)
    {
        var doubles = checkpoint.Arrays.Arrays.Where(array => array.Type == ElementType.Float64).ToList();
        return new([.. checkpoint.Arrays.Arrays.Except(doubles).Select(array => (array.Name, checkpoint.Arrays.Float32(array.Name)))], checkpoint.State)
        {
            Doubles = [.. doubles.Select(array => (array.Name, array.Doubles()))],
        };
    }

    private static IEnumerable<NamedArray> Weights(Trainer trainer) => Weights(trainer.Network)
        .Concat(trainer.Importance is { } importance ? PriorLearningFile.Importance(trainer.Network, importance) : []);

    /// <summary>The arrays of a weights file.</summary>
    internal static IEnumerable<NamedArray> Weights(Network network) => network.Parameters.Shapes.SelectMany(shape => new[]
    {
        new NamedArray(shape.Name, network.Effective(shape.Name).ToArray(), Axes(shape)),
        new NamedArray(RawPrefix + shape.Name, network.Raw(shape.Name).ToArray(), Axes(shape)),
    });

    /// <summary>The texts of a weights file.</summary>
    internal static Dictionary<string, string> Metadata(RunConfiguration configuration) => new()
    {
        ["format"] = "engram weights: effective by name, raw. as learned; W[i, j] is from j to i",
        ["task"] = configuration.Task.Name,
        ["cell"] = configuration.Cell.Name,
    };

    /// <summary>How long each axis of an array is, as files have it.</summary>
    internal static int[] Axes(ParameterShape shape) => shape.IsVector ? [shape.Rows] : [shape.Rows, shape.Columns];
}
