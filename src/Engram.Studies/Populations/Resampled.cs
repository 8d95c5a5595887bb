using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>Which tasks survive when the network is drawn anew from one Gaussian, and from two.</summary>
internal static class Resampled
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("One population or two?");
        study.Text(
            "One zero-mean Gaussian and a mixture of two are fitted to the units of each network, and "
            + $"{families[0].Networks[0].One.Accuracy.Count} networks of the same size are drawn from each fit. Losses are reported as well "
            + "as accuracies, because a drawn network often keeps the sign of the answer but not its size.");
        study.Table(
            "Drawn networks; mean ± standard deviation over networks.",
            [
                "task", "accuracy, trained networks", "accuracy, one population", "accuracy, two populations",
                "the paper, one population", "loss, one population (median)", "loss, two populations (median)",
            ],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Kind.Name,
                    Words.Spread(family.Networks.Select(one => one.Test.Accuracy), "0.000"),
                    Words.Spread(family.Networks.Select(one => one.One.Accuracy.Average()), "0.000"),
                    Words.Spread(family.Networks.Select(one => one.Two.Accuracy.Average()), "0.000"),
                    Words.Number(family.Kind.PublishedOne, "0.000"),
                    Words.Quartiles(family.Networks.SelectMany(one => one.One.Loss)),
                    Words.Quartiles(family.Networks.SelectMany(one => one.Two.Loss)),
                ]),
            ]);
        foreach (var family in families.Where(family => family.Kind == Kind.Perceptual || family.Kind == Kind.MultiSensory))
        {
            study.Claim(
                $"{Training.Id(family)}-one", $"One population is enough for {family.Kind.Name}.",
                $"accuracy {Words.Exact(family.Kind.PublishedOne)}", Means(family, one => one.One), new Above(0.98));
        }

        var context = families.Single(family => family.Kind == Kind.Context);
        study.Claim(
            "context-one", "One population is not enough to decide by context.", "accuracy 0.70 ± 0.085",
            Means(context, one => one.One), new Between(0.6, 0.85));
        study.Claim(
            "context-two", "Two populations are enough to decide by context.",
            "accuracy 0.943 (0.895 to 0.975)", Means(context, one => one.Two), new Above(0.88));
        study.Figure(
            "resampled",
            new CategoriesFigure
            {
                Groups =
                [
                    .. families.SelectMany(family => new[]
                    {
                        new NamedValues($"{family.Kind.Name}, one", Means(family, one => one.One)),
                        new NamedValues($"{family.Kind.Name}, two", Means(family, one => one.Two)),
                    }),
                ],
                X = Axis.Share("Accuracy of drawn networks"),
                XLines = [new ReferenceLine(0.5, "chance")],
            },
            "Mean accuracy of the networks drawn from each fit; one point per trained network.");
        study.Data(
            "resampled",
            ["task", "seed", "populations", "draw", "loss", "accuracy"],
            families.SelectMany(family => family.Runs.Zip(family.Networks).SelectMany(pair =>
                new[] { (1, pair.Second.One), (2, pair.Second.Two) }.SelectMany(fit =>
                    fit.Item2.Loss.Zip(fit.Item2.Accuracy).Select((draw, place) => (IReadOnlyList<string>)
                    [
                        family.Kind.Name, $"{pair.First.Configuration.Seed}", $"{fit.Item1}", $"{place}", Words.Exact(draw.First),
                        Words.Exact(draw.Second),
                    ])))));
    }

    private static double[] Means(Family family, Func<PopulationNetwork, Reduction> fit) =>
        [.. family.Networks.Select(one => fit(one).Accuracy.Average())];
}
