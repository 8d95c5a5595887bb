using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>
/// The networks of rank one reduced: drawn anew, as a circuit of one variable, and its fixed points. The report's second figure.
/// </summary>
internal static class DecidingReduced
{
    private static readonly string[] Kinds = ["stable", "unstable"];

    /// <summary>Writes the section.</summary>
    public static void Run(Plan plan, Deciding part)
    {
        var study = plan.Study;
        study.Section("Rank one, reduced to a Gaussian and to one variable");
        study.Text(
            "A Gaussian in four dimensions, with means and all covariances, is fitted to the units of each network, and "
            + $"{plan.Settings.Draws} networks of 128 units are drawn from each fit. The exact circuit sums over the units of the given "
            + "network; the mean-field circuit knows only the Gaussian. Both see the same noisy inputs as the network.");
        Claims(study, part);
        study.Table(
            "Mean ± standard deviation over networks, or over all draws for drawn networks.",
            ["", "loss", "accuracy"],
            [
                Row("networks", part.Networks.Select(one => one.Test)),
                [
                    "networks drawn from the fits",
                    $"median and quartiles {Words.Quartiles(part.Networks.SelectMany(one => one.ResampledLoss))}",
                    Words.Spread(part.Networks.SelectMany(one => one.ResampledAccuracy), "0.0000"),
                ],
                Row("exact circuit", part.Networks.Select(one => one.Finite)),
                Row("mean-field circuit", part.Networks.Select(one => one.MeanField)),
            ]);
        Draws(study, part);
        Example(plan, part);
        Points(study, part);
        var first = part.Networks[0].FinitePoints;
        var run = part.Runs[0].Load();
        study.Figure(
            "rank-one-flow",
            Planes.Flow(
                new FiniteCircuit(LoadingSpace.Of(run.Network).WithSigns()),
                1.6 * first.Max(point => Math.Abs(point.Kappa[0])), first, Quiet(run)) with { Legend = "Mean input" },
            "The flow of the first network on the plane of κ and v without input: any remaining v decays, and κ goes to one of the two "
            + "stable points. Lines are trials without noise.");
    }

    private static LatentTrajectory Quiet(Storage.TrainedRun run) => LatentTrajectory.Of(
        LoadingSpace.Of(run.Network).WithSigns(),
        (run.Experiment(200) with { KeepStates = true, Noise = false }).Run());

    private static void Claims(StudyContext study, Deciding part)
    {
        study.Claim(
            "rank-one-resampled", "Networks drawn from the Gaussian answer correctly.", "about 75 % in one drawn network",
            [.. part.Networks.Select(one => one.ResampledAccuracy.Average())], new Above(0.99));
        study.Claim(
            "rank-one-worst-draw",
            "Every network drawn from the Gaussian is right in at least 95 % of trials: the worst draw from each trained network.",
            "about 75 %",
            [.. part.Networks.Select(one => one.ResampledAccuracy.Min())], new EveryAtLeast(0.95));
        study.Claim(
            "rank-one-circuit-accuracy", "The mean-field circuit of one variable answers as the network does.", "100 %",
            [.. part.Networks.Select(one => one.MeanField.Accuracy)], new EveryAtLeast(0.995));
        study.Claim(
            "rank-one-circuit-loss", "The mean-field circuit of one variable does the task: its loss is below 0.08.", "not reported",
            [.. part.Networks.Select(one => one.MeanField.Loss)], new Below(0.08));
        study.Claim(
            "rank-one-points",
            "A network that decides has exactly three fixed points without input: 0, which is unstable, and two stable ones: share of networks.",
            "one, at 0", [.. part.Networks.Select(one => IsBistable(one.FinitePoints) && IsBistable(one.MeanFieldPoints) ? 1.0 : 0)],
            new ShareAbove(0.75));
        study.Claim(
            "rank-one-agreement",
            "The circuit of one variable has the same fixed points as the whole network: the greatest difference in any unit's current.",
            "not reported",
            [.. part.Networks.Select(one => one.Disagreement)], new EveryAtMost(1e-6));
    }

