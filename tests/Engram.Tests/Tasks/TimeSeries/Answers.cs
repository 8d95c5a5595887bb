using Engram.Tasks;

namespace Engram.Tests.Tasks.TimeSeries;

/// <summary>What a task measures in answers that are given.</summary>
internal static class Answers
{
    public static double[] Measured(CognitiveTask task, Trial trial, float[] outputs, TimeSpan dt)
    {
        var values = new double[task.Measures.Count];
        trial.Measure(outputs, 0, task.Outputs.Count, dt, values);
        return values;
    }
}
