using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// One network for many tasks, after Yang et al. (2019): softplus units with the leak on the rate, no Dale's law, Adam. docs/recipes.md has what it
/// reaches and what was changed.
/// </summary>
/// <remarks>
/// As published: 256 units, τ = 100 ms, dt = 20 ms, σ = 0.05, an orthogonal recurrent matrix, biases and states that begin at 0, squared errors, 64 trials
/// an update. So that it learns in thousands of updates: input weights N(0, 1) rather than N(0, 1/I), with which the inputs bend the rates
/// and rules can gate stimuli from the start; a spectral radius of 1.5 rather than 0.5, because the slope of a softplus unit at rest is ½; trials
/// of all tasks in every batch; small readout weights; and a learning rate of 0.002 that falls. Outputs are linear, where they were sigmoid.
/// </remarks>
[Cite("10.1038/s41593-018-0310-2", "Yang, Joglekar, Song, Newsome & Wang 2019, Task representations in neural networks trained to perform many cognitive tasks")]
public sealed class Yang2019Preset : Preset
{
    private const int Updates = 7_000;

    /// <inheritdoc/>
    public override string Summary => "Yang et al. (2019): 256 softplus units for many tasks at once, Adam, no Dale's law.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed) => Fitted(new RunConfiguration
    {
        Task = task with { CatchProbability = 0 },
        Seed = seed,
        Preset = Name,
        Cell = new LeakyCell { Units = 256, Tau = 100.Ms, Activation = Activation.Softplus, Leak = Leak.Rate, Noise = 0.05 },
        Network = new NetworkOptions
        {
            Autapses = true, Readout = ReadoutKind.All, Recurrent = new OrthogonalInitialiser(), SpectralRadius = 1.5, Input = new NormalInitialiser(), InputScale = 1,
            TrainBias = true, TrainReadoutBias = true, InitialState = 0, TrainInitialState = false,
        },
        Training = new TrainingOptions
        {
            Dt = 20.Ms, Trials = 64, ClipNorm = 1, CheckEvery = 200, ValidationTrials = 2000, Schedule = new CosineSchedule(Updates, 50),
        },
        Optimiser = new Adam { LearningRate = 2e-3 },
        Stopping = StopOf(task),
    });

    /// <inheritdoc/>
    public override RunConfiguration Fitted(RunConfiguration configuration) => configuration with
    {
        Network = configuration.Network with { ReadoutScale = Short(1.0 / configuration.Cell.Units) },
    };

    private static Stopping StopOf(CognitiveTask task)
    {
        var stop = new Stopping { Criterion = PerformanceMeasure.Minimum, Threshold = 0.9, Window = 3, MaxUpdates = Updates };
        return task switch
        {
            SequentialTask sequential => stop with { Threshold = 0, TargetError = 0.05 * sequential.Amplitude },
            PerceptualDecisionTask => stop with { Criterion = PerformanceMeasure.Overall, Threshold = 0.85 },
            _ => stop,
        };
    }
}
