using Engram.Cells;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.Forgetting;

/// <summary>What is trained, all at the same number of updates.</summary>
/// <param name="Choosing">Seeds of the networks on which strengths are chosen.</param>
/// <param name="Judged">Seeds of the networks by which methods are judged.</param>
/// <param name="Updates">Of each task.</param>
/// <param name="Trials">Of each test.</param>
/// <param name="FisherTrials">Trials from which the Fisher information and the activity are estimated.</param>
/// <param name="Quick">Whether few strengths do.</param>
internal sealed record Plan(
    IReadOnlyList<ulong> Choosing, IReadOnlyList<ulong> Judged, int Updates, int Trials, int FisherTrials, bool Quick)
{
    /// <summary>R² of the first task from which on it counts as retained.</summary>
    public const double Retained = 0.8;

    /// <summary>R² of the second task from which on it counts as learned.</summary>
    public const double Learned = 0.9;

    /// <summary>The report's dropout.</summary>
    public const double ReportDropout = 0.5;

    /// <summary>A difference of R² that is worth the name.</summary>
    public const double Matters = 0.1;

    // Strengths and the learning rate were laid out with seed 1. Others choose, and others again are judged.
    private const int FirstChoosing = 200, FirstJudged = 300, MoreUnits = 200;
    private static readonly double[] stiffnesses = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8], springs = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3],
        wide = [0.1, 10, 1e3, 1e5, 1e7], coarse = [1, 1e2, 1e4, 1e6, 1e8], coarseSprings = [1e-2, 0.1, 1, 10, 100];

    /// <summary>The plan of a study.</summary>
    public static Plan Of(StudyContext study) => new(
        [.. study.Seeds(full: 6, quick: 1).Select(seed => seed + FirstChoosing)],
        [.. study.Seeds(full: 20, quick: 2).Select(seed => seed + FirstJudged)],
        study.Choose(1000, 60), study.Choose(200, 40), study.Choose(500, 20), study.Quick);

    /// <summary>The ways to learn the second task, in the order of the report.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        new("plain", "plain", Protection.None, []),
        new("dropout", "dropout", Protection.None, []) { Dropout = ReportDropout },
        new("ewc", "EWC", Protection.Ewc, stiffnesses),
        new("dropout-ewc", "dropout and EWC", Protection.Ewc, stiffnesses) { Dropout = ReportDropout },
        new("intelligence", "synaptic intelligence", Protection.SynapticIntelligence, springs),
        new("pull", "pull to old weights", Protection.L2, springs),
        new("projection", "projection on both sides", Protection.Projection, wide),
        new("input-projection", "projection of inputs", Protection.InputProjection, wide),
        new("gating", "gating", Protection.None, []) { Gating = 0.5 },
        new("gating-ewc", "gating and EWC", Protection.Ewc, coarse) { Gating = 0.5 },
        new("gating-intelligence", "gating and synaptic intelligence", Protection.SynapticIntelligence, coarseSprings) { Gating = 0.5 },
        new("large-ewc", "EWC, 200 units", Protection.Ewc, coarse) { Units = MoreUnits },
        new("large-gating-ewc", "gating and EWC, 200 units", Protection.Ewc, coarse) { Units = MoreUnits, Gating = 0.5 },
        new("replay", "replay", Protection.Replay, []),
        new("joint", "joint", Protection.Joint, []),
    ];

    /// <summary>λ of a method; 0 alone where it plays no part.</summary>
    public IReadOnlyList<double> Strengths(Method method) =>
        method.Strengths.Count == 0 ? [0] : Quick ? [method.Strengths[1], method.Strengths[^2]] : method.Strengths;

    /// <summary>Training on the first task.</summary>
    /// <param name="method">How the first is to be kept.</param>
    public RunConfiguration First(Method method) => Base(new SequenceATask(), Updates) with
    {
        Cell = Cell(method), Continual = new Continual { TrackImportance = true, Gating = method.Gating },
    };

    /// <summary>Training on the second task, after the first; dropout belongs to the first alone, as in the report.</summary>
    /// <param name="method">How the first is kept.</param>
    /// <param name="strength">λ.</param>
    /// <param name="seed">Of both.</param>
    public RunConfiguration Second(Method method, double strength, ulong seed) =>
        Base(new SequenceBTask(), method.Protection == Protection.Joint ? 2 * Updates : Updates) with
        {
            Seed = seed,
            Cell = Cell(method with { Dropout = 0 }),
            After = First(method) with { Seed = seed },
            Continual = new Continual
            {
                Protection = method.Protection, Strength = strength, FisherTrials = FisherTrials, Gating = method.Gating,
            },
        };

    private static LeakyCell Cell(Method method) => (LeakyCell)new ModernPreset().For(new SequenceATask(), 1).Cell with
    {
        Dropout = method.Dropout, Units = method.Units,
    };

    // Every network makes all its updates, so that methods are compared at the same cost.
    private static RunConfiguration Base(SequentialTask task, int updates) => new ModernPreset().For(task, 1).With(
    [
        new("max-updates", $"{updates}"), new("target-error", "0"), new("schedule", $"cosine({updates})"), new("learning-rate", "0.003"),
    ]);
}

/// <summary>A way to learn the second task.</summary>
/// <param name="Id">In claims.</param>
/// <param name="Name">In words.</param>
/// <param name="Protection">What is done for the first.</param>
/// <param name="Strengths">λ; none where it plays no part.</param>
internal sealed record Method(string Id, string Name, Protection Protection, IReadOnlyList<double> Strengths)
{
    /// <summary>Probability with which a unit is dropped for a trial of the first task.</summary>
    public double Dropout { get; init; }

    /// <summary>Share of the units that are silent in each task, others in the second than in the first.</summary>
    public double Gating { get; init; }

    /// <summary>N.</summary>
    public int Units { get; init; } = 100;
}
