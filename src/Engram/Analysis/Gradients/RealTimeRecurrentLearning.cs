using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// The gradient of a loss by real-time recurrent learning: the derivative Π_t of the states by all parameters is carried forward in time,
/// Π_t = (∂F/∂s) Π_{t−1} + ∂F/∂θ, so that the gradient of the loss of a step is known at that step and no trial needs to be remembered. It equals that of
/// back-propagation through time. With S states and P parameters a step costs S² P operations, so it is a reference for small networks, against which
/// other rules can be measured, and not a way to train.
/// </summary>
/// <remarks>It is computed in double precision, without noise or dropout. In a closed loop, what goes back through the environment is left out.</remarks>
[Cite("10.1162/neco.1989.1.2.270", "Williams & Zipser 1989, A learning algorithm for continually running fully recurrent neural networks")]
public static class RealTimeRecurrentLearning
{
    /// <summary>The gradient over the trials of an experiment.</summary>
    /// <param name="experiment">Network and trials; noise is left out.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="UsageException">
    /// The cell looks back, or its states begin with what a trial is given; the targets take the place of outputs that are fed back; units are silenced in
    /// part of a trial; there are too many states and parameters; or a number is not finite.
    /// </exception>
    public static LossGradient Of(Experiment experiment, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var loss = experiment.Loss ?? new SquaredError();
        var graph = experiment.Network.Cell.Graph(experiment.Task.Inputs.Count, experiment.Task.Outputs.Count, experiment.Dt, experiment.Task.ContextNames.Count);
        if (graph.Feedback is not null && experiment.Task is TimeSeriesTask)
        {
            throw new UsageException(
                "While a time series warms up, its targets are put in the place of the outputs that the cell feeds back, so the states are not those of the network alone; set `Feedback = false`.");
        }

        // What is wrong with the network is found before its trials are run.
        ExactTrials.Refuse(graph);
        _ = new StateSensitivity(graph, ExactTrials.Widened(experiment.Network));
        using var trials = ExactTrials.Of(experiment, cancel);
        var sensitivity = new StateSensitivity(trials.Graph, trials.Parameters);
        var heads = new HeadLosses(experiment.Task, loss);
        var drawn = new TaskBatch<double>(experiment.Task, loss, experiment.Dt, experiment.Trials, experiment.Seed, experiment.Set);
        drawn.Draw(0);
        double[] weights = [.. drawn.LossWeights], sums = new double[heads.Count], own = new double[heads.Count], slopes = new double[trials.Graph.Outputs];
        var (gradient, room) = (new double[trials.Parameters.Length], new HeadRoom<double>());
        foreach (var trial in trials.Recording.Trials)
        {
            sensitivity.Begin();
            for (var step = 0; step < trial.Steps; step++)
            {
                cancel.ThrowIfCancellationRequested();
                var input = trials.Input(step, trial.Index);
                sensitivity.Step(input);
                heads.Accumulate(
                    sensitivity.Output, Widened(trials.Recording.TargetAt(step, trial.Index)), Widened(trials.Recording.MaskAt(step, trial.Index)), slopes.Length, slopes,
                    weights, own, room);
                for (var head = 0; head < own.Length; head++)
                {
                    sums[head] += own[head];
                }

                sensitivity.AddGradient(input, slopes, gradient);
            }
        }

        var (parts, start) = (new Dictionary<string, IReadOnlyList<double>>(), 0);
        foreach (var shape in trials.Graph.Parameters)
        {
            parts[shape.Name] = gradient[start..(start + shape.Count)];
            start += shape.Count;
        }

        return new(heads.Mean(sums, weights), parts);
    }

    private static ReadOnlySpan<double> Widened(ReadOnlySpan<float> row) => Array.ConvertAll(row.ToArray(), value => (double)value);
}

/// <summary>The gradient of a loss.</summary>
/// <param name="Loss">L, without penalties.</param>
/// <param name="ByParameter">dL/dW of each parameter by its name, row after row, by the weights as the network uses them.</param>
public sealed record LossGradient(double Loss, IReadOnlyDictionary<string, IReadOnlyList<double>> ByParameter);
