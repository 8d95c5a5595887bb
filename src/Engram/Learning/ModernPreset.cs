using Engram.Cells;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// What trains these tasks in minutes: Adam, input weights strong enough to be heard above the noise, trained biases, and for tasks with a
/// delay a curriculum in which the delay grows from nothing.
/// </summary>
public sealed class ModernPreset : Preset
{
    private const string Delay = "delay";

    /// <inheritdoc/>
    public override string Name => "modern";

    /// <inheritdoc/>
    public override string Summary => "Adam, strong inputs, trained biases and a growing delay: minutes where the published recipe takes hours.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed) => new()
    {
        Task = task with { CatchProbability = 0 },
        Seed = seed,
        Preset = Name,
        Cell = new LeakyCell(),
        Network = new NetworkOptions
        {
            Dale = Positivity.Rectify, InputScale = 0.8, TrainBias = true, TrainReadoutBias = true, TrainInitialState = true,
        },
        Training = new TrainingOptions { Trials = 32, ClipNorm = 1, CheckEvery = 100, ValidationTrials = 500 },
        Optimiser = new Adam { LearningRate = 3e-3 },
        Stopping = new Stopping { Criterion = PerformanceMeasure.Minimum, Threshold = 0.95, Window = 3, MaxUpdates = 4000 },
        Curriculum = HasDelay(task) ? new Curriculum { Factor = Delay, From = 0 } : Curriculum.None,
    };

    private static bool HasDelay(CognitiveTask task) => task.Factors.Any(f => f.Name == Delay && f.Kind == FactorKind.Time);
}
