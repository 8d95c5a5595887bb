using Engram.Figures;
using Engram.Numerics;
using Engram.Studies.LowRank;
using Engram.Studies.SequenceShift;

namespace Engram.Studies.Forgetting;

/// <summary>What each way to protect the first task retains of it, and what it costs the second.</summary>
internal static class Curve
{
    private const double Floor = -1;

    // As many as colours that can be told apart.
    private static readonly string[] drawn = ["ewc", "intelligence", "pull", "projection", "input-projection", "gating-ewc", "large-gating-ewc"];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, Families families)
    {
        study.Section("Retention and plasticity");
        study.Text(
            "Every method makes the same number of updates on the second task. Joint training starts from new weights and makes the "
            + "updates of both tasks. The penalty is λ/2 Σ F (θ − θ*)² on raw weights. In elastic weight consolidation (EWC), F is the "
            + "diagonal of the Fisher information at the end of the first task, for Gaussian outputs. It is computed on the trials of that "
            + "task, each trial's gradient squared separately, and in the units of the loss, so that λ = 1 weights the loss on the first "
            + "task as it is. In synaptic intelligence, F is what each weight contributed to the first task. In the pull to old weights, F "
            + "is 1. Projection of inputs keeps each update out of the subspace that the activity of the first task spans: (1 + λ E[z "
            + "zᵀ])⁻¹, where z holds the rates, the input and 1. Projection on both sides also keeps it out of the subspace that this "
            + "activity drives. With gating, half of the units are silent in each task, drawn separately for each. Replay and joint "
            + "training use half of each batch for the first task. They serve as bounds, because they need its data.");
        study.Text(
            $"Strengths are chosen on {plan.Choosing.Count} networks, with other seeds than the {plan.Judged.Count} networks that are "
            + $"judged. The score of a network is the smaller of R² / {Plan.Retained} of the first task and R² / {Plan.Learned} of the "
            + "second, where an R² below −1 counts as −1. For each method the strength with the greatest mean score is chosen. A network "
            + $"keeps both tasks if R² of the first is {Plan.Retained} or more, and of the second {Plan.Learned} or more.");
        study.Table(
            "Strengths, on the networks used for choosing: median R² of the first and the second task, at the ends of the range and at the "
            + "chosen strength.",
            ["method", "λ from", "to", "R² at the least λ", "R² at the greatest λ", "chosen λ", "R² at the chosen λ"],
            [
                .. families.Grid.GroupBy(family => family.Method).Select(group => (IReadOnlyList<string>)
                [
                    group.Key.Name, group.First().StrengthText, group.Last().StrengthText, Pair(group.First()), Pair(group.Last()),
                    families.Of(group.Key.Id).StrengthText, Pair(group.First(family => family.Strength == families.Of(group.Key.Id).Strength)),
                ]),
            ]);
        study.Table(
            "R² of both tasks on the networks that are judged: mean ± standard deviation, or median (quartiles) when a few outliers "
            + "dominate the deviation. The next columns count the networks that retain the first task, learn the second, and do both; the "
            + "last is the 95 % interval of the share that does both.",
            ["method", "λ", "first task", "second task", "retain", "learn", "both", "both, interval of the share"],
            [
                .. families.Judged.Select(family => (IReadOnlyList<string>)
                [
                    family.Method.Name, family.StrengthText, Words.Robust(family.First, "0.000"), Words.Robust(family.Second, "0.000"),
                    Count(family.First, Plan.Retained), Count(family.Second, Plan.Learned),
                    $"{family.KeepBoth.Sum():0} of {family.KeepBoth.Count}", Interval(family.KeepBoth),
                ]),
            ]);
        foreach (var family in families.Judged.Where(family => family.Method.Id is not ("plain" or "dropout" or "joint")))
        {
            study.Claim(
                $"{family.Method.Id}-keeps-both",
                $"With {family.Method.Name}, most networks retain the first task and learn the second: share of networks.",
                family.Method.Id == "dropout-ewc" ? "retains no more than without" : "not reported", family.KeepBoth, new ShareAbove(0.5));
        }

        study.Figure(
            "networks",
            new CategoriesFigure
            {
                Groups =
                [
                    .. families.Judged.Select(family => new NamedValues(
                        family.Method.Name, [.. family.Networks.Select(network => network.Nearness())])),
                ],
                X = new Axis($"The smaller of R²/{Plan.Retained} of the first task and R²/{Plan.Learned} of the second") { Minimum = Floor, Maximum = 1.2 },
                XLines = [new ReferenceLine(1, "both kept")],
            },
            "What each network keeps of both tasks, at the strength chosen for the method on other networks; one point per network and a "
            + $"bar at the median. The value is the smaller of R²/{Plan.Retained} of the first task and R²/{Plan.Learned} of the second; at "
            + "1 a network just keeps both.");
        study.Figure(
            "retention-plasticity",
            new LinesFigure
            {
                Curves =
                [
                    .. families.Grid.Where(family => drawn.Contains(family.Method.Id)).GroupBy(family => family.Method.Name).Select(group => new Figures.Curve(
                        group.Key, [.. group.Select(family => Shown(family.First))], [.. group.Select(family => Shown(family.Second))])),
                ],
                X = new Axis("R² of the first task") { Minimum = Floor, Maximum = 1 },
                Y = new Axis("R² of the second task") { Minimum = Floor, Maximum = 1 },
                XLines = [new ReferenceLine(Plan.Retained, "retained")],
                YLines = [new ReferenceLine(Plan.Learned, "learned")],
                Points = true,
            },
            "What is retained against what is learned at each strength: medians over the networks used for choosing. λ grows along each "
            + "line. Medians below −1 are drawn at −1.");
        study.Data(
            "retention",
            ["method", "strength", "seed", "use", "r2_first", "r2_second", "error_first", "error_second"],
            families.Grid.Select(family => (family, Use: "chooses", Seeds: plan.Choosing))
                .Concat(families.Judged.Concat(families.OtherElastic).Select(family => (family, Use: "judged", Seeds: plan.Judged)))
                .SelectMany(row => row.family.Networks.Select((network, place) => (IReadOnlyList<string>)
                [
                    row.family.Method.Name, Words.Exact(row.family.Strength), $"{row.Seeds[place]}", row.Use, Words.Exact(network.First.R2),
                    Words.Exact(network.Second.R2), Words.Exact(network.First.Error), Words.Exact(network.Second.Error),
                ])));
    }

    /// <summary>The 95 % interval of a share, in words.</summary>
    public static string Interval(IReadOnlyList<double> yes)
    {
        var (low, high) = Binomial.ClopperPearson((int)yes.Sum(), yes.Count, 0.95);
        return $"{low:0.00} to {high:0.00}";
    }

    private static double Shown(IReadOnlyList<double> values) => Math.Max(Floor, Statistics.Median(values));

    private static string Pair(Family family) =>
        $"{Words.Number(Statistics.Median(family.First))}, {Words.Number(Statistics.Median(family.Second))}";

    private static string Count(IReadOnlyList<double> values, double floor) => $"{values.Count(value => value >= floor)} of {values.Count}";
}
