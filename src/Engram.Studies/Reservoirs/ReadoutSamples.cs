using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>What a readout of one output is learned from.</summary>
internal static class ReadoutSamples
{
    /// <summary>φ, the rates and 1 for the bias, and the target y of each scored sample, for each trial.</summary>
    /// <param name="run">The network.</param>
    /// <param name="set">Training or test trials, those with the seed of the run.</param>
    /// <param name="trials">How many.</param>
    /// <param name="task">The task, if it is not as the network learned it.</param>
    public static IReadOnlyList<IReadOnlyList<(double[] Phi, double Y)>> Of(TrainedRun run, Purpose set, int trials, CognitiveTask? task = null)
    {
        var recording = (run.Experiment(trials, run.Configuration.Seed) with { Set = set, Task = task ?? run.Configuration.Task }).Run();
        return [.. Enumerable.Range(0, trials).Select(trial => OfTrial(recording, trial))];
    }

    private static IReadOnlyList<(double[] Phi, double Y)> OfTrial(Recording recording, int trial) =>
    [
        .. Enumerable.Range(0, recording.Trials[trial].Steps).Where(step => recording.MaskAt(step, trial)[0] > 0)
            .Select(step => (Phi(recording.Rate(step, trial)), (double)recording.TargetAt(step, trial)[0])),
    ];

    private static double[] Phi(ReadOnlySpan<float> rates)
    {
        var phi = new double[rates.Length + 1];
        for (var i = 0; i < rates.Length; i++)
        {
            phi[i] = rates[i];
        }

        phi[^1] = 1;
        return phi;
    }
}
