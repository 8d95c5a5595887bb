using Engram.Analysis;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Studies.Forgetting;

/// <summary>How well a network does each of the two tasks.</summary>
/// <param name="First">On the first.</param>
/// <param name="Second">On the second.</param>
internal sealed record Retention(GoodnessOfFit First, GoodnessOfFit Second)
{
    /// <summary>How near it is to keeping both tasks: 1 where it just does.</summary>
    /// <param name="least">What a lesser R² counts as.</param>
    public double Nearness(double least = double.NegativeInfinity) =>
        Math.Min(Math.Max(least, First.R2) / Plan.Retained, Math.Max(least, Second.R2) / Plan.Learned);

    /// <summary>Tests a network on fresh trials of both tasks, with noise and all units that are not silent in the task.</summary>
    /// <param name="run">The network.</param>
    /// <param name="trials">Trials of each task.</param>
    public static Retention Of(TrainedRun run, int trials) => run.Configuration.After is { } first
        ? new(GoodnessOfFit.Of(run.Experiment(first, trials).Run()), GoodnessOfFit.Of(run.Experiment(trials).Run()))
        : Of(run.Network, run.Configuration.Training.Dt, trials, new SequenceBTask());

    /// <summary>Tests weights on fresh trials of both tasks.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="trials">Trials of each task.</param>
    /// <param name="second">The second task.</param>
    public static Retention Of(Network network, TimeSpan dt, int trials, CognitiveTask second)
    {
        return new(On(new SequenceATask()), On(second));

        GoodnessOfFit On(CognitiveTask task) => GoodnessOfFit.Of(
            new Experiment { Network = network, Task = task, Dt = dt, Trials = trials }.Run());
    }
}
