using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>The networks of rank two with what was found in each: the report's third figure.</summary>
internal sealed record Comparing(IReadOnlyList<SweepRun> Runs, IReadOnlyList<ComparingNetwork> Networks)
{
    private static readonly string[] Columns = ["m1", "m2", "n1", "n2", "I", "w"];

    /// <summary>Trains, measures, and writes the section.</summary>
    public static Comparing Run(Plan plan)
    {
        var study = plan.Study;
        var basis = plan.Comparing;
        var runs = study.Train("rank two", Sweep.Of(basis, [], plan.RankTwoSeeds).Apart(2));
        var part = new Comparing(runs, study.Measure("rank two", runs, plan.Settings, ComparingNetwork.Of));
        study.Section("Rank two: the difference of two stimuli");
        study.Text(
            $"There are {runs.Count} networks of 128 units and rank two. Their n begins with an overlap of 0.8 with m. They are trained "
            + $"until the loss of a check is at most 0.0025, or for {basis.Stopping.MaxUpdates} updates of 32 trials. Two of seven "
            + "frequencies are shown 49 steps apart, and in the last five steps the output must give their difference. All 49 pairs are "
            + "tested. There is no noise.");
        part.Claims(study);
        part.Training(study);
        var run = runs[0].Load();
        Example(study, run, plan);
        part.Loadings(study, LoadingSpace.Of(run.Network).InSvdGauge().WithSigns());
        return part;
    }

    private void Claims(StudyContext study)
    {
        study.Claim(
            "rank-two-trained", $"Networks of rank two learn all 49 pairs: share with a loss below {Words.Exact(Plan.Trained)}.",
            "loss 0.005 in one network, over 100 trials",
            [.. Networks.Select(one => one.Test.Loss < Plan.Trained ? 1.0 : 0)], new ShareAbove(0.5));
        study.Claim(
            "rank-two-accuracy", "The sign of the difference is right in every pair of unequal stimuli.", "100 %",
            [.. Networks.Select(one => one.Test.Accuracy)], new EveryAtLeast(0.99));
        study.Claim(
            "rank-two-outside", "The currents of networks of rank two stay in the span of m1, m2 and I: share outside it.", "not reported",
            [.. Networks.Select(one => one.Outside)], new EveryAtMost(1e-6));
    }

    private void Training(StudyContext study)
    {
        study.Figure("rank-two-learning", Plateau.Learning([("", Runs)]), "The report\'s Figure 3b: loss over training.");
        study.Table(
            "For each network: loss and accuracy over all pairs, and the eigenvalues of nᵀm/N. If these are complex, the two variables "
            + "rotate into each other, and no choice of axes uncouples them.",
            ["seed", "updates", "loss", "accuracy", "eigenvalues", "fixed points", "points not found, estimate"],
            [
                .. Runs.Zip(Networks).Select(one => (IReadOnlyList<string>)
                [
                    $"{one.First.Configuration.Seed}", $"{one.First.Updates}", Words.Number(one.Second.Test.Loss, "0.0000"),
                    Words.Number(one.Second.Test.Accuracy, "0.000"), Eigenvalues(one.Second), Points(one.Second.FinitePoints),
                    Words.Number(FoundPoint.Unseen(one.Second.FinitePoints).Unseen, "0.#"),
                ]),
            ]);
    }

    private static string Eigenvalues(ComparingNetwork one) => one.IsComplex
        ? $"{Words.Number(one.OverlapReal[0])} ± {Words.Number(Math.Abs(one.OverlapImaginary[0]))}i"
        : string.Join(" and ", one.OverlapReal.Select(value => Words.Number(value)));

    private static string Points(IReadOnlyList<FoundPoint> points) => string.Join(
        ", ", points.GroupBy(point => point.Stability).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key}"));

    // Figures 3a, c and g.
    private static void Example(StudyContext study, Storage.TrainedRun run, Plan plan)
    {
        var recording = (run.Experiment(plan.Settings.Trials) with { KeepStates = true }).Run();
        var shown = new Pairs(recording).Trials.Where((_, place) => place % 9 == 3).ToList();
        double[] time = [.. Enumerable.Range(1, recording.Steps).Select(step => step * recording.Dt.TotalSeconds)];
        LinesFigure Lines(string title, Func<int, RecordedTrial, double> value) => new()
        {
            Curves =
            [
                .. shown.Select(trial => new Curve(
                    trial.ConditionName, time, [.. Enumerable.Range(0, recording.Steps).Select(step => value(step, trial))])),
            ],
            X = Axis.Time,
            Y = new Axis(title), Legend = "Pair of frequencies",
        };
        study.Figure(
            "rank-two-inputs", Lines("Input u", (step, trial) => recording.InputAt(step, trial.Index)[0]), "The report\'s Figure 3a: inputs of some pairs.");
        study.Figure(
            "rank-two-outputs", Lines("Output z", (step, trial) => recording.OutputAt(step, trial.Index)[0]),
            "The report\'s Figure 3c: outputs of the first network for these pairs. The loss counts in the last 0.1 s.");
        var latents = LatentTrajectory.Of(LoadingSpace.Of(run.Network).InSvdGauge().WithSigns(), recording);
        for (var r = 0; r < 2; r++)
        {
            var rank = r;
            study.Figure(
                $"rank-two-kappa-{rank + 1}", Lines($"κ{rank + 1}", (step, trial) => latents.KappaAt(step, trial.Index)[rank]),
                $"The report\'s Figure 3g: the latent variable κ{rank + 1} of the first network, in the canonical gauge (singular vectors of J).");
        }
    }

    private void Loadings(StudyContext study, LoadingSpace space)
    {
        var size = Columns.Length;
        var mean = new double[size, size];
        for (var cell = 0; cell < size * size; cell++)
        {
            mean[cell / size, cell % size] = Networks.Average(one => Math.Abs(one.Correlation[cell]));
        }

        study.Figure(
            "rank-two-correlations",
            Connectivity.Correlations(
                Columns, new MatrixPanel("first network", space.Correlations()),
                new MatrixPanel($"mean size over {Networks.Count} networks", mean)),
            "The report's Figure 3d: correlations between the vectors of connectivity, in the canonical gauge. The report compares the "
            + "signs of single covariances with those of the paper. But any matrix A can mix m and n, as m A and n A⁻ᵀ, without changing "
            + "the network, so single signs mean nothing until a gauge is fixed.");
    }
}