    // Accuracy and loss of all drawn networks.
    private static void Draws(StudyContext study, Deciding part)
    {
        study.Figure(
            "rank-one-draws",
            new HistogramFigure
            {
                Groups = [new NamedValues("drawn networks", [.. part.Networks.SelectMany(one => one.ResampledLoss)])],
                X = new Axis("Loss"),
                XLines = [new ReferenceLine(1, "always 0")],
            },
            "Loss of all networks drawn from the fits. A drawn network keeps the sign of the answer but not its size: with 128 units, the "
            + "covariances of a draw are off by about a tenth.");
        study.Data(
            "rank-one-draws",
            ["seed", "draw", "loss", "accuracy"],
            part.Runs.Zip(part.Networks).SelectMany(one => one.Second.ResampledLoss.Zip(one.Second.ResampledAccuracy).Select((draw, place) =>
                (IReadOnlyList<string>)
                [$"{one.First.Configuration.Seed}", $"{place}", Words.Exact(draw.First), Words.Exact(draw.Second)])));
    }

    // Figure 2 for the first network.
    private static void Example(Plan plan, Deciding part)
    {
        var study = plan.Study;
        var run = part.Runs[0].Load();
        var space = LoadingSpace.Of(run.Network).WithSigns();
        var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
        var drawn = fit.Resample(space.Units, seed: 1, draw: 0);
        Loadings.Write(study, "rank-one", space, drawn, [("m", "n"), ("I", "n"), ("m", "w")]);
        Loadings.Outputs(study, "rank-one-resampled-outputs", run, drawn, "The report\'s Figure 2d: outputs of a network drawn from the fit.",
            "Mean input");
        Circuits.Compare(
            study, "rank-one-circuit", run, new MeanFieldCircuit(fit),
            "The report's Figure 2e: the circuit of one variable compared with the network, on the same noisy inputs.");
    }

    private static void Points(StudyContext study, Deciding part)
    {
        study.Table(
            "Fixed points without input; mean ± standard deviation over networks. The mean-field value ignores that the tails of the "
            + "trained m and n are not Gaussian.",
            ["", "unstable point", "stable points ± κ*", "growth rate at 0 (1/s)", "decay rate at κ* (1/s)",
                "points not found, estimate (sum)"],
            [
                Row("exact circuit", part.Networks.Select(one => one.FinitePoints)),
                Row("mean-field circuit", part.Networks.Select(one => one.MeanFieldPoints)),
                ["the report", "0", "not found", "–", "–", "–"],
            ]);
        study.Figure(
            "rank-one-points",
            new PointsFigure
            {
                Groups =
                [
                    .. Kinds.Select(kind => new Curve(
                        kind,
                        [.. part.Networks.Index().SelectMany(one => one.Item.FinitePoints.Where(point => point.Stability == kind)
                            .Select(_ => one.Index + 1.0))],
                        [.. part.Networks.SelectMany(one => one.FinitePoints.Where(point => point.Stability == kind)
                            .Select(point => point.Kappa[0]))])),
                ],
                X = new Axis("Network") { Whole = true },
                Y = new Axis("Fixed point κ"),
            },
            "Fixed points of the exact circuit of each network.");

        static IReadOnlyList<string> Row(string name, IEnumerable<IReadOnlyList<FoundPoint>> networks)
        {
            var all = networks.ToList();
            var three = all.Where(IsBistable).ToList();
            return
            [
                name, Words.Spread(three.Select(points => points[1].Kappa[0]), "0.000"),
                Words.Spread(three.Select(points => (points[2].Kappa[0] - points[0].Kappa[0]) / 2), "0.000"),
                Words.Spread(three.Select(points => points[1].Growth)), Words.Spread(three.Select(points => -points[2].Growth)),
                Words.Number(all.Sum(points => FoundPoint.Unseen(points).Unseen), "0.#"),
            ];
        }
    }

    private static bool IsBistable(IReadOnlyList<FoundPoint> points) =>
        points is [{ Stability: "stable" }, { Stability: "unstable" } middle, { Stability: "stable" }] && Math.Abs(middle.Kappa[0]) < 0.1;

    private static IReadOnlyList<string> Row(string name, IEnumerable<Answer> answers) =>
        [name, Words.Spread(answers.Select(one => one.Loss), "0.0000"), Words.Spread(answers.Select(one => one.Accuracy), "0.0000")];
}
