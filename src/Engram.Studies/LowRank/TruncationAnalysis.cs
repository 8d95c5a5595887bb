using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Networks;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>How much of a full-rank network's connectivity its task needs: singular values cut off, of J or of what learning changed.</summary>
public sealed record TruncationAnalysis : RunAnalysis
{
    private static readonly string[] Names = ["J", "learned change"];

    /// <summary>The greatest rank that is tried.</summary>
    [Range(1, 10_000)]
    public int MostRank { get; init; } = 8;

    /// <summary>Trials of each test.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 500;

    /// <summary>Seed of the tests.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "A full-rank network, truncated";

    /// <inheritdoc/>
    public override string Summary =>
        "Tests which rank the task needs. The recurrent matrix J is cut to its largest singular values, with one network per rank. The same is "
        + "done to the change that learning made to J, which usually has a much lower rank.";

    /// <inheritdoc/>
    public override string Needs => "a network with one square recurrent matrix, w_rec";

    /// <inheritdoc/>
    public override string Source =>
        "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural "
        + "dynamics, doi:10.1038/s41593-022-01088-4.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var initial = run.Initial();
        var ranks = Enumerable.Range(1, Math.Min(MostRank, run.Network.Units)).ToList();
        var whole = Enumerable.Range(0, 2).Select(_ => new List<Answer>()).ToArray();
        var spectra = new[] { RankTruncation.Of(run.Network, 1), RankTruncation.Of(run.Network, 1, initial) };
        foreach (var rank in ranks)
        {
            report.Cancel.ThrowIfCancellationRequested();
            whole[0].Add(Test(run, RankTruncation.Of(run.Network, rank).Network));
            whole[1].Add(Test(run, RankTruncation.Of(run.Network, rank, initial).Network));
        }

        var own = Test(run, run.Network);
        report.Section("Performance by rank");
        report.Table(
            $"Loss and accuracy on {Trials} trials.",
            ["rank", "J truncated: loss", "accuracy", "learned change truncated: loss", "accuracy"],
            [
                .. ranks.Select((rank, place) => (IReadOnlyList<string>)
                    [$"{rank}", .. whole.SelectMany(answers => Cells(answers[place]))]),
                ["as trained", .. Cells(own), .. Cells(own)],
            ]);
        double[] x = [.. ranks.Select(rank => (double)rank)];
        report.Figure(
            "loss",
            new LinesFigure
            {
                Curves =
                [
                    new Curve("J truncated", x, [.. whole[0].Select(one => one.Loss)]),
                    new Curve("learned change truncated", x, [.. whole[1].Select(one => one.Loss)]),
                ],
                X = new Axis("Rank") { Whole = true },
                Y = new Axis("Loss") { Logarithmic = true },
                YLines = [new ReferenceLine(own.Loss, "as trained")],
                Points = true,
            },
            "Loss of the truncated networks.");
        report.Figure(
            "singular-values",
            new LinesFigure
            {
                Curves =
                [
                    .. spectra.Zip(Names, (one, name) => new Curve(
                        name, [.. one.SingularValues.Take(40).Select((_, place) => place + 1.0)], [.. one.SingularValues.Take(40)])),
                ],
                X = new Axis("Place") { Whole = true },
                Y = new Axis("Singular value"),
                Points = true,
            },
            "The largest singular values.");
    }

    private Answer Test(TrainedRun run, Network network)
    {
        var experiment = run.Experiment(Trials, Seed) with { Network = network };
        return Answer.Of(experiment, experiment.Run().Output);
    }

    private static string[] Cells(Answer answer) => [Words.Number(answer.Loss, "0.0000"), Words.Number(answer.Accuracy, "0.000")];
}
