using Engram.Cells;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.Forgetting;

/// <summary>What is trained, all at the same number of updates.</summary>
/// <param name="Seeds">One network of each kind for each.</param>
/// <param name="Updates">Of each task.</param>
/// <param name="Trials">Of each test.</param>
/// <param name="FisherTrials">Trials from which the Fisher information is estimated.</param>
internal sealed record Plan(IReadOnlyList<ulong> Seeds, int Updates, int Trials, int FisherTrials)
{
    /// <summary>R² of the first task from which on it counts as retained.</summary>
    public const double Retained = 0.8;

    /// <summary>R² of the second task from which on it counts as learned.</summary>
    public const double Learned = 0.9;

    /// <summary>The report's dropout.</summary>
    public const double ReportDropout = 0.5;

    // Strengths and the learning rate were found with seed 1. Others are judged.
    private const int FirstSeed = 100;
    private static readonly double[] Stiffnesses = [1e3, 1e4, 1e5, 3e5, 1e6];

    /// <summary>The plan of a study.</summary>
    public static Plan Of(StudyContext study) => new(
        [.. study.Seeds(full: 10, quick: 2).Select(seed => seed + FirstSeed)], study.Choose(1000, 60), study.Choose(200, 40), study.Choose(500, 20));

    /// <summary>The ways to learn the second task, in the order of the report.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        new("plain", Protection.None, 0, []),
        new("dropout", Protection.None, ReportDropout, []),
        new("EWC", Protection.Ewc, 0, Stiffnesses),
        new("dropout and EWC", Protection.Ewc, ReportDropout, Stiffnesses),
        new("synaptic intelligence", Protection.SynapticIntelligence, 0, [0.01, 0.1, 1, 10, 100]),
        new("pull to old weights", Protection.L2, 0, [0.01, 0.1, 1, 10, 100]),
        new("replay", Protection.Replay, 0, []),
        new("joint", Protection.Joint, 0, []),
    ];

    /// <summary>Training on the first task.</summary>
    /// <param name="dropout">Probability with which a unit is dropped for a trial.</param>
    public RunConfiguration First(double dropout) => Base(new SequenceATask(), Updates) with
    {
        Cell = Cell(dropout), Continual = new Continual { TrackImportance = true },
    };

    /// <summary>Training on the second task, after the first; dropout belongs to the first alone, as in the report.</summary>
    /// <param name="method">How the first is kept.</param>
    /// <param name="strength">λ.</param>
    /// <param name="seed">Of both.</param>
    public RunConfiguration Second(Method method, double strength, ulong seed) =>
        Base(new SequenceBTask(), method.Protection == Protection.Joint ? 2 * Updates : Updates) with
        {
            Seed = seed,
            After = First(method.Dropout) with { Seed = seed },
            Continual = new Continual { Protection = method.Protection, Strength = strength, FisherTrials = FisherTrials },
        };

    private static LeakyCell Cell(double dropout) => (LeakyCell)new ModernPreset().For(new SequenceATask(), 1).Cell with { Dropout = dropout };

    // Every network makes all its updates, so that methods are compared at the same cost.
    private static RunConfiguration Base(SequentialTask task, int updates) => new ModernPreset().For(task, 1).With(
    [
        new("max-updates", $"{updates}"), new("target-error", "0"), new("schedule", $"cosine({updates})"), new("learning-rate", "0.003"),
    ]);
}

/// <summary>A way to learn the second task.</summary>
/// <param name="Name">In words.</param>
/// <param name="Protection">What is done for the first.</param>
/// <param name="Dropout">Probability with which a unit is dropped for a trial of the first.</param>
/// <param name="Strengths">λ; none where it plays no part.</param>
internal sealed record Method(string Name, Protection Protection, double Dropout, IReadOnlyList<double> Strengths);
