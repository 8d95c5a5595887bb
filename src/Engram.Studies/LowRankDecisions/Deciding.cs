using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>The networks of rank one with what was found in each: the report's first figure.</summary>
internal sealed record Deciding(IReadOnlyList<SweepRun> Runs, IReadOnlyList<DecidingNetwork> Networks)
{
    private static readonly string[] Columns = ["m", "n", "I", "w"];

    /// <summary>Trains, measures, and writes the section.</summary>
    public static Deciding Run(Plan plan)
    {
        var study = plan.Study;
        var runs = study.Train("rank one", Sweep.Of(Plan.Deciding, [], plan.RankOneSeeds).Apart(1));
        var part = new Deciding(runs, study.Measure("rank one", runs, plan.Settings, DecidingNetwork.Of));
        study.Section("Rank one: the sign of a noisy input");
        study.Text(
            $"There are {runs.Count} networks of 128 units, trained for 1000 updates of 32 trials. The vectors m and n learn; I and w stay "
            + "as drawn, I from N(0, 1) and w from N(0, 4²). A trial has 75 steps of 20 ms, and the loss counts in the last 15. Tests use "
            + $"{plan.Settings.Trials} fresh trials.");
        part.Claims(study);
        part.Training(study);
        var run = runs[0].Load();
        var recording = run.Experiment(plan.Settings.Trials / 5).Run();
        Outputs(study, recording);
        part.Loadings(study, LoadingSpace.Of(run.Network).WithSigns());
        Plane(study, run, plan);
        return part;
    }

    private void Claims(StudyContext study)
    {
        study.Claim(
            "rank-one-trained",
            $"Networks of rank one learn the task: share with a loss below {Words.Exact(Plan.Trained)} and an accuracy of at least 0.995.",
            "loss 0, accuracy 100 % in one network",
            [.. Networks.Select(one => one.Test.Loss < Plan.Trained && one.Test.Accuracy >= 0.995 ? 1.0 : 0)], new ShareAbove(0.75));
        study.Claim(
            "rank-one-loss", $"On fresh trials the loss of networks of rank one is below {Words.Exact(Plan.Trained)}.",
            "0", [.. Networks.Select(one => one.Test.Loss)],
            new Below(Plan.Trained));
        study.Claim(
            "rank-one-overlap", "m and n of trained networks overlap: their covariance is between 1.2 and 1.7.", "rather high",
            [.. Networks.Select(one => one.Covariance[1])], new Between(1.2, 1.7));
        study.Claim(
            "rank-one-w-i", "w and I, which do not learn, stay uncorrelated.", "very low",
            [.. Networks.Select(one => one.Correlation[(3 * 4) + 2])], new Between(-0.1, 0.1));
        study.Claim(
            "rank-one-plane", "Without noise, two principal components hold at least 99.9 % of the variance of the currents.",
            "the dynamics live in two dimensions", [.. Networks.Select(one => one.PlaneVariance)], new EveryAtLeast(0.999));
        study.Claim(
            "rank-one-outside",
            "The currents of networks of rank one stay in the plane of m and I even with noise in the input: share outside it.",
            "not reported",
            [.. Networks.Select(one => one.Outside)], new EveryAtMost(1e-6));
    }

    private void Training(StudyContext study)
    {
        study.Figure(
            "rank-one-learning",
            new LearningCurveFigure
            {
                Curves =
                [
                    .. Runs.Select(run => run.Log()).Select(log => new Curve(
                        "", [.. log.Select(check => (double)check.Update)], [.. log.Select(check => check.Loss)])),
                ],
                X = Axis.Updates,
                Y = new Axis("Loss on validation trials") { Logarithmic = true },
                YLines = [new ReferenceLine(Plan.Trained, "trained")],
            },
            "The report's Figure 1b: loss over training.");
        study.Table(
            "Mean ± standard deviation over networks.",
            ["", "this study", "the report"],
            [
                ["loss on fresh trials", Words.Spread(Networks.Select(one => one.Test.Loss), "0.0000"), "0"],
                ["accuracy", Words.Spread(Networks.Select(one => one.Test.Accuracy), "0.0000"), "1"],
                .. from pair in new[] { (0, 1), (1, 2), (0, 3), (2, 3), (0, 2) }
                   select (IReadOnlyList<string>)
                   [
                       $"covariance of {Columns[pair.Item1]} and {Columns[pair.Item2]}",
                       Words.Spread(Networks.Select(one => one.Covariance[(pair.Item1 * 4) + pair.Item2])), "–",
                   ],
            ]);
    }

