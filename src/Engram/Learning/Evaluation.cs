using Engram.Cells;
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
    /// <param name="cell">Its cell.</param>
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
        Cell cell,
        CognitiveTask task,
        TimeSpan dt,
        int trials,
        ulong seed,
        Purpose set = Purpose.TestTrials,
        int threads = 1,
        Loss? loss = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        using var engine = Engine(network, cell, task, dt, trials, threads);
        return new Evaluator(task, loss ?? new SquaredError(), dt, trials, seed, set).Run(engine, task, 0)!;
    }

    /// <summary>An engine that holds the network's weights, once it is known that the task fits, and its trials into memory.</summary>
    internal static Engine<float> Engine(
        Network network, Cell cell, CognitiveTask task, TimeSpan dt, int trials, int threads, EngineOptions? options = null)
    {
        task.Validate();
        var graph = cell.Graph(task.Inputs.Count, task.Outputs.Count, dt);
        if (!graph.Parameters.SequenceEqual(network.Parameters.Shapes))
        {
            throw new Configuration.UsageException(
                $"{task.Name} has {task.Inputs.Count} inputs and {task.Outputs.Count} outputs, which a {cell.Name} network "
                + $"of {cell.Units} units with these weights does not have; "
                + "give the task that the network was trained on, or one with the same channels.");
        }

        var engine = new Engine<float>(graph, threads, options);
        try
        {
            new RunConfiguration
            {
                Task = task, Cell = cell, Training = new TrainingOptions { Dt = dt, Trials = 1, ValidationTrials = trials },
            }.CheckMemory(engine, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            engine.Load(network.EffectiveValues);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
