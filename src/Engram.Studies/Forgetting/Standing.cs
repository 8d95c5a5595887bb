using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Forgetting;

/// <summary>
/// What sets apart the networks that retain the first task under elastic weight consolidation: whether they moved, and what they learned.
/// </summary>
internal static class Standing
{
    private const double Two = 1e6, Floor = -1;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Families families)
    {
        var moved = families.Elastic.Select(family => study.Measure(
            FormattableString.Invariant($"moved {family.Strength}"), family.Runs, 0, Distance)).ToList();
        var place = Enumerable.Range(0, families.Elastic.Count).MinBy(k => Math.Abs(Math.Log(families.Elastic[k].Strength / Two)));
        var (split, apart) = (families.Elastic[place], moved[place]);
        study.Section("Two groups of networks");
        study.Text(
            $"At λ = {split.StrengthText} networks under elastic weight consolidation fall into two groups, and a mean describes neither. "
            + "Training keeps the weights with the lowest loss on fresh trials of the task being learned. If the penalty is so stiff that "
            + "no update lowers this loss, these are the weights at the start. Have the networks that retain the first task therefore "
            + "stood still, to the last bit? Distances are ‖θ − θ*‖ / ‖θ*‖ over all weights.");
        study.Table(
            "Networks under elastic weight consolidation, by λ: how many stood still, how many retain the first task (R² of 0.8 or more) "
            + "or lose it, how far the weights of these moved, and their R² of the second task; medians and quartiles.",
            ["λ", "stood still", "retain", "distance", "R², second task", "lose", "distance", "R², second task"],
            [
                .. families.Elastic.Zip(moved, (family, distances) => (IReadOnlyList<string>)
                [
                    family.StrengthText, $"{distances.Count(distance => distance == 0)}",
                    .. Group(family, distances, true), .. Group(family, distances, false),
                ]),
            ]);
        study.Claim(
            "retaining-is-standing-still",
            $"Most networks that retain the first task under elastic weight consolidation with λ = {split.StrengthText} still have the "
            + "weights from the start of the second: share of those that retain.",
            "not tested",
            [.. split.Networks.Zip(apart).Where(pair => Retains(pair.First)).Select(pair => pair.Second == 0 ? 1.0 : 0)], new ShareAbove(0.5));
        study.Claim(
            "moving-is-forgetting",
            $"Few networks whose weights moved under elastic weight consolidation with λ = {split.StrengthText} retain the first task: "
            + "share of those that moved.",
            "not tested", [.. Of(split, apart, true).Select(network => Retains(network) ? 1.0 : 0)], new ShareBelow(0.5));
        study.Claim(
            "retaining-is-not-learning",
            $"Few networks that retain the first task under elastic weight consolidation with λ = {split.StrengthText} have learned "
            + "anything of the second (R² above 0): share of those that retain.",
            "not tested", [.. split.Networks.Where(Retains).Select(network => network.Second.R2 > 0 ? 1.0 : 0)],
            new ShareBelow(0.5) { Changed = "It was added after it was seen that networks that retain the first task had moved." });
        study.Figure(
            "humps",
            new CategoriesFigure
            {
                Groups =
                [
                    .. families.Elastic.Select(family => new NamedValues(
                        $"λ = {family.StrengthText}", family.First)),
                ],
                X = new Axis("R² of the first task") { Minimum = Floor, Maximum = 1 },
                XLines = [new ReferenceLine(Plan.Retained, "retained")],
            },
            "R² of the first task under elastic weight consolidation; one point per network and a bar at the median.");
        study.Figure(
            "standing",
            new PointsFigure
            {
                Groups =
                [
                    new(
                        "networks", [.. split.First.Select(value => Math.Max(Floor, value))], [.. split.Second.Select(value => Math.Max(Floor, value))]),
                ],
                X = new Axis("R² of the first task") { Minimum = Floor, Maximum = 1 },
                Y = new Axis("R² of the second task") { Minimum = Floor, Maximum = 1 },
                XLines = [new ReferenceLine(Plan.Retained, "retained")],
                YLines = [new ReferenceLine(0, "a constant")],
            },
            $"Both tasks under elastic weight consolidation with λ = {split.StrengthText}; one point per network. Values below −1 are drawn "
            + "at −1.");
    }

    private static IEnumerable<string> Group(Family family, IReadOnlyList<double> distances, bool retains)
    {
        var places = Enumerable.Range(0, family.Networks.Count).Where(network => Retains(family.Networks[network]) == retains).ToList();
        return places.Count == 0 ? ["0", "–", "–"] :
        [
            $"{places.Count}", Words.Quartiles(places.Select(network => distances[network]), "G2"),
            Words.Quartiles(places.Select(network => family.Second[network])),
        ];
    }

    private static bool Retains(Retention network) => network.First.R2 >= Plan.Retained;

    private static List<Retention> Of(Family family, IReadOnlyList<double> distances, bool moved) =>
        [.. family.Networks.Where((_, network) => distances[network] > 0 == moved)];

    private static double Distance(TrainedRun run, int settings)
    {
        float[] start = run.Initial().RawValues.ToArray(), end = run.Network.RawValues.ToArray();
        return Math.Sqrt(start.Zip(end, (a, b) => Math.Pow((double)b - a, 2)).Sum() / start.Sum(a => (double)a * a));
    }
}
