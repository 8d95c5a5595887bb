using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>Which rank explains a network's rates: low-rank networks are trained to follow them on the same inputs.</summary>
public sealed record LowRankInferenceAnalysis : RunAnalysis
{
    private const double Half = 0.5;

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
        "Trains networks of rank one, two and so on to reproduce the rates of the network on the same inputs. The rank beyond which the fit no "
        + "longer improves is the rank of the dynamics, whatever the rank of the connectivity.";

    /// <inheritdoc/>
    public override string Needs => "a network of the cells leaky or low-rank whose units share a time constant";

    /// <inheritdoc/>
    public override string Source =>
        "Valente, Pillow & Ostojic 2022, Extracting computational mechanisms from neural data using low-rank RNNs, NeurIPS 35.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => Units(run.Configuration.Cell);

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var (tau, activation) = Units(run.Configuration.Cell);
        var teacher = InferenceTeacher.Of(run.Network);
        var recording = run.Experiment(Trials, Seed).Run(report.Cancel);
        var fits = Enumerable.Range(1, MostRank).Select(rank => new LowRankInference
        {
            Rank = rank, Updates = Updates, Seed = Seed, Threads = report.Threads,
        }.Fit(recording, tau, activation, teacher, report.Cancel)).ToList();
        report.Section("Fit by rank");
        report.Text(
            $"The fits use {Trials} trials of {run.Configuration.Task.Name}. R² is the share of the variance of the rates that is explained "
            + "in held-out trials. Connectivity is correlated entry by entry; effective connectivity is the part of it that affects the "
            + "dynamics.");
        report.Table(
            $"After {Updates} updates.{Doubt([.. fits.Select(fit => fit.R2)], Updates, run.Configuration)}",
            ["rank", "R²", "correlation of connectivity", "correlation of effective connectivity"],
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
            "R² of the fits over their updates.");
    }

    /// <summary>What a reader of the table must know where no rank fits, with what to do; empty where one does.</summary>
    /// <param name="r2">R² of each rank.</param>
    /// <param name="updates">Updates of each fit.</param>
    /// <param name="configuration">The run's.</param>
    internal static string Doubt(IReadOnlyList<double> r2, int updates, RunConfiguration configuration)
    {
        if (r2.Max() is var best && best >= Half)
        {
            return "";
        }

        var biased = configuration.Network is { TrainBias: true } or { InitialBias: not 0 } && configuration.Cell is LeakyCell;
        return (best <= 0
                ? " No rank follows these rates better than a constant, the mean of each unit, for which R² is 0"
                : " No rank explains half of the variance")
            + $": the table says nothing about the rank of this network. Try more updates (`Updates = {10L * updates}`)"
            + (biased ? ", but the networks that are fitted have no biases, as this one has, and begin at 0" : "")
            + ". The method is for networks whose rates a few directions explain, such as those of perceptual-decision-low-rank.";
    }

    private static string Optional(double? value) => value is { } number ? Words.Number(number) : "–";

    private static (TimeSpan Tau, Activation Activation) Units(Cell cell) => cell switch
    {
        LowRankCell { TrainTau: false } low => (low.Tau, low.Activation),
        LeakyCell { HasOneTau: true, Leak: Leak.Current } leaky => (leaky.Tau, leaky.Activation),
        _ => throw new UsageException(
            $"The network's cell is {cell.Name}{(cell is LeakyCell { Leak: Leak.Rate } ? " with the leak on the rate" : cell is LeakyCell or LowRankCell ? " with a time constant for each unit" : "")}; "
            + "low-rank inference follows rates r = φ(x) of units with one time constant and the leak on the current. "
            + "Train with `Cell = leaky` or `Cell = low-rank`."),
    };
}
