using System.Globalization;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Forgetting;

/// <summary>What each way to protect the first task retains of it, and what it costs the second.</summary>
internal static class Curve
{
    private const double Floor = -1;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, IReadOnlyList<Family> families)
    {
        study.Section("Retention and plasticity");
        study.Text(
            "Every method makes as many updates on the second task; joint training makes those of both tasks from new weights. The penalty is "
            + "λ/2 Σ F (θ − θ*)² on raw weights. In elastic weight consolidation F is the diagonal of the Fisher information at the end of the "
            + "first task, on its own trials, each trial's gradient squared by itself, for Gaussian outputs, in the units of the loss: λ = 1 "
            + "stands for the first loss as it is. In synaptic intelligence it is what a weight contributed to the first task, in the pull to old "
            + "weights it is 1. The strengths reach from learning freely to hardly learning in one network, whose seed is not among these. Replay "
            + "and joint training use half of each batch for the first task, and are bounds, for they need its data.");
        study.Table(
            "R² of both tasks, mean ± standard deviation over networks, and how many networks retain (R² ≥ 0.8) and learn (R² ≥ 0.9).",
            ["method", "λ", "first task", "second task", "retain", "learn", "both"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Method.Name, family.Method.Strengths.Count == 0 ? "–" : Number(family.Strength),
                    Words.Spread(family.First, "0.000"), Words.Spread(family.Second, "0.000"),
                    Count(family, r => r.First.R2 >= Plan.Retained), Count(family, r => r.Second.R2 >= Plan.Learned),
                    Count(family, r => r.First.R2 >= Plan.Retained && r.Second.R2 >= Plan.Learned),
                ]),
            ]);
        foreach (var (method, id) in new[]
        {
            ("EWC", "ewc"), ("synaptic intelligence", "intelligence"), ("pull to old weights", "pull"), ("replay", "replay"),
        })
        {
            var (chosen, judged) = Family.Choose(families, method);
            var how = chosen.Method.Strengths.Count == 0 ? "" : $" (λ = {Number(chosen.Strength)}, chosen on other networks)";
            study.Claim(
                $"{id}-retains", $"With {method} networks retain the first task{how}.", "none retains it",
                [.. judged.Select(network => network.First.R2)], new Above(Plan.Retained), "R²");
            study.Claim(
                $"{id}-learns", $"They learn the second task{how}.", "not reported",
                [.. judged.Select(network => network.Second.R2)], new Above(Plan.Learned), "R²");
        }

        study.Figure(
            "retention-plasticity",
            new LinesFigure
            {
                Curves =
                [
                    .. families.GroupBy(family => family.Method.Name).Select(group => new Figures.Curve(
                        group.Key, [.. group.Select(family => Shown(family.First))], [.. group.Select(family => Shown(family.Second))])),
                ],
                X = new Axis("R² of the first task") { Minimum = Floor, Maximum = 1 },
                Y = new Axis("R² of the second task") { Minimum = Floor, Maximum = 1 },
                XLines = [new ReferenceLine(Plan.Retained, "retained")],
                YLines = [new ReferenceLine(Plan.Learned, "learned")],
                Points = true,
            },
            "What is retained against what is learned, the mean of all networks at each strength; λ grows along each line. Means below "
            + "−1 are drawn at −1.");
        study.Figure(
            "networks",
            new PointsFigure
            {
                Groups =
                [
                    .. Plan.Methods.Select(method => Family.Choose(families, method.Name).Chosen).Select(family =>
                        new Figures.Curve(family.Method.Name, [.. family.First.Select(Clipped)], [.. family.Second.Select(Clipped)])),
                ],
                X = new Axis("R² of the first task") { Minimum = Floor, Maximum = 1 },
                Y = new Axis("R² of the second task") { Minimum = Floor, Maximum = 1 },
                XLines = [new ReferenceLine(Plan.Retained, "retained")],
                YLines = [new ReferenceLine(Plan.Learned, "learned")],
            },
            "Each network, at the strength at which its method does best. Values below −1 are drawn at −1.");
        study.Data(
            "retention",
            ["method", "strength", "seed", "r2_first", "r2_second", "error_first", "error_second"],
            families.SelectMany(family => family.Networks.Select((network, place) => (IReadOnlyList<string>)
            [
                family.Method.Name, Words.Exact(family.Strength), $"{plan.Seeds[place]}", Words.Exact(network.First.R2),
                Words.Exact(network.Second.R2), Words.Exact(network.First.Error), Words.Exact(network.Second.Error),
            ])));
    }

    private static double Shown(IReadOnlyList<double> values) => Clipped(values.Average());

    private static double Clipped(double value) => Math.Max(Floor, value);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Count(Family family, Func<Retention, bool> holds) => $"{family.Networks.Count(holds)} of {family.Networks.Count}";
}
