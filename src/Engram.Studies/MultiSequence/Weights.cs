using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>The distributions of recurrent weights: Figures 4a and 6.</summary>
internal static class Weights
{
    private const int Bins = 40;

    /// <summary>A block of a network: moments of the weights that are not zero, and how well distributions fit them.</summary>
    private sealed record Block(
        string Name, double ZeroShare, double Mean, double Sd, double Skewness, double Kurtosis, string Best, double NormalDistance);

    private sealed record Found(IReadOnlyList<Block> Trained, IReadOnlyList<Block> Initial)
    {
        // Blocks E→E, E→I, I→E, I→I, then all from E and all from I.
        public double Width => Trained[5].Sd / Trained[4].Sd;

        public double InitialWidth => Initial[5].Sd / Initial[4].Sd;
    }

    /// <summary>All weights from units of one kind, and those of each block.</summary>
    public static IReadOnlyList<WeightBlock> Blocks(Networks.Network network)
    {
        var blocks = WeightBlock.Of(SignedNetwork.Of(network));
        return [.. blocks, blocks[0].With(blocks[1], "E→all"), blocks[2].With(blocks[3], "I→all")];
    }

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Distributions of weights");
        study.Text(
            "Rectification holds some weights at zero. Their share is given; means, standard deviations, skewness and fits are of the "
            + "other weights. A normal distribution has skewness 0, an exponential one 2. The distance is the Kolmogorov–Smirnov distance "
            + "from the best-fitting normal distribution.");
        var found = families.Select(family => study.Measure($"weights of {family.Sequences}", family.Runs, 0, Measure)).ToList();
        study.Table(
            "Magnitudes of recurrent weights (from → to) before learning, for all k, and after learning; mean ± standard deviation over "
            + "networks.",
            ["weights", "sequences", "zero", "mean", "sd", "skewness", "excess kurtosis", "distance from normal"],
            [
                .. Enumerable.Range(0, 4).SelectMany(block => (IReadOnlyList<string>[])
                [
                    Row("before", found.SelectMany(one => one).Select(one => one.Initial[block])),
                    .. families.Zip(found, (family, all) => Row($"{family.Sequences}", all.Select(one => one.Trained[block]))),
                ]),
            ]);
        study.Table(
            "Number of networks whose weights are best fitted (least AIC) by a normal, lognormal, gamma or exponential distribution.",
            ["weights", .. families.Select(family => family.Name), "before learning"],
            [.. Enumerable.Range(4, 2).Select(block => (IReadOnlyList<string>)
            [
                found[0][0].Trained[block].Name, .. found.Select(all => Best(all.Select(one => one.Trained[block]))),
                Best(found.SelectMany(all => all).Select(one => one.Initial[block])),
            ])]);
        Judge(study, [.. found.SelectMany(one => one)], [.. Enumerable.Range(0, families[0].Runs.Count)
            .Select(seed => found.Select(all => all[seed]).ToArray())]);
        Draw(study, families);
    }

    private static void Judge(StudyContext study, IReadOnlyList<Found> all, IReadOnlyList<Found[]> bySeed)
    {
        study.Claim(
            "inhibitory-wider",
            "Inhibitory weights are wider than excitatory weights: ratio of standard deviations, mean over k for each seed.",
            "0 to 0.4 against −1.2 to 0", [.. bySeed.Select(seed => seed.Average(one => one.Width))], new Above(1));
        study.Claim(
            "width-was-initial",
            "Learning keeps the ratio of the widths of inhibitory and excitatory weights that the initial balance set: ratio after "
            + $"learning over ratio before it ({Words.Number(all.Average(one => one.InitialWidth))}), mean over k for each seed.",
            "not tested", [.. bySeed.Select(seed => seed.Average(one => one.Width / one.InitialWidth))], new Between(0.8, 1.25));
        study.Claim(
            "excitatory-concentrated",
            "Excitatory weights are concentrated at small values, more than a bell curve: skewness of the nonzero weights, mean over k.",
            "'concentrated to small values'", [.. bySeed.Select(seed => seed.Average(one => one.Trained[4].Skewness))], new Above(1));
        study.Claim(
            "inhibitory-normal",
            "Inhibitory weights follow a normal distribution: distance from the best-fitting one, mean over k for each seed.",
            "'wide normal-like distribution'", [.. bySeed.Select(seed => seed.Average(one => one.Trained[5].NormalDistance))],
            new Below(0.05));
    }

    private static void Draw(StudyContext study, IReadOnlyList<Family> families)
    {
        var four = families.Single(family => family.Sequences == 4);
        var blocks = Blocks(four.Runs[0].Load().Network);
        var initial = Blocks(four.Runs[0].Load().Initial());
        study.Figure(
            "weights-of-four",
            new HistogramFigure
            {
                Groups =
                [
                    new NamedValues("excitatory", blocks[4].Present), new NamedValues("inhibitory", Negative(blocks[5])),
                    new NamedValues("excitatory, before", initial[4].Present), new NamedValues("inhibitory, before", Negative(initial[5])),
                ],
                X = new Axis("Weight") { Minimum = -2 * Quantile(blocks[5]), Maximum = 2 * Quantile(blocks[4]) },
                Bins = 80,
                Shares = true,
            },
            "Nonzero recurrent weights of the first network with four sequences, normalised separately for each kind (the source's Figure "
            + "4a).");
        foreach (var (block, name) in new[] { (4, "excitatory"), (5, "inhibitory") })
        {
            var magnitudes = families.Select(family => (family.Name, Values: family.Runs.Select(run =>
                (IReadOnlyList<double>)Blocks(run.Load().Network)[block].Magnitudes).ToList())).ToList();
            var limit = magnitudes.Max(one => one.Values.Max(values => values[(int)(0.99 * (values.Count - 1))]));
            study.Figure(
                $"{name}-weights",
                new LinesFigure
                {
                    Curves =
                    [
                        .. magnitudes.Select(one => Curve.MeanAndSd(
                            one.Name, [.. Enumerable.Range(0, Bins).Select(bin => (bin + 0.5) * limit / Bins)],
                            [.. one.Values.Select(values => Shares(values, limit))])),
                    ],
                    X = new Axis("Magnitude"),
                    Y = new Axis("Share of the weights", "%") { Percent = true, Minimum = 0 },
                    Ordered = true,
                },
                $"Distribution of {name} weights by k (the source's Figure 6): share of the weights in each of {Bins} bins; mean and "
                + "standard deviation over networks. The curve leaves out zeros, but they count in the total.");
        }
    }

    private static double Quantile(WeightBlock block) => block.Present[(int)(0.95 * (block.Present.Count - 1))];

    private static double[] Negative(WeightBlock block) => [.. block.Present.Select(w => -w)];

    private static double[] Shares(IReadOnlyList<double> values, double limit)
    {
        var shares = new double[Bins];
        foreach (var value in values.Where(value => value > 0 && value < limit))
        {
            shares[(int)(value / limit * Bins)] += 1.0 / values.Count;
        }

        return shares;
    }

    private static Found Measure(Storage.TrainedRun run, int settings) => new(
        [.. Blocks(run.Network).Select(Describe)], [.. Blocks(run.Initial()).Select(Describe)]);

    private static Block Describe(WeightBlock block)
    {
        var fits = MagnitudeFit.All(block.Present);
        return new(
            block.Name, block.ZeroShare, block.Mean, block.Sd, block.Skewness, block.ExcessKurtosis, $"{fits[0].Family}".ToLowerInvariant(),
            fits.Single(fit => fit.Family == MagnitudeFamily.Normal).Distance);
    }

    private static string Best(IEnumerable<Block> blocks) => string.Join(
        ", ",
        blocks.GroupBy(block => block.Best).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"));

    private static IReadOnlyList<string> Row(string sequences, IEnumerable<Block> blocks)
    {
        var all = blocks.ToList();
        return
        [
            all[0].Name, sequences, Words.Percent(all.Average(one => one.ZeroShare)), Words.Spread(all.Select(one => one.Mean), "0.000"),
            Words.Spread(all.Select(one => one.Sd), "0.000"), Words.Spread(all.Select(one => one.Skewness)),
            Words.Spread(all.Select(one => one.Kurtosis), "0.0"), Words.Spread(all.Select(one => one.NormalDistance), "0.000"),
        ];
    }
}
