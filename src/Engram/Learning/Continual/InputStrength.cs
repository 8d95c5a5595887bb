using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>How strong a task's inputs are where they arrive: over all channels together, baselines included.</summary>
internal static class InputStrength
{
    private const int Trials = 64;

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

            var steps = trial.Steps(dt);
            var u = new float[steps * channels];
            trial.RenderInputs(u, 0, channels, steps, dt, new StreamKey(0, Purpose.TestInputNoise), index);
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
