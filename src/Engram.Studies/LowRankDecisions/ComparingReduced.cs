using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.LowRankDecisions;

/// <summary>The networks of rank two reduced: drawn anew, and as a circuit of two variables. The report's fourth figure.</summary>
internal static class ComparingReduced
{
    /// <summary>Writes the section.</summary>
    public static void Run(Plan plan, Comparing part)
    {
        var study = plan.Study;
        study.Section("Rank two, reduced to a Gaussian and to two variables");
        study.Text(
            $"A Gaussian in six dimensions is fitted to the units of each network, and {plan.Settings.Draws} networks of 128 units are "
            + "drawn from each fit. The circuits have all four couplings between the two variables.");
        Claims(study, part);
        study.Table(
            "Results over all pairs of stimuli; median and quartiles over networks, or over all draws.",
            ["", "loss", "accuracy", "least correlation with the network, over pairs"],
            [
                Row("networks", part.Networks.Select(one => one.Test)),
                [
                    "networks drawn from the fits", Words.Quartiles(part.Networks.SelectMany(one => one.ResampledLoss)),
                    Words.Quartiles(part.Networks.SelectMany(one => one.ResampledAccuracy)), "–",
                ],
                Row("exact circuit", part.Networks.Select(one => one.Finite)),
                Row("mean-field circuit", part.Networks.Select(one => one.MeanField)),
            ]);
        study.Figure(
            "rank-two-draws",
            new HistogramFigure
            {
                Groups = [new NamedValues("drawn networks", [.. part.Networks.SelectMany(one => one.ResampledLoss)])],
                X = new Axis("Loss"),
                XLines = [new ReferenceLine(0.136, "the report"), new ReferenceLine(Plateau.AlwaysZero, "always 0")],
            },
            "Loss of all networks drawn from the fits. The distribution has a long tail: with 128 units, a draw shifts the eigenvalues "
            + "that hold the first stimulus. The report's single draw, 0.136, is an ordinary one.");
        var run = part.Runs[0].Load();
        var space = LoadingSpace.Of(run.Network);
        var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
        var drawn = fit.Resample(space.Units, seed: 1, draw: 0);
        Loadings.Write(study, "rank-two", space, drawn, [("m1", "n1"), ("m2", "n2"), ("I", "n2")]);
        Loadings.Outputs(study, "rank-two-resampled-outputs", run, drawn, "The report\'s Figure 4d: outputs of a network drawn from the fit.",
            "Pair of frequencies");
        Circuits.Compare(
            study, "rank-two-circuit", run, new MeanFieldCircuit(fit),
            "The report's Figure 4e: the circuit of two variables with all couplings, compared with the network.");
        Flow(study, run, space);
    }

    private static void Claims(StudyContext study, Comparing part)
    {
        study.Claim(
            "rank-two-resampled",
            "Networks drawn from a fit do better than a network that always answers 0, whose loss is 2/9: their loss, median over draws, "
            + "for each fitted network.",
            "0.136 in one drawn network", [.. part.Networks.Select(one => one.ResampledLoss.Median())],
            new Below(Plateau.AlwaysZero) { Changed = "It was a loss of 0.25, which is more than that of a network that always answers 0." });
        study.Claim(
            "rank-two-circuit-loss", "For every network, the circuit of two variables with all couplings does the task: its loss.",
            "not reported",
            [.. part.Networks.Select(one => one.MeanField.Loss)], new EveryAtMost(0.05));
        study.Claim(
            "rank-two-circuit-accuracy", "For every network, the circuit of two variables answers as the network does: its accuracy.",
            "not reported",
            [.. part.Networks.Select(one => one.MeanField.Accuracy)], new EveryAtLeast(0.95));
        study.Claim(
            "rank-two-never-reversed",
            "The output of the circuit of two variables is never reversed: its correlation over time with the network's, in the worst pair of stimuli.",
            "all signs reversed", [.. part.Networks.Select(one => one.MeanField.LeastCorrelation)], new EveryAtLeast(1e-9));
        study.Claim(
            "rank-two-agreement",
            "The circuit of two variables has the same fixed points as the whole network: the greatest difference in any unit's current.",
            "not reported",
            [.. part.Networks.Select(one => one.Disagreement)], new EveryAtMost(1e-6));
    }

    // The plane of the two variables between the stimuli.
    private static void Flow(StudyContext study, Storage.TrainedRun run, LoadingSpace space)
    {
        var canonical = space.InSvdGauge().WithSigns();
        var circuit = new FiniteCircuit(canonical);
        var points = FoundPoint.All(circuit);
        var latents = LatentTrajectory.Of(canonical, (run.Experiment(400) with { KeepStates = true }).Run());
        var reach = 1.3 * Math.Max(points.SelectMany(point => point.Kappa).Max(Math.Abs), latents.Kappa.Max(Math.Abs));
        study.Figure(
            "rank-two-flow",
            Planes.Flow(circuit, reach, points, latents) with { Legend = "Pair of frequencies" },
            "The flow of the two variables between the stimuli, for the first network in the canonical gauge, with all fixed points and "
            + "the trajectories of some pairs.");
        study.Figure("rank-two-readout", Planes.Readout(circuit, reach), "The output over the same plane.");
    }

    private static IReadOnlyList<string> Row(string name, IEnumerable<PairScore> scores) =>
    [
        name, Words.Quartiles(scores.Select(one => one.Loss), "0.0000"), Words.Quartiles(scores.Select(one => one.Accuracy)),
        Words.Quartiles(scores.Select(one => one.LeastCorrelation), "0.00"),
    ];
}
