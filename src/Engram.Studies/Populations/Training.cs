using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>How networks learn the five tasks.</summary>
internal static class Training
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Training");
        study.Text(
            $"There are {families[0].Runs.Count} networks per task. The vectors m and n learn, and so does I in the two tasks with several "
            + "inputs; w stays as drawn from N(0, 4²). Noise, times and inputs are those of the paper. Tests use fresh trials with noise.");
        study.Table(
            "Networks after training; mean ± standard deviation, and the least accuracy.",
            ["task", "units", "rank", "updates", "loss", "accuracy", "least accuracy", "the paper"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Kind.Name, $"{family.Runs[0].Configuration.Cell.Units}",
                    $"{((Cells.LowRankCell)family.Runs[0].Configuration.Cell).Rank}",
                    Words.Spread(family.Runs.Select(run => (double)run.Updates), "0"),
                    Words.Spread(family.Networks.Select(one => one.Test.Loss), "0.000"),
                    Words.Spread(family.Networks.Select(one => one.Test.Accuracy), "0.000"),
                    Words.Number(family.Networks.Min(one => one.Test.Accuracy), "0.000"),
                    Words.Number(family.Kind.PublishedAccuracy, "0.000"),
                ]),
            ]);
        foreach (var family in families)
        {
            study.Claim(
                $"{Id(family)}-trained",
                $"Networks learn {family.Kind.Name}: share of networks that answer {Words.Percent(Learned(family))} of fresh trials "
                + "correctly.",
                $"accuracy {Words.Exact(family.Kind.PublishedAccuracy)}",
                [.. family.Networks.Select(one => one.Test.Accuracy >= Learned(family) ? 1.0 : 0)], new ShareAbove(0.8));
        }

        study.Figure(
            "training",
            new LearningCurveFigure
            {
                Curves =
                [
                    .. families.SelectMany(family => family.Runs.Select(run => run.Log()).Select(log => new Curve(
                        family.Kind.Name, [.. log.Select(check => (double)check.Update)], [.. log.Select(check => check.Loss)]))),
                ],
                X = Axis.Updates,
                Y = new Axis("Loss on validation trials") { Logarithmic = true },
            },
            "Loss over training. If the delay grows during training, validation still uses its whole range.");
    }

    private static double Learned(Family family) => family.Kind == Kind.Match ? 0.95 : 0.98;

    /// <summary>Name of a task in names of claims.</summary>
    public static string Id(Family family) => family.Kind.Name.Replace(' ', '-');
}
