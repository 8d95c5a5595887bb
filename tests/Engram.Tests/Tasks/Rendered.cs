using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>A trial at some dt, each array (T × channels), for tests.</summary>
internal sealed record Rendered(int Steps, float[] Inputs, float[] Targets, float[] Mask)
{
    public static readonly StreamKey Trials = new(5, Purpose.TestTrials);
    public static readonly StreamKey Noise = new(5, Purpose.TestInputNoise);

    public static Rendered From(CognitiveTask task, Trial trial, TimeSpan dt)
    {
        var steps = trial.Steps(dt);
        var (i, o) = (task.Inputs.Count, task.Outputs.Count);
        var rendered = new Rendered(steps, new float[steps * i], new float[steps * o], new float[steps * o]);
        trial.RenderInputs(rendered.Inputs, 0, i, steps, dt, Noise, 0);
        trial.RenderTargets(rendered.Targets, rendered.Mask, 0, o, steps, dt);
        return rendered;
    }

    public static Trial Draw(CognitiveTask task, long index)
    {
        var trial = new Trial();
        task.Draw(trial, Trials, index);
        return trial;
    }
}