    private static void Outputs(StudyContext study, Recording recording)
    {
        var shown = recording.Trials.Take(12).ToList();
        study.Figure(
            "rank-one-inputs",
            new LinesFigure
            {
                Curves = [.. shown.Select(trial => new Curve(Asked(recording, trial), Time(recording), Along(recording.Input, recording, trial)))],
                X = Axis.Time,
                Y = new Axis("Input u"),
            },
            "The report's Figure 1a: inputs of twelve trials, by the correct answer.");
        study.Figure(
            "rank-one-outputs",
            new LinesFigure
            {
                Curves =
                [
                    .. shown.Select(trial => new Curve(Asked(recording, trial), Time(recording), Along(recording.Output, recording, trial))),
                ],
                X = Axis.Time,
                Y = new Axis("Output z"),
            },
            "The report\'s Figure 1c: outputs of the first network on these trials. The loss counts in the last 0.3 s.");
    }

    private void Loadings(StudyContext study, LoadingSpace space)
    {
        var mean = new double[4, 4];
        for (var cell = 0; cell < 16; cell++)
        {
            mean[cell / 4, cell % 4] = Networks.Average(one => one.Correlation[cell]);
        }

        study.Figure(
            "rank-one-correlations",
            Connectivity.Correlations(
                Columns, new MatrixPanel("first network", space.Correlations()),
                new MatrixPanel($"mean of {Networks.Count} networks", mean)),
            "The report's Figure 1d: correlations between the vectors of connectivity. (m, n) and (−m, −n) are the same network. To "
            + "compare signs, m and n are therefore flipped if necessary, so that m overlaps w positively.");
    }

    // Figure 1g: currents on the plane of m and I.
    private static void Plane(StudyContext study, Storage.TrainedRun run, Plan plan)
    {
        var space = LoadingSpace.Of(run.Network).WithSigns();
        var recording = (run.Experiment(plan.Settings.Trials / 5) with { KeepStates = true, Noise = false }).Run();
        var latents = LatentTrajectory.Of(space, recording);
        var shown = Conditions.First(recording);
        study.Figure(
            "rank-one-plane",
            new TrajectoryFigure
            {
                Curves =
                [
                    .. shown.Select(trial => new Curve(
                        trial.ConditionName,
                        [.. Enumerable.Range(0, recording.Steps).Select(step => latents.KappaAt(step, trial.Index)[0])],
                        [.. Enumerable.Range(0, recording.Steps).Select(step => latents.FilteredAt(step, trial.Index)[0])])),
                ],
                X = new Axis("κ, along m"),
                Y = new Axis("v, along I"),
                Ordered = true, Legend = "Mean input",
            },
            "The report's Figure 1g: mean inputs of each strength without noise, on the plane of m and I, which holds all of the activity.");
    }

    private static string Asked(Recording recording, RecordedTrial trial) =>
        recording.TargetAt(trial.Steps - 1, trial.Index)[0] > 0 ? "positive" : "negative";

    private static double[] Time(Recording recording) =>
        [.. Enumerable.Range(1, recording.Steps).Select(step => step * recording.Dt.TotalSeconds)];

    private static double[] Along(float[] values, Recording recording, RecordedTrial trial) =>
        [.. Enumerable.Range(0, recording.Steps).Select(step => (double)values[(step * recording.TrialCount) + trial.Index])];
}
