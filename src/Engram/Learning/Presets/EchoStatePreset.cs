using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// A sparse leaky reservoir that stays as it was drawn, with a readout by ridge regression, or by logistic regression where the outputs of the task are
/// probabilities of classes.
/// </summary>
[Cite("10.1126/science.1091277", "Jaeger & Haas 2004, Harnessing nonlinearity: predicting chaotic systems and saving energy in wireless communication")]
[Cite("10.1007/978-3-642-35289-8_36", "Lukoševičius 2012, A practical guide to applying echo state networks")]
public sealed class EchoStatePreset : Preset
{
    /// <inheritdoc/>
    public override string Summary => "A fixed random reservoir and a readout by ridge regression; nothing else is learned.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed) => new()
    {
        Task = task with { CatchProbability = 0 },
        Seed = seed,
        Preset = Name,
        Cell = new EchoStateCell { Units = 500, LeakRate = 0.3 },
        Network = new NetworkOptions
        {
            Autapses = true, Readout = ReadoutKind.All, PExcitatory = 0.1, SpectralRadius = 1.25, InputScale = 1, ReadoutScale = 0,
            TrainRecurrent = false, TrainInput = false, TrainReadoutBias = true, InitialState = 0, TrainInitialState = false,
        },
        Training = new TrainingOptions
        {
            Dt = task is TimeSeriesTask series ? series.Sample : task is SpokenStopsTask stops ? stops.Frame : 20.Ms,
            Trials = task is TimeSeriesTask ? 1 : 200, CheckEvery = 1, ValidationTrials = task is TimeSeriesTask ? 10 : 200, Loss = IsOfClasses(task) ? new CrossEntropy().Name : new SquaredError().Name,
        },
        Stopping = new Stopping { Threshold = 0, MaxUpdates = 1 },
        ReadoutRule = IsOfClasses(task) ? new LogisticRule() : new RidgeRule(),
    };

    private static bool IsOfClasses(CognitiveTask task) => task.Heads is [{ Loss: { } loss }] && loss == new CrossEntropy().Name;
}
