using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Simulation;

/// <content>Other outputs on the same trials, such as those of a model of the network.</content>
public sealed partial record Experiment
{
    /// <summary>
    /// Measures given outputs on the trials of this experiment as <see cref="Evaluation"/> measures a network's: by the task's own mask,
    /// targets and rule of correctness. The network is not run.
    /// </summary>
    /// <param name="outputs">Outputs (T × B × O), laid out as <see cref="Recording.Output"/> is.</param>
    /// <returns>Loss, error and performance; loss and error are equal to those of an evaluation up to the order of the sums.</returns>
    /// <exception cref="UsageException">
    /// There are not as many outputs as the trials have, or the loss puts a non-linearity between readout and output.
    /// </exception>
    public EvaluationResult Score(ReadOnlySpan<float> outputs)
    {
        Check();
        var loss = Loss ?? new SquaredError();
        var heads = new HeadLosses(Task, loss);
        if (!heads.AreSquaredErrors)
        {
            throw new UsageException(
                $"Outputs are scored by their squared error, but the loss is {(loss is SquaredError ? "another for some heads" : loss.GetType().Name)}, which needs the readout before the "
                + "output non-linearity; leave the loss out.");
        }

        var (width, trial, draws) = (Task.Outputs.Count, new Trial(), new StreamKey(Seed, Set));
        var (stride, longest) = (Trials * width, 0);
        string[] conditions = [.. Task.Conditions];
        var counter = new PerformanceCounter();
        var sums = new HeadSums(heads);
        var (squares, masks) = (0.0, 0.0);
        var measured = new List<double[]>();
        for (var index = 0; index < Trials; index++)
        {
            Task.Draw(trial, draws, index);
            var steps = trial.Steps(Dt);
            longest = Math.Max(longest, steps);
            if ((long)steps * stride > outputs.Length)
            {
                break;
            }

            var (z, y, mask) = (new float[steps * width], new float[steps * width], new float[steps * width]);
            for (var step = 0; step < steps; step++)
            {
                outputs.Slice((step * stride) + (index * width), width).CopyTo(z.AsSpan(step * width));
            }

            trial.RenderTargets(y, mask, 0, width, steps, Dt, cleared: true);
            if (Task is ClosedLoopTask)
            {
                var u = new float[steps * Task.Inputs.Count];
                trial.RenderInputs(u, 0, Task.Inputs.Count, steps, Dt, new StreamKey(Seed, NoiseOf.Trials(Set).Inputs), index);
                trial.Play(u, z, y, mask, Dt);
            }

            sums.Add(trial, Dt, z, y, mask);
            squares += Learning.Loss.SquaredErrorSum<float>(z, y, mask, width, width);
            masks += trial.MaskSum(Dt);
            var values = new double[Task.Measures.Count];
            trial.Measure(z, 0, width, Dt, values);
            measured.Add(values);
            if (trial.IsCorrect(z, 0, width, Dt) is { } isCorrect)
            {
                counter.Add(conditions[trial.Condition], isCorrect);
            }
        }

        if (outputs.Length != (long)longest * stride)
        {
            throw new UsageException(
                $"There are {outputs.Length} output values, but the trials of this experiment need a multiple of {stride}, with one row per step of the "
                + $"longest trial ({longest} or more); give outputs of the same trials, laid out like those of a recording.");
        }

        return new(
            Trials,
            sums.Mean,
            masks > 0 ? Math.Sqrt(squares / masks) : 0,
            counter.Trials > 0 ? counter.ToPerformance() : null)
        {
            Measures = [.. Task.Measures.Select((name, place) => MeasureSummary.Of(name, measured.Select(values => values[place])))],
        };
    }
}
