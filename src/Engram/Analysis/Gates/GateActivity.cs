using Engram.Configuration;
using Engram.Equations;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// What the gates of a cell do in trials, without noise: their values over time by condition, how often they are nearly open or closed, and for how
/// long what they keep is remembered. A share k of a state that is kept over a step of dt stands for the time constant −dt / ln k
/// (Tallec &amp; Ollivier 2018, <see href="https://doi.org/10.48550/arXiv.1804.11188"/>).
/// </summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="Gates">Each gate.</param>
/// <param name="Memories">Each state that a gate keeps, in the whole trial and in each period.</param>
public sealed record GateActivity(TimeSpan Dt, IReadOnlyList<GateTrace> Gates, IReadOnlyList<GateMemory> Memories)
{
    /// <summary>A gate above this is nearly open, one below 1 minus this nearly closed.</summary>
    public const double Open = 0.9;

    /// <summary>Refuses a cell without gates, or one whose states are not all that it remembers.</summary>
    /// <param name="cell">Its name.</param>
    /// <param name="graph">One step.</param>
    /// <exception cref="UsageException">The cell has no gates, or looks back.</exception>
    public static void Check(string cell, StepGraph graph)
    {
        ExactTrials.Refuse(graph);
        _ = CellGates.Of(graph, cell);
    }

    /// <summary>Measures the trials of an experiment; catch trials, and the first step of each trial, do not count.</summary>
    /// <param name="experiment">Network and trials; noise is left out.</param>
    /// <param name="cancel">Looked at before each trial.</param>
    /// <exception cref="UsageException">The cell has no gates or looks back, there are only catch trials or trials of one step, or a number is not finite.</exception>
    public static GateActivity Of(Experiment experiment, CancellationToken cancel = default)
    {
        using var trials = ExactTrials.Of(experiment, cancel);
        var gates = CellGates.Of(trials.Graph, experiment.Network.Cell.Name);
        RecordedTrial[] scored = [.. trials.Recording.Trials.Where(trial => !trial.IsCatch)];
        var steps = scored.Select(trial => trial.Steps).DefaultIfEmpty().Min() - 1;
        if (steps < 1)
        {
            throw new UsageException("There is no trial of two steps that is not a catch trial; record more `Trials`.");
        }

        Node[] nodes = [.. gates.Gates.Select(gate => gate.Node), .. gates.Kept.Select(kept => kept.Node)];
        var values = new NodeValues(trials.Graph, trials.Parameters, nodes);
        string[] conditions = [.. scored.OrderBy(trial => trial.Condition).Select(trial => trial.ConditionName).Distinct()];
        var traces = gates.Gates.Select(gate => new GateSums(gate.Name, gate.Node.Width, steps, conditions)).ToArray();
        var memories = gates.Kept.Select(kept => new MemorySums(kept.State, trials.Graph.States.First(state => state.State.Name == kept.State).State.Width)).ToArray();
        foreach (var trial in scored)
        {
            cancel.ThrowIfCancellationRequested();
            for (var step = 1; step < trial.Steps; step++)
            {
                values.Compute(trials.State(step - 1, trial.Index), trials.Input(step, trial.Index));
                foreach (var (place, trace) in traces.Index())
                {
                    trace.Add(step - 1, trial.ConditionName, values.Of(gates.Gates[place].Node));
                }

                foreach (var (place, memory) in memories.Index())
                {
                    memory.Add(step, trial, experiment.Dt, values.Of(gates.Kept[place].Node));
                }
            }
        }

        return new(experiment.Dt, [.. traces.Select(trace => trace.Trace(scored))], [.. memories.SelectMany(memory => memory.All(experiment.Dt))]);
    }
}
