using Engram.Analysis;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>The network as it is between the pulses: no signal, no noise.</summary>
internal static class DelayDynamics
{
    private const ulong StartSeed = 1;

    /// <summary>Trials with a delay of the length given, states kept.</summary>
    public static Recording Record(TrainedRun run, double delay, int trials) => (run.Experiment(trials, Plan.TestSeed(run)) with
    {
        Task = run.Configuration.Task.Pin("delay", TimeSpan.FromSeconds(delay)),
        KeepStates = true,
    }).Run();

    /// <summary>Fixed and slow points of the delay, from states visited in it.</summary>
    public static IReadOnlyList<FixedPoint> Points(TrainedRun run, Recording recording, int starts)
    {
        using var map = run.Map();
        var visited = States(recording);
        return new FixedPointFinder().Find(
            map, recording.Dt, FixedPointFinder.Starts(visited, recording.StateWidth, starts, StartSeed), Input(run));
    }

    /// <summary>The states that the network runs through between the pulses, without noise.</summary>
    /// <param name="run">The network.</param>
    /// <param name="start">Where it starts (S).</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>One state after the other (steps × S).</returns>
    public static double[] Run(TrainedRun run, double[] start, int steps)
    {
        using var map = run.Map();
        var (width, input) = (start.Length, Input(run));
        var path = new double[steps * width];
        var state = start;
        for (var step = 0; step < steps; step++)
        {
            var next = path.AsSpan(step * width, width);
            map.Next(state, input, next);
            state = next.ToArray();
        }

        return path;
    }

    /// <summary>Root mean squared distance of the delay's states from their mean.</summary>
    public static double Spread(Recording recording) =>
        Math.Sqrt(PrincipalComponents.Of(States(recording), recording.StateWidth).Variances.Sum());

    /// <summary>u between the pulses: the baseline on every channel.</summary>
    public static double[] Input(TrainedRun run)
    {
        var input = new double[run.Configuration.Task.Inputs.Count];
        Array.Fill(input, run.Configuration.Task.BaselineInput);
        return input;
    }

    /// <summary>Every state of every trial in the delay, one after the other.</summary>
    public static double[] States(Recording recording)
    {
        var states = new List<double>();
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            var (first, last) = Steps(recording, trial);
            for (var step = first; step < last; step++)
            {
                foreach (var value in recording.State(step, trial))
                {
                    states.Add(value);
                }
            }
        }

        return [.. states];
    }

    /// <summary>The steps of a trial's delay, the last excluded.</summary>
    public static (int First, int Last) Steps(Recording recording, int trial)
    {
        var delay = recording.Trials[trial].Periods.First(period => period.Name == "delay");
        return ((int)Math.Round(delay.Start / recording.Dt), (int)Math.Round(delay.End / recording.Dt));
    }
}
