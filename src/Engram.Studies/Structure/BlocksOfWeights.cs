using Engram.Analysis;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Structure;

/// <summary>Weights by block, with what fits them, beside those before learning.</summary>
internal static class BlocksOfWeights
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, TrainedRun run, SignedNetwork network)
    {
        var initial = SignedNetwork.Of(run.Initial());
        var (after, before) = (WeightBlock.Of(network), WeightBlock.Of(initial));
        report.Section("Weights");
        report.Text(
            $"The network has {network.Excitatory} excitatory and {network.Inhibitory} inhibitory units. Blocks are named from → to. Means, "
            + "standard deviations, skewness and fits are those of the nonzero magnitudes.");
        report.Table(
            "Magnitudes of recurrent weights, after and before learning. The distance is that of Kolmogorov and Smirnov, zeros included.",
            ["weights", "", "n", "zero", "mean", "sd", "skewness", "excess kurtosis", "distance from before learning"],
            [
                .. after.Zip(before).SelectMany(pair => (IReadOnlyList<string>[])
                [
                    Row(pair.First, "after", Distance(pair.First, pair.Second)), Row(pair.Second, "before", "–"),
                ]),
            ]);
        report.Table(
            "Distributions fitted to the magnitudes after learning, best fit (least AIC) first.",
            ["weights", "distribution", "parameters", "log-likelihood", "AIC", "distance"],
            [.. after.Where(CanBeFitted).SelectMany(block => MagnitudeFit.All(block.Present).Select(fit => Row(block, fit)))]);
        var weights = new double[network.Units, network.Units];
        for (var k = 0; k < network.Weights.Length; k++)
        {
            weights[k / network.Units, k % network.Units] = network.Weights[k];
        }

        report.Figure(
            "weights",
            new WeightMatrixFigure { Weights = weights, ExcitatoryRows = network.Excitatory, ExcitatoryColumns = network.Excitatory },
            "The recurrent weights, excitatory units first.");
        report.Figure("distribution", Histogram(after), "Nonzero weights by block, each block normalised separately.");
        report.Data("weights", new NamedArray("w_rec", network.Weights.ToArray(), network.Units, network.Units),
            new NamedArray("w_rec_initial", initial.Weights.ToArray(), network.Units, network.Units),
            new NamedArray("excitatory", new long[] { network.Excitatory }));
    }

    private static HistogramFigure Histogram(IReadOnlyList<WeightBlock> blocks) => new()
    {
        Groups = [.. blocks.Select(block => new NamedValues(block.Name, [.. block.Present.Select(w => block.FromExcitatory ? w : -w)]))],
        X = new Axis("Weight")
        {
            Minimum = -blocks.Where(block => !block.FromExcitatory).Select(Upper).DefaultIfEmpty(1).Max(),
            Maximum = blocks.Where(block => block.FromExcitatory).Select(Upper).DefaultIfEmpty(1).Max(),
        },
        Bins = 60,
        Shares = true,
    };

    // Few weights are much greater than the others; the outermost bins hold them.
    private static double Upper(WeightBlock block) =>
        block.Present.Count == 0 ? 0.01 : 1.2 * block.Present[(int)(0.99 * (block.Present.Count - 1))];

    private static bool CanBeFitted(WeightBlock block) => block.Present.Count > 1 && block.Present[0] < block.Present[^1];

    private static string Distance(WeightBlock one, WeightBlock other) => one.Count == 0 ? "–"
        : Words.Number(SampleDistance.Of(one.Magnitudes, other.Magnitudes).KolmogorovSmirnov, "0.000");

    private static IReadOnlyList<string> Row(WeightBlock block, string when, string distance) =>
    [
        block.Name, when, $"{block.Count}", Words.Percent(block.ZeroShare), Words.Number(block.Mean, "0.0000"),
        Words.Number(block.Sd, "0.0000"), Words.Number(block.Skewness), Words.Number(block.ExcessKurtosis), distance,
    ];

    private static IReadOnlyList<string> Row(WeightBlock block, MagnitudeFit fit) =>
    [
        block.Name, $"{fit.Family}".ToLowerInvariant(),
        double.IsNaN(fit.Second) ? Words.Number(fit.First, "0.000")
            : $"{Words.Number(fit.First, "0.000")}, {Words.Number(fit.Second, "0.000")}",
        Words.Number(fit.LogLikelihood, "0"), Words.Number(fit.Aic, "0"), Words.Number(fit.Distance, "0.000"),
    ];
}
