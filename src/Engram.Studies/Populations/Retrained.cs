using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>Whether a mixture can do what networks drawn from a fit cannot, once the mixture itself is trained.</summary>
internal static class Retrained
{
    private const double Solved = 0.9;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Family family)
    {
        // Each mixture costs as much as a network.
        IReadOnlyList<SweepRun> runs = [.. family.Runs.Take(study.Seeds(full: 20, quick: 1).Count)];
        var settings = new RetrainingSettings(
            1, study.Choose(1024, 128), study.Choose(4096, 128), study.Choose(3000, 20), study.Choose(10, 2), study.Choose(500, 100));
        var (one, two) = (Measure(1), Measure(2));
        study.Section("Retraining the mixture");
        study.Text(
            "Networks drawn from a fit to delayed match to sample answer near chance. Either Gaussians cannot do this task, or the fit is "
            + "not exact enough. To tell which, the mixture itself is trained, starting from the fit. The covariances of each population "
            + $"learn, and every update uses a new network of {settings.Units} units drawn from them. Before and after this training, "
            + $"{settings.Draws} networks of {settings.TestUnits} units, the paper's size, are drawn. A drawn network does the task if it "
            + $"answers correctly on at least {Words.Percent(Solved)} of trials. The paper retrained one mixture and drew ten networks from "
            + "it, of which eight do the task. As a control, one population is retrained in the same way.");
        study.Table(
            $"Accuracy of drawn networks and the share of them that do the task, mean ± standard deviation over {two.Count} mixtures, and "
            + "the number of mixtures from which most networks do the task.",
            [
                "populations", "accuracy before", "accuracy after", "share of networks that do the task", "mixtures from which most do",
                "the paper: accuracy", "the paper: networks",
            ],
            [
                Row("one", one, "–", "–"),
                Row("two", two, "0.914", "8 of 10"),
            ]);
        study.Claim(
            "match-retrained",
            "After retraining, two populations do delayed match to sample: share of mixtures from which most drawn networks do it.",
            "8 of 10 networks drawn from one mixture (accuracies 1, 1, 1, 1, 1, 0.425, 0.985, 0.725, 1, 1)", [.. two.Select(IsSolved)],
            new ShareAbove(0.5)
            {
                Changed = "the first rule required a mean accuracy of 90 % from each mixture, as if the paper's ten networks of one "
                    + "mixture were ten mixtures.",
            });
        study.Claim(
            "match-two-needed", "Retraining helps two populations more than one: difference of accuracies after retraining.",
            "not given for one population", [.. two.Zip(one, (more, fewer) => more.After.Average() - fewer.After.Average())], new Above(0));
        study.Figure(
            "retrained",
            new CategoriesFigure
            {
                Groups =
                [
                    Group("one, before", one, found => found.Before), Group("one, after", one, found => found.After),
                    Group("two, before", two, found => found.Before), Group("two, after", two, found => found.After),
                ],
                X = Axis.Share("Accuracy of drawn networks"),
                XLines = [new ReferenceLine(0.5, "chance")],
            },
            "Mean accuracy of networks drawn from one and two populations, before and after retraining; one point per trained network.");

        IReadOnlyList<RetrainedNetwork> Measure(int populations) => study.Measure(
            $"retraining {populations}", runs, settings with { Populations = populations }, RetrainedNetwork.Of);
    }

    private static double IsSolved(RetrainedNetwork found) => Share(found) > 0.5 ? 1 : 0;

    private static double Share(RetrainedNetwork found) => found.After.Average(accuracy => accuracy >= Solved ? 1.0 : 0);

    private static IReadOnlyList<string> Row(string populations, IReadOnlyList<RetrainedNetwork> found, string accuracy, string networks) =>
    [
        populations, Words.Spread(found.Select(one => one.Before.Average()), "0.000"),
        Words.Spread(found.Select(one => one.After.Average()), "0.000"), Words.Spread(found.Select(Share)),
        $"{found.Sum(IsSolved)} of {found.Count}", accuracy, networks,
    ];

    private static NamedValues Group(string name, IReadOnlyList<RetrainedNetwork> found, Func<RetrainedNetwork, IReadOnlyList<double>> of) =>
        new(name, [.. found.Select(one => of(one).Average())]);
}
