using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>How alike the dynamics of two networks are, whatever their units.</summary>
public sealed record SimilarityAnalysis : RunAnalysis
{
    /// <summary>The folder of the run to compare with.</summary>
    public string Against { get; init; } = "";

    /// <summary>Principal components of the rates of each network that are compared.</summary>
    [Range(1, 200)]
    public int Components { get; init; } = 10;

    /// <summary>Copies of the components, each a step earlier.</summary>
    [Range(1, 1000)]
    public int Delays { get; init; } = 10;

    /// <summary>Dimensions of the compared maps; none for as many as hold 99 % of the variance in the richer of the two.</summary>
    [Range(1, 200)]
    public int? Rank { get; init; }

    /// <summary>Whether coordinates are whitened before maps are compared, as the published code does.</summary>
    public bool Whiten { get; init; }

    /// <summary>Trials recorded of each network.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 100;

    /// <summary>Seed of the trials.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Similarity of the dynamics of two networks";

    /// <inheritdoc/>
    public override string Summary =>
        "Compares the dynamics of two networks (DSA). The activity of each is embedded in delays, a linear map is fitted to its steps, and the "
        + "maps are compared up to a rotation or reflection. The first network against itself, on other trials, sets the scale. The network "
        + "with the shorter time step is sampled at the step of the other.";

    /// <inheritdoc/>
    public override string Needs => "any network, and another run to compare with";

    /// <inheritdoc/>
    public override string Source =>
        "Ostrow, Eisen, Kozachkov & Fiete 2023, Beyond geometry: comparing the temporal structure of computation in neural circuits "
        + "with dynamical similarity analysis, doi:10.48550/arXiv.2306.10168.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        if (Against.Length == 0)
        {
            throw new UsageException("`Against` is empty; set it to the folder of the run to compare with.");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var other = TrainingRun.Load(Against);
        var (dt, otherDt) = (run.Configuration.Training.Dt, other.Configuration.Training.Dt);
        var step = dt > otherDt ? dt : otherDt;
        if (step.Ticks % dt.Ticks != 0 || step.Ticks % otherDt.Ticks != 0)
        {
            throw new UsageException(
                $"The two networks were trained with steps of {TimeText.Format(dt)} and {TimeText.Format(otherDt)}, but neither is a whole multiple of "
                + "the other, so they have no step in common; train one again with the `Dt` of the other.");
        }

        var similarity = new DynamicalSimilarity { Delays = Delays, Rank = Rank, Whiten = Whiten, Seed = Seed };
        var own = Reduced(run, Seed).At(step);
        var apart = similarity.Of(own, Reduced(other, Seed).At(step));
        var same = (similarity with { Rank = apart.Rank }).Of(own, Reduced(run, Seed + 1).At(step));
        report.Section("Distances");
        report.Table(
            "The angle is 0 for the same dynamics and π/2 for unrelated dynamics. Both maps have the same rank and describe a step of "
            + $"{TimeText.Format(step)}."
            + (run.Configuration.Task.Equals(other.Configuration.Task) ? ""
                : " The networks were trained on different tasks, or different settings of one task, and are shown those: "
                + $"{run.Configuration.Task.Name} and {other.Configuration.Task.Name}. Their inputs therefore differ as well as their "
                + "dynamics."),
            ["", "rank", "angle", "mean distance of eigenvalues"],
            [Row("the two networks", apart), Row("the first network with itself, other trials", same)]);

        static IReadOnlyList<string> Row(string name, SimilarityResult result) =>
            [name, $"{result.Rank}", Words.Number(result.Distance, "0.000"), Words.Number(result.EigenvalueDistance, "0.000")];
    }

    private TrajectorySet Reduced(TrainedRun run, ulong seed) => TrajectorySet.Components(run.Experiment(Trials, seed).Run(), Components);
}
