using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Networks without Dale's law or noise, for sequences of symbols: gated units, begun as deep learning begins them, and Adam. Small readout weights
/// make the first loss that of an even guess. docs/recipes.md has what it reaches.
/// </summary>
/// <remarks>
/// Recurrent matrices begin orthogonal (Saxe et al. 2013), input weights uniform in ±1/√N, biases and the state at 0. An LSTM's forget gates begin with
/// a bias of 1 (Gers et al. 2000; Jozefowicz et al. 2015).
/// </remarks>
[Cite("10.48550/arXiv.1412.6980", "Kingma & Ba 2014, Adam: a method for stochastic optimization")]
[Cite("10.48550/arXiv.1211.5063", "Pascanu, Mikolov & Bengio 2012, On the difficulty of training recurrent neural networks")]
public sealed class PatternsPreset : Preset
{
    /// <inheritdoc/>
    public override string Summary => "Sequences of symbols: gated units that begin orthogonal, Adam, clipping, no Dale's law.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed) => Fitted(new RunConfiguration
    {
        Task = task with { CatchProbability = 0 },
        Seed = seed,
        Preset = Name,
        Cell = new GruCell { Units = 128 },
        Network = new NetworkOptions
        {
            Autapses = true, Readout = ReadoutKind.All, Recurrent = new OrthogonalInitialiser(), SpectralRadius = null, ReadoutScale = 0.01,
            TrainBias = true, TrainReadoutBias = true, InitialState = 0, TrainInitialState = false,
        },
        Training = new TrainingOptions { Dt = task is SpokenStopsTask stops ? stops.Frame : task is NBackTask ? 100.Ms : 20.Ms, Trials = 64, ClipNorm = 1, CheckEvery = 100, ValidationTrials = 500 },
        Optimiser = new Adam { LearningRate = 5e-3 },
        Stopping = StopOf(task),
    });

    /// <inheritdoc/>
    public override RunConfiguration Fitted(RunConfiguration configuration) => configuration with
    {
        Cell = configuration.Cell is LstmCell { ForgetGate: ForgetGate.Own, ForgetBias: null } lstm ? lstm with { ForgetBias = 1 } : configuration.Cell,
        Network = configuration.Network with { InputScale = Short(1 / Math.Sqrt(configuration.Cell.Units)) },
    };

    // Of Elman's bits two in three cannot be known, which leaves an error of √(1/6) = 0.41; a sum is to be within 0.04 as a rule. How many new pictures can be
    // told is not known beforehand, and training for longer than this learns those of training by heart.
    private static Stopping StopOf(CognitiveTask task)
    {
        var stop = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = 0.99, Window = 3, MaxUpdates = 20_000 };
        return task switch
        {
            TemporalXorTask => stop with { Threshold = 0, TargetError = 0.415 },
            AddingTask => stop with { Threshold = 0, TargetError = 0.04 },
            A_n_b_nTask => stop with { Threshold = 1 },
            RowByRowImagesTask => stop with { Threshold = 0, MaxUpdates = 1500 },
            _ => stop,
        };
    }
}
