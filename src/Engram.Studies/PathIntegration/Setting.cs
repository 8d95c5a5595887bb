using Engram.Cells;
using Engram.Equations;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.PathIntegration;

/// <summary>One way to train networks that integrate paths.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Task">The task.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Optimiser">The optimiser.</param>
/// <param name="Trials">Trials of an update.</param>
/// <param name="ClipElements">Greatest size of an element of the gradient; 0 for none.</param>
internal sealed record Setting(string Name, string What, NavigationTask Task, Cell Cell, Optimiser Optimiser, int Trials = 10, double ClipElements = 0)
{
    private const int Bottleneck = 512, Small = 24;

    /// <summary>The published network with place cells of 10 cm and Adam, from which the others depart.</summary>
    public static Setting Base { get; } = new(
        "base", "softmax place cells of 10 cm, linear bottleneck, Adam", new PathIntegrationTask { PlaceWidth = 0.1 }, Lstm(Activation.Linear, 0), new Adam { LearningRate = 3e-3 });

    /// <summary>What else may decide whether there are grid cells.</summary>
    public static IReadOnlyList<Setting> Others { get; } =
    [
        Base with { Name = "narrow fields", What = "place cells of 1 cm, as published", Task = new PathIntegrationTask { PlaceWidth = 0.01 } },
        Base with
        {
            Name = "with surround", What = "place cells of 12 cm with a surround", Task = new PathIntegrationTask { PlaceWidth = 0.12, PlaceProfile = PlaceProfile.DifferenceOfSoftmaxes },
        },
        Base with { Name = "rectified", What = "a bottleneck that rectifies", Cell = Lstm(Activation.Rectify, 0) },
        Base with
        {
            Name = "RMSProp", What = "TensorFlow's RMSProp with clipped elements, as published, at ten times the published rate", Optimiser = new RmsPropTensorflow { LearningRate = 1e-4, Momentum = 0.9 }, ClipElements = 1e-5,
        },
    ];

    /// <summary>Rate networks that are shown velocities, as in Sorscher et al.</summary>
    public static IReadOnlyList<Setting> Rates { get; } =
    [
        Rate("rectified rates", "512 units that rectify, place cells with a surround", Activation.Rectify, PlaceProfile.DifferenceOfSoftmaxes),
        Rate("tanh rates", "512 units of tanh, softmax place cells", Activation.Tanh, PlaceProfile.Softmax),
    ];

    /// <summary>The same with a dropout of the bottleneck.</summary>
    /// <param name="dropout">Probability that a unit is silent in a step of training.</param>
    public Setting With(double dropout) => this with { Cell = Lstm(Cell.Layers![0].Activation, dropout) };

    /// <summary>A training.</summary>
    /// <param name="study">Decides whether it is small.</param>
    /// <param name="updates">Updates.</param>
    public RunConfiguration Of(StudyContext study, int updates)
    {
        var plain = new PatternsPreset().For(Task, seed: 1);
        return plain with
        {
            Cell = study.Choose(Cell, Cell.Layers is { } layers ? Cell with { Layers = [new(Small, layers[0].Activation, layers[0].Dropout)] } : Cell with { Units = Small }),
            Network = plain.Network with { InputScale = 1, TrainBias = Cell is not ElmanCell, TrainReadoutBias = Cell is not ElmanCell },
            Optimiser = Optimiser,
            Training = plain.Training with
            {
                Trials = Trials, ValidationTrials = 50, CheckEvery = 500, ClipElements = ClipElements, ClipNorm = ClipElements > 0 ? 0 : 1,
                Schedule = new CosineSchedule(Math.Max(2, updates), Floor: 0.05),
            },
            Stopping = new() { Threshold = 0, MaxUpdates = updates },
        };
    }

    private static LstmCell Lstm(Activation activation, double dropout) => new() { Units = 128, ForgetBias = 1, Layers = [new(Bottleneck, activation, dropout)] };

    private static Setting Rate(string name, string what, Activation activation, PlaceProfile profile) => new(
        name, what, new PathIntegrationPlaceTask { PlaceProfile = profile }, new ElmanCell { Units = 512, Activation = activation }, new Adam { LearningRate = 1e-3 }, Trials: 50);
}
