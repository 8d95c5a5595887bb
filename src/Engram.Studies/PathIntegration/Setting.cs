using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Studies.PathIntegration;

/// <summary>One way to train networks that integrate paths.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Task">The task.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Optimiser">The optimiser.</param>
internal sealed record Setting(string Name, string What, NavigationTask Task, Cell Cell, Optimiser Optimiser)
{
    private const int Bottleneck = 512, Small = 24;

    // Place cells with a surround are so many, and each so little active, that states would begin almost alike everywhere without it.
    private const double OfSurround = 1000;

    /// <summary>The published network with place cells of 10 cm and Adam, from which the others depart.</summary>
    public static Setting Base { get; } = new(
        "base", "softmax place cells of 10 cm, linear bottleneck, Adam", new PathIntegrationTask { PlaceWidth = 0.1 }, Lstm(Activation.Linear, 0), new Adam { LearningRate = 3e-3 })
    {
        // States begin of a size of about one: smaller ones are a matter of luck in so few updates.
        ContextScale = 20,
    };

    /// <summary>What else may decide whether there are grid cells.</summary>
    public static IReadOnlyList<Setting> Others { get; } =
    [
        Base with { Name = "narrow fields", What = "place cells of 1 cm, as published", Task = new PathIntegrationTask { PlaceWidth = 0.01 } },
        Base with
        {
            Name = "RMSProp", What = "TensorFlow's RMSProp with clipped elements, as published, but at a hundred times the published rate and for half as many updates again",
            Optimiser = new RmsPropTensorflow { LearningRate = 1e-3, Momentum = 0.9 }, ClipElements = 1e-5, Longer = 1.5,
        },
        Base with
        {
            Name = "with surround", What = "512 place cells of 12 cm with a surround and a bottleneck that rectifies, no head direction, 20 steps at 1 m/s, 50 paths an update",
            Task = Surrounded(0.12), Cell = Lstm(Activation.Rectify, 0), Trials = 50, ContextScale = OfSurround,
        },
    ];

    private static Setting Rectified { get; } =
        new("rectified rates", "512 units that rectify, place cells of 12 cm with a surround, recurrent weights that decay, and a penalty on rates", Surrounded(0.12), Rate(Activation.Rectify), new Adam { LearningRate = 3e-3 })
        {
            // A published decay of 1e-4 of each of 512² weights, which are averaged here. Rectified units pass half of what orthogonal weights give them: √2 makes up for it.
            Trials = 50, ContextScale = OfSurround, Penalties = new() { L2Recurrent = 26, L2Rates = 0.01 }, Recurrent = new OrthogonalInitialiser(1.4), Longer = 3,
        };

    /// <summary>Rate networks that are shown velocities, as in Sorscher et al.</summary>
    public static IReadOnlyList<Setting> Rates { get; } =
    [
        Rectified,
        new("tanh rates", "512 units of tanh, softmax place cells of 12 cm", new PathIntegrationPlaceTask { PlaceProfile = PlaceProfile.Softmax }, Rate(Activation.Tanh), new Adam { LearningRate = 1e-3 })
        {
            Trials = 50, ContextScale = 50,
        },
        Rectified with
        {
            Name = "short paths", What = "128 units that rectify, 1024 place cells of 10 cm with a surround, 5 steps, and stronger decay and penalty",
            Task = Surrounded(0.1) with { PlaceCells = 1024, Path = 100.Ms }, Cell = Rate(Activation.Rectify) with { Units = 128 },

            // A weight decays four times as fast as above, for there are 128² of them, and the penalty on rates is twenty times as strong.
            Penalties = new() { L2Recurrent = 6.6, L2Rates = 0.2 },
        },
    ];

    /// <summary>Trials of an update.</summary>
    public int Trials { get; init; } = 10;

    /// <summary>Greatest size of an element of the gradient; 0 for none.</summary>
    public double ClipElements { get; init; }

    /// <summary>By how much the first weights from the place cells to the states are greater than one over the root of their number.</summary>
    public double ContextScale { get; init; } = 1;

    /// <summary>The first recurrent weights; those of the recipe if null.</summary>
    public Initialiser? Recurrent { get; init; }

    /// <summary>Penalties on weights.</summary>
    public Penalties Penalties { get; init; } = Penalties.None;

    /// <summary>How many times as many updates it has.</summary>
    public double Longer { get; init; } = 1;

    /// <summary>The same with a dropout of the bottleneck.</summary>
    /// <param name="dropout">Probability that a unit is silent in a step of training.</param>
    public Setting With(double dropout) => this with { Cell = Lstm(Cell.Layers![0].Activation, dropout) };

    /// <summary>A training.</summary>
    /// <param name="study">Decides whether it is small.</param>
    /// <param name="most">Updates, where it is not longer.</param>
    public RunConfiguration Of(StudyContext study, int most)
    {
        var (plain, updates) = (new PatternsPreset().For(Task, seed: 1), (int)(most * Longer));
        return plain with
        {
            Cell = study.Choose(Cell, Cell.Layers is { } layers ? Cell with { Layers = [new(Small, layers[0].Activation, layers[0].Dropout)] } : Cell with { Units = Small }),
            Network = plain.Network with
            {
                InputScale = 1, ContextScale = ContextScale, Recurrent = Recurrent ?? plain.Network.Recurrent, TrainBias = Cell is not ElmanCell, TrainReadoutBias = Cell is not ElmanCell,
            },
            Optimiser = Optimiser,
            Training = plain.Training with
            {
                Trials = Trials, ValidationTrials = 50, CheckEvery = 500, ClipElements = ClipElements, ClipNorm = ClipElements > 0 ? 0 : 1,
                Schedule = new CosineSchedule(Math.Max(2, updates), Floor: 0.05),
            },
            Penalties = Penalties,
            Stopping = new() { Threshold = 0, MaxUpdates = updates },
        };
    }

    private static LstmCell Lstm(Activation activation, double dropout) => new() { Units = 128, ForgetBias = 1, Layers = [new(Bottleneck, activation, dropout)] };

    private static ElmanCell Rate(Activation activation) => new() { Units = 512, Activation = activation };

    private static PathIntegrationPlaceTask Surrounded(double width) => new() { PlaceWidth = width, PlaceProfile = PlaceProfile.DifferenceOfSoftmaxes };
}
