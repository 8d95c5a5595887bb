using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;

namespace Engram.Storage;

/// <summary>A run as tests and analyses read it.</summary>
/// <param name="Path">The run's folder.</param>
/// <param name="Configuration">What was trained, and how.</param>
/// <param name="Network">The network with the weights that were kept.</param>
public sealed record TrainedRun(string Path, RunConfiguration Configuration, Network Network)
{
    /// <summary>The network on fresh trials of its own task, at the step of its training.</summary>
    /// <param name="trials">B.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    public Experiment Experiment(int trials, ulong seed = 2) => new()
    {
        Network = Network,
        Task = Configuration.Task,
        Dt = Configuration.Training.Dt,
        Loss = Loss.Catalog.Create(Configuration.Training.Loss),
        Trials = trials,
        Seed = seed,
    };

    /// <summary>Whether its weights came from elsewhere, so that what training began with is not known.</summary>
    /// <exception cref="UsageException">The folder is gone or broken.</exception>
    public bool WasImported
    {
        get
        {
            using var run = RunFolder.Open(Path);
            return run.WasImported;
        }
    }

    /// <summary>
    /// The network that training began with: its weights as they were drawn, or, where the run continues from another, as that left them.
    /// </summary>
    /// <exception cref="UsageException">It continues from another, and what it began with is not there or broken.</exception>
    public Network Initial()
    {
        var drawn = Configuration.Draw(Configuration.Graph());
        if (Configuration.After is null)
        {
            return drawn;
        }

        using var run = RunFolder.Open(Path);
        var file = run.LoadMemory();
        return PriorLearningFile.Read(file).Start is var start && start.Length == drawn.Parameters.Count ? drawn.WithRaw(start)
            : throw new UsageException(
                $"'{file.Path}' has {start.Length} weights, but the network has {drawn.Parameters.Count}. Restore it from a copy.");
    }

    /// <summary>The network on fresh trials of a task of its chain, with the units that are silent in that task.</summary>
    /// <param name="learned">This run's configuration, its <see cref="RunConfiguration.After"/>, or that one's.</param>
    /// <param name="trials">B.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    public Experiment Experiment(RunConfiguration learned, int trials, ulong seed = 2) => Experiment(trials, seed) with
    {
        Network = learned.Draw(learned.Graph()).WithRaw(Network.RawValues).WithCell(Configuration.Cell),
        Task = learned.Task,
        Loss = Loss.Catalog.Create(learned.Training.Loss),
    };

    /// <summary>One step of the network as a map from state to state, without noise, in double precision; to be disposed of.</summary>
    public StepMap Map()
    {
        var map = new StepMap(Configuration.Graph());
        map.Load(Array.ConvertAll(Network.EffectiveValues.ToArray(), value => (double)value));
        return map;
    }
}
