using Engram.Analysis;
using Engram.Figures;
using Engram.Numerics;
using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>Whether distributions of weights differ more between networks of different k than between networks of the same k.</summary>
internal static class Distances
{
    private const int Permutations = 2000;
    private const double Margin = 0.02;
    private static readonly string[] Kinds = ["excitatory", "inhibitory"];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Do the distributions change with the number of sequences?");
        study.Text(
            "Kolmogorov–Smirnov distances are taken between the magnitudes of the weights of two networks, zeros included, for all pairs "
            + "of networks with different seeds. Networks with the same seed start from the same weights and are not compared. If k makes "
            + "no difference, networks of different k are no farther apart than networks of the same k. The source sees no difference; its "
            + $"claim holds if the excess is below {Margin}. The p value comes from {Permutations} permutations of k among the networks of "
            + "each seed. Networks of eight sequences learned at a smaller rate, at which fewer weights are rectified to zero, so the "
            + "excess without them is given as well.");
        var seeds = families[0].Runs.Count;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (kind, name) in Kinds.Index())
        {
            var weights = families.Select(family => family.Runs.Select(run => run.Load()).Select(run => (
                After: Weights.Blocks(run.Network)[4 + kind],
                Before: Weights.Blocks(run.Initial())[4 + kind])).ToList()).ToList();
            var distances = Pairs(weights.Select(all => all.Select(one => one.After).ToList()).ToList(), seeds);
            int[] labels = [.. Enumerable.Range(0, families.Count * seeds).Select(place => place / seeds)];
            var excess = Excesses(labels);
            rows.Add(
            [
                name, Words.Number(Mean(distances, labels, seeds, true), "0.000"),
                Words.Number(Mean(distances, labels, seeds, false), "0.000"),
                Numbers.Interval(excess, "0.000"),
                Numbers.Interval(Excesses([.. labels.Where(label => families[label].Sequences <= 4)]), "0.000"), Words.Number(PValue(distances, labels, seeds), "0.0000"),
                Words.Spread(weights.SelectMany(all => all)
                    .Select(one => SampleDistance.Of(one.After.Magnitudes, one.Before.Magnitudes).KolmogorovSmirnov), "0.000"),
            ]);
            study.Claim(
                $"{name}-weights-alike",
                $"The distribution of {name} weights does not depend on k: how much farther apart networks of different k are than networks "
                + "of the same k, one number per pair of seeds.",
                "'no significant difference'", excess, new Below(Margin));
            study.Figure(
                $"{name}-distances",
                new MatrixFigure
                {
                    Panels = [new MatrixPanel("", ByCount(distances, families.Count, seeds))],
                    Rows = new Axis("Sequences"),
                    Columns = new Axis("Sequences"),
                    RowLabels = [.. families.Select(family => $"{family.Sequences}")],
                    ColumnLabels = [.. families.Select(family => $"{family.Sequences}")],
                    Value = new Axis("Distance"),
                    Decimals = 3,
                },
                $"Mean distance between the distributions of {name} weights of networks with different seeds.");

            List<double> Excesses(int[] of) => [.. Enumerable.Range(0, seeds / 2).Select(pair => Excess(distances, of, seeds, pair))];
        }

        study.Table(
            "Mean distances, and the excess with its 95 % interval over pairs of seeds, each seed in one pair only. For scale, the last "
            + "column gives the distance of a network after learning from itself before learning.",
            ["weights", "same k", "different k", "excess", "excess, k ≤ 4", "p", "before to after learning"], rows);
    }

    // By place: k slowest, then seed; NaN within a seed.
    private static double[,] Pairs(List<List<WeightBlock>> weights, int seeds)
    {
        var all = weights.SelectMany(one => one).ToList();
        var distances = new double[all.Count, all.Count];
        for (var a = 0; a < all.Count; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                distances[a, b] = distances[b, a] = a % seeds == b % seeds ? double.NaN
                    : SampleDistance.Of(all[a].Magnitudes, all[b].Magnitudes).KolmogorovSmirnov;
            }
        }

        return distances;
    }

    // Mean distance between networks of two seeds, those of the pair or any; of the same k or of different ones. No network is in two pairs.
    private static double Mean(double[,] distances, int[] labels, int seeds, bool same, int? pair = null)
    {
        var (sum, count) = (0.0, 0);
        for (var a = 0; a < labels.Length; a++)
        {
            for (var b = 0; b < labels.Length && (pair is null || a % seeds == 2 * pair); b++)
            {
                if (a % seeds != b % seeds && (pair is null || b % seeds == (2 * pair) + 1) && (labels[a] == labels[b]) == same)
                {
                    (sum, count) = (sum + distances[a, b], count + 1);
                }
            }
        }

        return sum / count;
    }

    private static double Excess(double[,] distances, int[] labels, int seeds, int? pair) =>
        Mean(distances, labels, seeds, false, pair) - Mean(distances, labels, seeds, true, pair);

    // p = (1 + #{as great})/(1 + P)
    private static double PValue(double[,] distances, int[] labels, int seeds)
    {
        var (observed, asGreat, kinds) = (Excess(distances, labels, seeds, null), 0, labels.Length / seeds);
        for (var permutation = 0; permutation < Permutations; permutation++)
        {
            var stream = new RandomStream(new StreamKey(1, Purpose.Analysis), permutation);
            int[] permuted = [.. labels];
            for (var seed = 0; seed < seeds; seed++)
            {
                for (var k = kinds - 1; k > 0; k--)
                {
                    var (one, other) = ((k * seeds) + seed, (stream.NextInt(k + 1) * seeds) + seed);
                    (permuted[one], permuted[other]) = (permuted[other], permuted[one]);
                }
            }

            asGreat += Excess(distances, permuted, seeds, null) >= observed - 1e-12 ? 1 : 0;
        }

        return (1.0 + asGreat) / (1 + Permutations);
    }

    private static double[,] ByCount(double[,] distances, int kinds, int seeds)
    {
        var means = new double[kinds, kinds];
        for (var k = 0; k < kinds; k++)
        {
            for (var l = 0; l < kinds; l++)
            {
                var pairs = from a in Enumerable.Range(0, seeds)
                            from b in Enumerable.Range(0, seeds)
                            where a != b
                            select distances[(k * seeds) + a, (l * seeds) + b];
                means[k, l] = pairs.DefaultIfEmpty(double.NaN).Average();
            }
        }

        return means;
    }
}
