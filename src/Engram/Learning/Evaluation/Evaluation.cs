using System.Numerics;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Measures a network on fresh trials.</summary>
public static class Evaluation
{
    /// <summary>Runs a network on trials of a task, with noise.</summary>
    /// <param name="network">The network; perturbed weights count.</param>
    /// <param name="task">The task, which may be pinned, or differ from the one that was learned in all but its channels.</param>
    /// <param name="dt">Length of a step; need not be that of training.</param>
    /// <param name="trials">How many.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    /// <param name="set"><see cref="Purpose.TestTrials"/> or <see cref="Purpose.ValidationTrials"/>.</param>
    /// <param name="threads">Threads that work; the result has the same bits on any number.</param>
    /// <param name="loss">The loss, and with it the output non-linearity; squared error without.</param>
    /// <exception cref="Configuration.UsageException">
    /// The task does not fit the network, its settings are not allowed, or a trial does not fit into memory.
    /// </exception>
    public static EvaluationResult Run(
        Network network,
        CognitiveTask task,
        TimeSpan dt,
        int trials,
        ulong seed,
        Purpose set = Purpose.TestTrials,
        int threads = 1,
        Loss? loss = null) => Run(network, [task], dt, trials, seed, set, threads, loss)[0];

    /// <summary>
    /// Runs a network on several tasks, such as one with a factor pinned to value after value, each as if it were alone. Its kernels are
    /// compiled once.
    /// </summary>
    /// <param name="network">The network; perturbed weights count.</param>
    /// <param name="tasks">The tasks; at least one.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="trials">How many of each.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    /// <param name="set"><see cref="Purpose.TestTrials"/> or <see cref="Purpose.ValidationTrials"/>.</param>
    /// <param name="threads">Threads that work; the result has the same bits on any number.</param>
    /// <param name="loss">The loss, and with it the output non-linearity; squared error without.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="Configuration.UsageException">
    /// A task does not fit the network, its settings are not allowed, or a trial does not fit into memory.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<EvaluationResult> Run(
        Network network,
        IReadOnlyList<CognitiveTask> tasks,
        TimeSpan dt,
        int trials,
        ulong seed,
        Purpose set = Purpose.TestTrials,
        int threads = 1,
        Loss? loss = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfZero(tasks.Count);
        foreach (var task in tasks)
        {
            Check(network, task, dt, trials, kept: 0);
        }

        using var engine = Engine<float>(network, tasks.MaxBy(task => task.Longest)!, dt, trials, threads);
        var evaluator = new Evaluator(tasks[0], loss ?? new SquaredError(), dt, trials, seed, set) { KeepsMeasures = true };
        return [.. tasks.Select(task => evaluator.Run(engine, task, 0, cancel) ?? throw new OperationCanceledException(cancel))];
    }

    /// <summary>An engine that holds the network's weights, once it is known that the task fits, and its trials into memory.</summary>
    internal static Engine<T> Engine<T>(
        Network network, CognitiveTask task, TimeSpan dt, int trials, int threads, EngineOptions? options = null, Func<StepGraph, StepGraph>? change = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var graph = Check(network, task, dt, trials, options?.KeepsRates == true ? network.Units : 0);
        var engine = new Engine<T>(
            change is null ? graph : change(graph), Math.Min(threads, Equations.Engine<T>.MostThreads(Math.Min(Evaluator.Chunk, trials))),
            (options ?? new EngineOptions()) with { IsForwardOnly = true });
        try
        {
            TrialMemory.Check(
                engine.Memory, "Evaluation", task.Name, task.Longest, dt, Math.Min(Evaluator.Chunk, trials),
                GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "or fewer units");
            network.Load(engine);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private static StepGraph Check(Network network, CognitiveTask task, TimeSpan dt, int trials, int kept)
    {
        TrialCheck.Run(task, dt, learns: false, TrialMemory.MostSteps(kept, task, Math.Min(Evaluator.Chunk, trials)));
        var cell = network.Cell;
        var graph = cell.Graph(task.Inputs.Count, task.Outputs.Count, dt, task.ContextNames.Count);
        CellFit.Check(cell, graph, task, dt);
        return graph.Parameters.SequenceEqual(network.Parameters.Shapes) ? graph : throw new Configuration.UsageException(
            $"{task.Name} has {Configuration.Counted.Of(task.Inputs.Count, "input")} and {Configuration.Counted.Of(task.Outputs.Count, "output")}"
            + $"{(task.ContextNames.Count > 0 ? $", and gives a context of {task.ContextNames.Count}" : "")}, which a {cell.Name} network "
            + $"of {cell.Units} units with these weights does not fit; "
            + "give the task that the network was trained on, or one with the same channels.");
    }
}
