using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>How strong a task's inputs are where they arrive: over all channels together, baselines included.</summary>
internal static class InputStrength
{
    private const int Trials = 64;

    // Longer trials are looked at in longer steps: hardly any fit into memory, and those that do not must be refused soon.
    private const int MostSteps = 300_000;

    /// <summary>max over trials and steps of Σ_c |u_c|, without input noise; 0 where no input ever comes.</summary>
    /// <param name="task">The task. Trials that are shorter than a step are left out.</param>
    /// <param name="dt">Length of a step.</param>
    public static double Peak(CognitiveTask task, TimeSpan dt)
    {
        var channels = task.Inputs.Count;
        var (trial, still, peak) = (new Trial(), task with { InputNoise = 0, CatchProbability = 0 }, 0.0);
        for (var index = 0; index < Trials && channels > 0; index++)
        {
            still.Draw(trial, new StreamKey(0, Purpose.TestTrials), index);
            if (trial.Duration < dt)
            {
                continue;
            }

            var each = dt * Math.Max(1, Math.Ceiling((double)StepGrid.Count(trial.Duration, dt) / MostSteps));
            var steps = trial.Steps(each);
            var u = new float[steps * channels];
            trial.RenderInputs(u, 0, channels, steps, each, new StreamKey(0, Purpose.TestInputNoise), index);
            for (var t = 0; t < steps; t++)
            {
                var sum = 0.0;
                for (var channel = 0; channel < channels; channel++)
                {
                    sum += Math.Abs(u[(t * channels) + channel]);
                }

                peak = Math.Max(peak, sum);
            }
        }

        return peak;
    }
}
