using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>Circuits of the latent variables with one population and with two.</summary>
internal static class Circuits
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("The circuit of several populations");
        study.Text(
            "The circuit has one variable per rank. Couplings between the variables are sums over populations. Each population has its own "
            + "gain, which falls as its units are driven. The circuit runs on the inputs of the network's own test, and its gains include "
            + "the variance of the network's noise.");
        study.Table(
            "Mean ± standard deviation over networks.",
            ["task", "one population: loss", "accuracy", "two populations: loss", "accuracy"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Kind.Name, .. Cells(family, one => one.One.Circuit), .. Cells(family, one => one.Two.Circuit),
                ]),
            ]);
        var context = families.Single(family => family.Kind == Kind.Context);
        study.Claim(
            "context-circuit", "The circuit of two populations decides by context.", "about 0.97 in a re-run of the paper's networks",
            [.. context.Networks.Select(one => one.Two.Circuit.Accuracy)], new Above(0.88));
    }

    private static IEnumerable<string> Cells(Family family, Func<PopulationNetwork, Answer> circuit) =>
    [
        Words.Spread(family.Networks.Select(one => circuit(one).Loss), "0.000"),
        Words.Spread(family.Networks.Select(one => circuit(one).Accuracy), "0.000"),
    ];
}
