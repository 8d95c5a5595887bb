using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Trials of an experiment without noise in double precision, with the step of their network as a map and as a graph.</summary>
internal sealed class ExactTrials : IDisposable
{
    private ExactTrials(StepGraph graph, double[] parameters, Recording recording)
    {
        (Graph, Parameters, Recording) = (graph, parameters, recording);
        Map = new StepMap(graph);
        Map.Load(parameters);
    }

    /// <summary>One step.</summary>
    public StepGraph Graph { get; }

    /// <summary>All effective parameters, in the order of the graph.</summary>
    public double[] Parameters { get; }

    /// <summary>What was recorded, states included.</summary>
    public Recording Recording { get; }

    /// <summary>The step as a map.</summary>
    public StepMap Map { get; }

    /// <summary>Runs the trials.</summary>
    /// <param name="experiment">Which; its noise is left out.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">The cell looks back, units are silenced in part of a trial, or a weight or state is not finite.</exception>
    public static ExactTrials Of(Experiment experiment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        if (experiment.Lesions.Count > 0)
        {
            throw new UsageException("`Lesions` silences units in a part of each trial, so that one step is not the same map throughout; set none, or silence units for good with Network.Silence.");
        }

        var (network, task) = (experiment.Network, experiment.Task);
        Finite.Weights(network);
        var graph = network.Cell.Graph(task.Inputs.Count, task.Outputs.Count, experiment.Dt, task.ContextNames.Count);
        Refuse(graph);
        var recording = (experiment with { Noise = false, DoublePrecision = true, KeepExact = true, KeepStates = true }).Run(cancel);
        Finite.Inputs(recording);
        Finite.Values(recording.Exact!.States, "states of the trials");
        return new(graph, Widened(network), recording);
    }

    /// <summary>Refuses a cell that looks back.</summary>
    public static void Refuse(StepGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var roots = graph.States.Select(state => state.Next).Append(graph.Output);
        var steps = Differentiation.Topological(roots, withDerivatives: true).OfType<DelayNode>().Select(delay => delay.Steps).DefaultIfEmpty().Max();
        if (steps > 0)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cell looks back {Counted.Of(steps, "step")}, so its states are not all that it remembers, and one step is not a map from state to state; "
                + $"analyse a network whose cell has no delays."));
        }
    }

    /// <summary>The effective parameters of a network.</summary>
    public static double[] Widened(Network network) => Array.ConvertAll(network.EffectiveValues.ToArray(), value => (double)value);

    /// <summary>State after a step of a trial (S).</summary>
    public ReadOnlySpan<double> State(int step, int trial) => Row(Recording.Exact!.States, step, trial, Recording.StateWidth);

    /// <summary>Input of a step of a trial (I).</summary>
    public ReadOnlySpan<double> Input(int step, int trial) => Row(Recording.Exact!.Input, step, trial, Recording.Inputs);

    /// <summary>
    /// Steps drawn from all trials, each step but the first of a trial equally likely and none twice, all where there are no more; in the order
    /// of trials and steps.
    /// </summary>
    public (int Step, int Trial)[] Sample(int count, ulong seed)
    {
        (int Step, int Trial)[] all = [.. Recording.Trials.SelectMany(trial => Enumerable.Range(1, Math.Max(0, trial.Steps - 1)).Select(step => (step, trial.Index)))];
        var stream = Resampling.Stream(seed, 0);
        Resampling.Shuffle<(int, int)>(all, ref stream);
        return [.. all.Take(count).OrderBy(place => place.Trial).ThenBy(place => place.Step)];
    }

    /// <inheritdoc/>
    public void Dispose() => Map.Dispose();

    private ReadOnlySpan<double> Row(double[] values, int step, int trial, int width) =>
        values.AsSpan(((step * Recording.TrialCount) + trial) * width, width);
}
