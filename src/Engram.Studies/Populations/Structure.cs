using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>Whether the units of a network form populations, by a test that fits none.</summary>
internal static class Structure
{
    // As the paper: 5 % over its 100 networks a task.
    private const double Level = 0.05 / 100;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Are there populations? A test without a fit");
        study.Text(
            "The test ePAIRS asks whether the directions of the units have closer neighbours than those of a Gaussian with the same "
            + "covariance. An effect above 0 means that units cluster, an effect below 0 that they spread evenly. A network counts as "
            + "structured at p < 0.0005.");
        study.Table(
            "For each task: networks whose units cluster more than those of a Gaussian, the effect, and the size of the larger of two "
            + "fitted populations.",
            ["task", "structured", "the paper, of 100", "effect", "two populations preferred by BIC", "larger population"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Kind.Name, $"{family.Networks.Count(IsStructured)} of {family.Networks.Count}", $"{family.Kind.PublishedPairs}",
                    Words.Spread(family.Networks.Select(one => one.PairsEffect)),
                    $"{family.Networks.Count(one => one.Two.Bic < one.One.Bic)} of {family.Networks.Count}",
                    Words.Spread(family.Networks.Select(one => one.Two.Weights.Max())),
                ]),
            ]);
        var context = families.Single(family => family.Kind == Kind.Context);
        study.Claim(
            "context-structured", "Most networks that decide by context have populations by ePAIRS: share of networks.",
            "100 of 100 networks",
            [.. context.Networks.Select(one => IsStructured(one) ? 1.0 : 0)], new ShareAbove(0.8));
        study.Figure(
            "pairs",
            new CategoriesFigure
            {
                Groups = [.. families.Select(family => new NamedValues(family.Kind.Name, [.. family.Networks.Select(one => one.PairsEffect)]))],
                X = new Axis("Effect of ePAIRS"),
                XLines = [new ReferenceLine(0, "as a Gaussian")],
            },
            "Effect of the test; one point per network.");
    }

    private static bool IsStructured(PopulationNetwork one) => one is { PairsP: < Level, PairsEffect: > 0 };
}
