using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Configurations that train in a second.</summary>
internal static class SmallRun
{
    /// <summary>An easy choice between two directions, with one coherence.</summary>
    public static RunConfiguration Easy(ulong seed = 1) => new()
    {
        Task = new PerceptualDecisionTask
        {
            Coherences = [50], Stimulus = 200.Ms, Decision = 100.Ms, CatchProbability = 0.1, CatchDuration = 300.Ms,
        },
        Seed = seed,
        Cell = new LeakyCell { Units = 16, Noise = 0.05 },
        Network = new NetworkOptions { Dale = Positivity.Rectify, InputScale = 0.5, TrainBias = true, TrainReadoutBias = true },
        Training = new TrainingOptions { Trials = 20, CheckEvery = 20, ValidationTrials = 100 },
        Optimiser = new Adam { LearningRate = 1e-2 },
        Penalties = new Penalties { L2Recurrent = 1e-4 },
        Stopping = new Stopping { Threshold = 0.95, Window = 2, MaxUpdates = 400 },
    };

    /// <summary>Two pulses and a delay that grows, with delays of varying length.</summary>
    public static RunConfiguration Growing(ulong seed = 1) => Easy(seed) with
    {
        Task = new DelayedMatchTask
        {
            Sample = 100.Ms, Test = 100.Ms, Delay = Duration.Uniform(100.Ms, 300.Ms), CatchDuration = 300.Ms, Decision = 100.Ms,
        },
        Curriculum = new Curriculum
        {
            Factor = "delay", Window = 3, Threshold = 0.3, Criterion = PerformanceMeasure.Overall, MinStep = 0.2,
        },
        Stopping = new Stopping { MaxUpdates = 60, Patience = 1000 },
        Training = new TrainingOptions { Trials = 20, CheckEvery = 15, ValidationTrials = 40 },
    };

    /// <summary>A small task that a cell takes.</summary>
    public static CognitiveTask TaskFor(Cell cell) => cell.NeededInputs.Count == 0 ? Easy().Task : new ReverseTask { Symbols = 2, Length = [1, 2] };

    /// <summary>Hooks that cancel after so many updates; 0 stops before the first check.</summary>
    public static TrainerHooks StopAfter(int updates, CancellationTokenSource cancel)
    {
        if (updates == 0)
        {
            cancel.Cancel();
        }

        return new TrainerHooks
        {
            OnUpdate = made =>
            {
                if (made == updates)
                {
                    cancel.Cancel();
                }
            },
        };
    }
}
