using Engram.Figures;
using Engram.Learning;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>Why networks of rank two stop learning at a loss of 0.11, and what takes them further.</summary>
internal static class Plateau
{
    /// <summary>Loss over all pairs of an output that is always 0: the mean of ((f1 − f2) / 24)² over 7 × 7 frequencies.</summary>
    public const double AlwaysZero = 2.0 / 9;

    /// <summary>Loss over all pairs of the best output that depends on f2 alone: the variance of f1 / 24.</summary>
    public const double SecondOnly = 1.0 / 9;

    /// <summary>Trains both cures and neither, and writes the section.</summary>
    public static void Run(Plan plan, Comparing part)
    {
        var study = plan.Study;
        var basis = plan.Comparing;
        var plain = basis.With([new("overlap", "0")]);
        var growing = plain with
        {
            Curriculum = new Curriculum { Factor = "delay", From = 20, Threshold = 0.95, Window = 20, MinStep = 0.05, Growth = 0.5 },
        };
        var none = study.Train("neither cure", Sweep.Of(plain, [], plan.RankTwoSeeds).Apart(4));
        var delay = study.Train("growing delay", Sweep.Of(growing, [], plan.RankTwoSeeds).Apart(5));
        (string Name, IReadOnlyList<SweepRun> Runs)[] families =
            [("neither", none), ("delay that grows", delay), ("n overlaps m", part.Runs)];
        study.Section("The plateau at 0.111, and two cures");
        study.Text(
            "If m and n start out independent and the whole delay is used from the first update, networks learn to answer f2 and then stop "
            + $"improving. The best answer from f2 alone has a loss of {Words.Number(SecondOnly, "0.0000")} over the 49 pairs, since f1 and "
            + "f2 are independent. To keep f1 over the delay, an eigenvalue of nᵀm/N must be near 1. With independent m and n it is near "
            + "0: of f1, after 49 steps, only 0.8⁴⁹ is left, 2 in 100 000, and no more of the gradient. There are two cures, and either "
            + "gives training a start: a delay that begins at one step and grows, or an n that begins with an overlap of 0.8 with m.");
        study.Claim(
            "plateau", "Without a cure, most networks end on the plateau: share with a loss above 0.1.", "not reported",
            [.. none.Select(run => Last(run) > 0.1 ? 1.0 : 0)], new ShareAbove(0.5));
        study.Claim(
            "plateau-cured-by-delay",
            $"With a growing delay, most networks reach a loss below {Words.Exact(Plan.Trained)}: share of networks.", "not reported",
            [.. delay.Select(run => Last(run) < Plan.Trained ? 1.0 : 0)], new ShareAbove(0.5));
        study.Figure("plateau-learning", Learning(families), "Loss on validation trials, always with the whole delay.");
        study.Table(
            $"Networks that reach a validation loss below {Words.Exact(Plan.Trained)} within {basis.Stopping.MaxUpdates} updates.",
            ["cure", "reached", "updates", "last loss"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Name, $"{family.Runs.Count(run => Last(run) < Plan.Trained)} of {family.Runs.Count}",
                    Words.Spread(family.Runs.Select(run => (double)run.Updates), "0"), Words.Quartiles(family.Runs.Select(Last), "0.0000"),
                ]),
            ]);
    }

    /// <summary>Loss over training.</summary>
    public static LearningCurveFigure Learning(IReadOnlyList<(string Name, IReadOnlyList<SweepRun> Runs)> families) => new()
    {
        Curves =
        [
            .. families.SelectMany(family => family.Runs.Select(run => run.Log()).Select(log => new Curve(
                family.Name, [.. log.Select(check => (double)check.Update)], [.. log.Select(check => check.Loss)]))),
        ],
        X = Axis.Updates,
        Y = new Axis("Loss on validation trials") { Logarithmic = true },
        YLines = [new ReferenceLine(SecondOnly, "f2 only"), new ReferenceLine(Plan.Trained, "trained")],
    };

    private static double Last(SweepRun run) => run.Log()[^1].Loss;
}
