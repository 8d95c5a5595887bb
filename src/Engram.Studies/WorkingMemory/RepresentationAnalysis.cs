using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.WorkingMemory;

/// <summary>How the values of a factor lie to each other in the rates, period by period, and how its code lies to that of another.</summary>
public sealed record RepresentationAnalysis : RunAnalysis
{
    private const int FewestCompared = 3, FewestTrials = 4;

    /// <summary>
    /// A factor, <c>condition</c>, <c>answer</c> (the right choice) or <c>choice</c> (the one made); none for the task's first that took two
    /// to twelve values, or the condition.
    /// </summary>
    public string? Factor { get; init; }

    /// <summary>Another factor, whose code is compared with that of the first; none for not asking.</summary>
    public string? SecondFactor { get; init; }

    /// <summary>A period; none for each.</summary>
    public string? Period { get; init; }

    /// <summary>How far apart two values are.</summary>
    public DissimilarityMeasure Measure { get; init; }

    /// <summary>Dimensions of coding subspaces; fewer where a factor has too few values.</summary>
    [Range(1, 100)]
    public int Axes { get; init; } = 2;

    /// <summary>Permutations of each test.</summary>
    [Range(1, 100_000)]
    public int Permutations { get; init; } = 200;

    /// <summary>Trials that are recorded.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 400;

    /// <summary>Seed of trials and permutations.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Representation of a factor";

    /// <inheritdoc/>
    public override string Summary =>
        "Measures how far apart the rates for the values of a factor are in each period, how alike these dissimilarities are between periods, how many "
        + "dimensions the values' mean rates take up, and the angles between the subspaces in which the factor is coded in two periods. Given a second "
        + "factor, also the angles between the codes of both, and, for a first factor of two values, whether its code is the same for all values of the second.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task with a factor that varies";

    /// <inheritdoc/>
    public override string Source =>
        "Kriegeskorte, Mur & Bandettini 2008, Representational similarity analysis, doi:10.3389/neuro.06.004.2008; Walther et al. 2016, "
        + "Reliability of dissimilarity measures for multi-voxel pattern analysis, doi:10.1016/j.neuroimage.2015.12.012; "
        + "Panichello & Buschman 2021, Shared mechanisms underlie the control of working memory and attention, doi:10.1038/s41586-021-03390-w; "
        + "Bernardi et al. 2020, The geometry of abstraction in the hippocampus and prefrontal cortex, doi:10.1016/j.cell.2020.09.031.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        RecordedFactors.Require(recording, Period);
        var factor = Factor ?? (RecordedFactors.Of(recording, null, FewestTrials, Period) is [var first, ..] ? first : null) ?? throw new UsageException(
            $"In {Trials} trials of {run.Configuration.Task.Name}, no factor took two to twelve values with {FewestTrials} trials each; ask for a "
            + "`Factor`, or record more `Trials`.");
        string[] periods = [.. Period is { } only ? [only] : RecordedFactors.Periods(recording)];
        var measured = Dissimilarities(report, recording, factor, periods);
        report.Cancel.ThrowIfCancellationRequested();
        RepresentationAngles.BetweenPeriods(report, recording, factor, [.. measured], Axes, Permutations, Seed);
        if (SecondFactor is { } second)
        {
            report.Cancel.ThrowIfCancellationRequested();
            RepresentationAngles.BetweenFactors(report, recording, factor, second, [.. measured], Axes, Permutations, Seed);
            RepresentationAngles.Abstract(report, recording, factor, second, [.. measured], Permutations, Seed);
        }
    }

    // The periods that could be measured.
    private List<string> Dissimilarities(StudyContext report, Recording recording, string factor, string[] periods)
    {
        var similarity = new RepresentationalSimilarity { Measure = Measure };
        var (found, refused) = (new List<(string Period, DissimilarityMatrix Matrix)>(), new List<string>());
        foreach (var period in periods)
        {
            try
            {
                found.Add((period, similarity.Of(recording, factor, period)));
            }
            catch (UsageException fault) when (periods.Length > 1)
            {
                refused.Add(fault.Message);
            }
        }

        if (found.Count == 0)
        {
            throw new UsageException(refused[0]);
        }

        report.Section($"Dissimilarity of the values of {factor}");
        report.Table(
            "Dimensions of the values' mean rates in each period, (Σλ)²/Σλ² of their variances λ, and the mean dissimilarity of two values.",
            ["period", "dimensions", "mean dissimilarity", "least", "greatest"],
            [.. found.Select(one => Row(one.Period, one.Matrix))]);
        if (found.Count < periods.Length)
        {
            report.Text($"Left out: {string.Join(" ", refused.Distinct())}");
        }

        report.Figure(
            "dissimilarity",
            new MatrixFigure
            {
                Panels = [.. found.Select(one => new MatrixPanel(one.Period, one.Matrix.Values))], Rows = new Axis(factor), Columns = new Axis(factor),
                RowLabels = found[0].Matrix.Conditions, ColumnLabels = found[0].Matrix.Conditions, Value = new Axis("Dissimilarity"),
            },
            $"Dissimilarity of the rates for each pair of values of {factor}.");
        report.Data(
            "dissimilarity", ["period", "first", "second", "dissimilarity"],
            found.SelectMany(one => Pairs(one.Matrix).Select(pair => (IReadOnlyList<string>)
                [one.Period, one.Matrix.Conditions[pair.I], one.Matrix.Conditions[pair.J], Words.Exact(one.Matrix.Values[pair.I, pair.J])])));
        Agreement(report, found);
        return [.. found.Select(one => one.Period)];
    }

    private void Agreement(StudyContext report, List<(string Period, DissimilarityMatrix Matrix)> found)
    {
        if (found.Count < 2 || found[0].Matrix.Conditions.Count < FewestCompared)
        {
            return;
        }

        report.Table(
            "How alike the dissimilarities of two periods are in their order (Kendall's τ_a; p by permutation of the values).",
            ["first", "second", "τ_a", "p"],
            [
                .. found.SelectMany((a, k) => found.Skip(k + 1).Select(b => (a, b))).Select(pair =>
                    (pair, Result: pair.a.Matrix.Compare(pair.b.Matrix, RankCorrelation.KendallTauA, 2000, Seed)))
                    .Select(one => (IReadOnlyList<string>)
                    [
                        one.pair.a.Period, one.pair.b.Period, Words.Number(one.Result.Correlation), Words.Number(one.Result.PValue, "0.0000"),
                    ]),
            ]);
    }

    private static IReadOnlyList<string> Row(string period, DissimilarityMatrix matrix)
    {
        double[] values = [.. Pairs(matrix).Select(pair => matrix.Values[pair.I, pair.J])];
        return
        [
            period, Words.Number(matrix.Dimensions, "0.0"), Words.Number(values.Average(), "0.000"), Words.Number(values.Min(), "0.000"),
            Words.Number(values.Max(), "0.000"),
        ];
    }

    private static IEnumerable<(int I, int J)> Pairs(DissimilarityMatrix matrix) =>
        Enumerable.Range(0, matrix.Conditions.Count).SelectMany(i => Enumerable.Range(i + 1, matrix.Conditions.Count - i - 1).Select(j => (i, j)));
}
