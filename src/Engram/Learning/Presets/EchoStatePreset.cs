using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// A sparse leaky reservoir that stays as it was drawn, with a readout by ridge regression, or by logistic regression where the outputs of the task are
/// probabilities of classes. Outputs with other losses of their own learn by gradients.
/// </summary>
[Cite("10.1126/science.1091277", "Jaeger & Haas 2004, Harnessing nonlinearity: predicting chaotic systems and saving energy in wireless communication")]
[Cite("10.1007/978-3-642-35289-8_36", "Lukoševičius 2012, A practical guide to applying echo state networks")]
public sealed class EchoStatePreset : Preset
{
    /// <inheritdoc/>
    public override string Summary => "A fixed random reservoir and a readout by ridge regression; nothing else is learned.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed)
    {
        // Heads with other losses have no rule of their own, so that their readout follows the gradient.
        var losses = task.Heads.Select(head => head.Loss ?? new SquaredError().Name).Distinct().ToList();
        ReadoutRule? rule = Generates(task) ? new ForceRule { Alpha = task is SinesTask ? 100 : 1e4, LearnEvery = 1 }
            : losses is [var loss] && loss == new SquaredError().Name ? new RidgeRule { Regularisation = [task is TimeSeriesTask ? 1e-8 : 1e-3] }
            : task.Heads is [{ Loss: { } only }] && only == new CrossEntropy().Name ? new LogisticRule() : null;
        return Reservoir(task is SinesTask { Length: [3000] } or LorenzTask { Shown: false, Length: [2000] } ? (TimeSeriesTask)task with { Length = [12_000] } : task, seed, rule);
    }

    /// <inheritdoc/>
    public override RunConfiguration Fitted(RunConfiguration configuration) =>
        Generates(configuration.Task) && configuration is { Cell: EchoStateCell { Feedback: false }, ReadoutRule: RidgeRule } ? For(configuration.Task, configuration.Seed) : configuration;

    private RunConfiguration Reservoir(CognitiveTask task, ulong seed, ReadoutRule? rule)
    {
        var (leak, radius, input, bias) = Known(task);
        return new()
        {
            Task = task with { CatchProbability = 0 },
            Seed = seed,
            Preset = Name,
            Cell = new EchoStateCell { Units = 500, LeakRate = leak, BiasScale = bias, Feedback = Generates(task) },
            Network = new NetworkOptions
            {
                Autapses = true, Readout = ReadoutKind.All, PExcitatory = 0.1, SpectralRadius = radius, InputScale = input, ReadoutScale = 0,
                TrainRecurrent = false, TrainInput = false, TrainReadoutBias = true, InitialState = 0, TrainInitialState = false,
            },
            Training = new TrainingOptions
            {
                Dt = task is TimeSeriesTask series ? series.Sample : task is SpokenStopsTask stops ? stops.Frame : 20.Ms,
                Trials = task is TimeSeriesTask ? 1 : rule is null ? 20 : 1000,
                CheckEvery = rule is null ? 100 : 1,
                ValidationTrials = task is TimeSeriesTask ? 10 : 200,
                Loss = rule is LogisticRule ? new CrossEntropy().Name : new SquaredError().Name,
            },
            Stopping = new Stopping { Threshold = 0, MaxUpdates = rule is null ? 2000 : 1 },
            ReadoutRule = rule,
        };
    }

    // Without inputs a network knows of the series only what it puts out itself.
    private static bool Generates(CognitiveTask task) => task is SinesTask or LorenzTask { Shown: false };

    // What does well: smooth series want slow units and a bias, memory wants units without a leak that are driven little, and a generator is to be chaotic
    // before it learns.
    private static (double Leak, double Radius, double Input, double Bias) Known(CognitiveTask task) => task switch
    {
        NarmaTask => (1, 0.95, 0.3, 0.3),
        MemoryCapacityTask => (1, 0.9, 0.1, 0),
        SinesTask => (0.1, 1.5, 1, 0),
        LorenzTask { Shown: false } => (0.2, 1.2, 1, 0.5),
        SpokenStopsTask => (0.3, 1.25, 0.2, 0),
        ForecastTask => (0.5, 1.1, 1, 0.5),
        _ => (0.3, 1.25, 1, 0),
    };
}
