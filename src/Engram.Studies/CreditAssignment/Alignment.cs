using Engram.Figures;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.CreditAssignment;

/// <summary>Whether the angle between what a rule learns from and the gradient tells how much is learned.</summary>
internal static class Alignment
{
    private const double Predicts = -0.3, Differ = 0.1;

    // Which angle, and its name.
    private static readonly IReadOnlyList<(string Id, string Name, Func<LagNetwork, double?> Of)> Angles =
        [("start", "before the first update", one => one.Start), ("mean", "mean over training", one => one.Mean), ("units", "mean over training, without the readout", one => one.Units)];

    /// <summary>Writes the section.</summary>
    /// <param name="study">Where.</param>
    /// <param name="learners">The networks of growing lags.</param>
    public static void Write(StudyContext study, IReadOnlyList<Learners> learners)
    {
        var others = learners.Where(one => one.Rule != Plan.Exact).ToList();
        var sets = others[0].Networks.Count;
        study.Section("Does alignment predict it?");
        study.Text(
            "Every 50 updates of these trainings, the angle between what the rule learns from and the gradient of the loss was measured, on the same trials and with the same weights; that of "
            + $"spiking units is the gradient with a triangle for the derivative of a spike. It is 0 for {Plan.Exact}, which is left out. Training ends when a task is learned, so that the mean "
            + "over training is that over the time of learning. No rule changes how the readout itself learns, so that the angle is also given without its weights, as the mean over matrices "
            + $"and biases of the units. The networks make {sets} sets, each with one network of each rule, task and T. In each set, Spearman's correlation of angle and score is computed over "
            + $"rules and T, and over the rules alone at the same T, where scores differ by at least {Differ}. Both are means over the two tasks. If smaller angles go with better learning, "
            + "correlations are below 0.");
        foreach (var (name, _) in Plan.Cells)
        {
            study.Figure(
                $"alignment-{name.ToLowerInvariant()}",
                new PointsFigure
                {
                    Groups = [.. Plan.Rules.Skip(1).Select(rule => Points(rule, others.Where(one => one.Cell == name && one.Rule == rule)))],
                    X = new Axis("angle to the gradient, mean over training", "°") { Minimum = 0 }, Y = new Axis("score") { Minimum = 0, Maximum = 1 },
                    Legend = "rule",
                },
                $"Score against the angle between rule and gradient with {name} units, over both tasks and all T; one point per network.");
        }

        foreach (var (name, _) in Plan.Cells)
        {
            study.Table(
                $"Angle to the gradient in degrees with {name} units, mean and 95 % interval over the networks of both tasks and all T.", ["rule", .. Angles.Select(angle => angle.Name)],
                [
                    .. Plan.Rules.Skip(1).Select(rule => (IReadOnlyList<string>)
                        [rule, .. Angles.Select(angle => Mean(others.Where(one => one.Cell == name && one.Rule == rule), angle.Of))]),
                ]);
        }

        var correlations = Plan.Cells.SelectMany(cell => Angles.Select(angle => (
            Cell: cell.Name, angle.Id, angle.Name, Over: Sets(cell.Name, angle.Of, Over), Within: Sets(cell.Name, angle.Of, Within)))).ToList();
        study.Table(
            $"Spearman's correlation of angle and score, mean and 95 % interval over {sets} sets of networks.",
            ["cell", "angle", "over rules and T", "over rules at the same T"],
            [.. correlations.Select(one => (IReadOnlyList<string>)[one.Cell, one.Name, Interval(one.Over), Interval(one.Within)])]);
        study.Data(
            "correlations", ["cell", "angle", "set", "over_rules_and_steps", "over_rules"],
            correlations.SelectMany(one => one.Over.Zip(one.Within).Select((pair, k) => (IReadOnlyList<string>)
                [one.Cell, one.Id, $"{k + 1}", Words.Exact(pair.First), Words.Exact(pair.Second)])));
        foreach (var one in correlations)
        {
            study.Claim(
                $"angle-{one.Id}-{one.Cell.ToLowerInvariant()}",
                $"With {one.Cell} units, networks whose angle to the gradient is smaller learn more: Spearman's correlation of the angle ({one.Name}) and the score over rules and T.",
                "not tested", one.Over, Bounded);
        }

        foreach (var one in correlations.Where(one => one.Id == "units"))
        {
            study.Claim(
                $"angle-{one.Id}-at-one-lag-{one.Cell.ToLowerInvariant()}",
                $"With {one.Cell} units, networks whose angle to the gradient is smaller learn more among the rules at the same T too: Spearman's correlation of the angle ({one.Name}) and the score.",
                "not tested", one.Within, Bounded);
        }

        IReadOnlyList<double> Sets(string cell, Func<LagNetwork, double?> angle, Func<IReadOnlyList<(int Lag, double Angle, double Score)>, double> correlate) =>
        [
            .. Enumerable.Range(0, sets).Select(k => Known(others.Where(one => one.Cell == cell).GroupBy(one => one.Task).Select(task => correlate(
            [
                .. task.Where(one => angle(one.Networks[k]) is not null).Select(one => (one.Lag, angle(one.Networks[k])!.Value, one.Networks[k].Score)),
            ])))),
        ];
    }

    private static Below Bounded => new(Predicts) { Floor = -1, Ceiling = 1 };

    /// <summary>Spearman's correlation of angles and scores; NaN where one of them does not vary.</summary>
    internal static double Over(IReadOnlyList<(int Lag, double Angle, double Score)> points) =>
        points.Count < 3 ? double.NaN : Correlation.Spearman(points.Select(point => point.Angle), points.Select(point => point.Score));

    /// <summary>The mean of the correlations at each lag where scores differ; NaN where they do at none.</summary>
    internal static double Within(IReadOnlyList<(int Lag, double Angle, double Score)> points) =>
        Known(points.GroupBy(point => point.Lag).Where(lag => lag.Max(point => point.Score) - lag.Min(point => point.Score) >= Differ).Select(lag => Over([.. lag])));

    private static double Known(IEnumerable<double> values) => values.Where(double.IsFinite).Select(value => (double?)value).Average() ?? double.NaN;

    private static string Interval(IReadOnlyList<double> correlations)
    {
        double[] known = [.. correlations.Where(double.IsFinite)];
        return SampleMean.Of(known) is var mean && mean.N < 2 ? (mean.N == 0 ? "–" : Words.Number(mean.Mean))
            : $"{Words.Number(mean.Mean)} [{Words.Number(Math.Max(-1, mean.Low))}, {Words.Number(Math.Min(1, mean.High))}]";
    }

    private static string Mean(IEnumerable<Learners> of, Func<LagNetwork, double?> angle) =>
        Words.Interval([.. of.SelectMany(one => one.Networks).Select(angle).OfType<double>()], "0");

    private static Curve Points(string rule, IEnumerable<Learners> of)
    {
        var all = of.SelectMany(one => one.Networks).Where(network => network.Mean is not null).ToList();
        return new(rule, [.. all.Select(network => network.Mean!.Value)], [.. all.Select(network => network.Score)]);
    }
}
