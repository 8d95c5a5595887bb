using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Figures;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>Which rank explains a network's rates: low-rank networks are trained to follow them on the same inputs.</summary>
public sealed record LowRankInferenceAnalysis : RunAnalysis
{
    /// <summary>The greatest rank that is tried.</summary>
    [Range(1, 100)]
    public int MostRank { get; init; } = 3;

    /// <summary>Updates of each fit.</summary>
    [Range(1, 10_000_000)]
    public int Updates { get; init; } = 1000;

    /// <summary>Trials recorded, a fifth of which is held out.</summary>
    [Range(10, 100_000)]
    public int Trials { get; init; } = 200;

    /// <summary>Seed of trials and fits.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Low-rank inference from trajectories";

    /// <inheritdoc/>
    public override string Summary =>
        "Networks of rank one, two and so on are trained so that their rates follow those of the network, on the same inputs. The rank from "
        + "which on more explain no more is that of the dynamics, whatever the rank of the connectivity.";

    /// <inheritdoc/>
    public override string Source =>
        "Valente, Pillow & Ostojic 2022, Extracting computational mechanisms from neural data using low-rank RNNs, NeurIPS 35.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => Units(run.Configuration.Cell);

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var (tau, activation) = Units(run.Configuration.Cell);
        var teacher = InferenceTeacher.Of(run.Network, run.Configuration.Cell);
        var recording = run.Experiment(Trials, Seed).Run(report.Cancel);
        var fits = Enumerable.Range(1, MostRank).Select(rank => new LowRankInference
        {
            Rank = rank, Updates = Updates, Seed = Seed, Threads = report.Threads,
        }.Fit(recording, tau, activation, teacher, report.Cancel)).ToList();
        report.Section("By rank");
        report.Text(
            $"{Trials} trials of {run.Configuration.Task.Name}; R² is the share of the variance of the rates that is explained in trials held "
            + "out. Connectivity correlates entry by entry; effective connectivity is what the dynamics can feel of it.");
        report.Table(
            $"After {Updates} updates.",
            ["rank", "R²", "correlation of connectivity", "of effective connectivity"],
            [
                .. fits.Select((fit, place) => (IReadOnlyList<string>)
                [
                    $"{place + 1}", Words.Number(fit.R2, "0.000"), Optional(fit.ConnectivityCorrelation),
                    Optional(fit.EffectiveConnectivityCorrelation),
                ]),
            ]);
        report.Figure(
            "fit",
            new LinesFigure
            {
                Curves =
                [
                    .. fits.Select((fit, place) => new Curve(
                        $"rank {place + 1}", [.. fit.Checks.Select(check => (double)check.Update)], [.. fit.Checks.Select(check => check.R2)])),
                ],
                X = Axis.Updates,
                Y = new Axis("R² in trials held out"),
                Ordered = true,
            },
            "The fits over their updates.");
    }

    private static string Optional(double? value) => value is { } number ? Words.Number(number) : "–";

    private static (TimeSpan Tau, Activation Activation) Units(Cell cell) => cell switch
    {
        LowRankCell low => (low.Tau, low.Activation),
        LeakyCell { UnitTaus: null, Leak: Leak.Current } leaky => (leaky.Tau, leaky.Activation),
        _ => throw new UsageException(
            $"The network's cell is {cell.Name}{(cell is LeakyCell ? " with the leak on the rate or a time constant for each unit" : "")}; "
            + "low-rank inference follows rates r = φ(x) of units with one time constant and the leak on the current. "
            + "Train with --cell leaky or --cell low-rank."),
    };
}
