using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>What happens with the readout that the course's sheet prints: w from N(0, 1).</summary>
internal static class WeakReadout
{
    /// <summary>Trains, and writes the section.</summary>
    public static void Run(Plan plan, Deciding part)
    {
        var study = plan.Study;
        var runs = study.Train(
            "weak readout", Sweep.Of(Plan.Deciding.With([new("readout-deviation", "1")]), [], plan.RankTwoSeeds).Apart(3));
        var found = study.Measure(
            "weak readout", runs, plan.Settings,
            (run, settings) => Answer.Of(run.Experiment(settings.Trials), run.Experiment(settings.Trials).Run().Output));
        study.Section("A misprint: the size of the readout");
        study.Text(
            "The course's sheet draws all vectors from N(0, 1). The output (1/N) Σ w φ(x) can then reach ±1 only if m grows along w. After "
            + "1000 updates the sign is learned, but the loss is still large. With w from N(0, 4²), as in the paper, the same number of "
            + "updates is enough.");
        study.Table(
            "Mean ± standard deviation over networks of rank one after 1000 updates.",
            ["w", "loss", "accuracy"],
            [Row("N(0, 1)", found), Row("N(0, 4²), the networks above", part.Networks.Select(one => one.Test))]);
    }

    private static IReadOnlyList<string> Row(string w, IEnumerable<Answer> answers) =>
        [w, Words.Spread(answers.Select(one => one.Loss), "G3"), Words.Spread(answers.Select(one => one.Accuracy), "0.000")];
}
