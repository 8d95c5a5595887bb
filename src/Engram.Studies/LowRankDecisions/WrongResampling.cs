using Engram.Analysis;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>Why a resampled network of rank one would answer 75 % correctly.</summary>
internal static class WrongResampling
{
    private static readonly string[] Ways =
    [
        "right", "right, counted within 0.5 of the target", "without covariances", "columns in another order",
    ];

    private sealed record Draws(IReadOnlyList<double> Right, IReadOnlyList<double> Near, IReadOnlyList<double> Apart, IReadOnlyList<double> Moved)
    {
        public IReadOnlyList<double> Of(int way) => way switch { 0 => Right, 1 => Near, 2 => Apart, _ => Moved };
    }

    /// <summary>Measures each way, and writes the section.</summary>
    public static void Run(Plan plan, Deciding part)
    {
        var study = plan.Study;
        var found = study.Measure("wrong resampling", part.Runs, plan.Settings, Measure);
        study.Section("What the report got wrong: a resampled accuracy of 75 %");
        study.Text(
            "The same networks are resampled in four ways. If networks are drawn and answers counted correctly, almost every answer has "
            + "the right sign. Three mistakes give less. First, a draw does not keep the size of the output, so counting an answer as "
            + "right when it is within 0.5 of ±1 measures the size and not the decision. Second, drawing each vector separately keeps "
            + "every histogram, and with them the report's Figure 2a, but loses the overlaps that do the computation; the sign is then an "
            + "accident of the draw. Third, the sign is also an accident when the mean and the covariance list the columns in different "
            + "orders. Each mistake gives about 75 % in some draws. The report says neither how it drew networks nor how it counted "
            + "answers, so we cannot know which one it was.");
        study.Claim(
            "wrong-resampling", "Networks drawn without the covariances between vectors decide by chance.", "about 75 %",
            [.. found.Select(one => one.Apart.Average())], new Between(0.4, 0.6));
        study.Table(
            $"Share of answers counted as correct, over {plan.Settings.Draws} draws from each of {part.Runs.Count} networks.",
            ["way", "mean over networks", "all draws: median and quartiles", "draws between 65 and 85 %"],
            [
                .. Ways.Select((way, place) => (IReadOnlyList<string>)
                [
                    way, Words.Spread(found.Select(one => one.Of(place).Average()), "0.000"),
                    Words.Quartiles(found.SelectMany(one => one.Of(place))),
                    Words.Percent(found.SelectMany(one => one.Of(place)).Average(share => share is >= 0.65 and <= 0.85 ? 1.0 : 0)),
                ]),
            ]);
        study.Figure(
            "wrong-resampling",
            new CategoriesFigure
            {
                Groups = [.. Ways.Select((way, place) => new NamedValues(way, [.. found.SelectMany(one => one.Of(place))]))],
                X = Axis.Share("Counted as correct"),
                XLines = [new ReferenceLine(0.75, "the report")],
            },
            "Every drawn network; one point per network and a bar at the median.");
    }

    private static Draws Measure(TrainedRun run, NetworkSettings settings)
    {
        var space = LoadingSpace.Of(run.Network);
        var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
        var experiment = run.Experiment(settings.Trials);
        var (right, near, apart, moved) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var draw = 0; draw < settings.Draws; draw++)
        {
            var (signs, close) = Answers(experiment, fit, run.Configuration.Seed, draw);
            right.Add(signs);
            near.Add(close);
            apart.Add(Answers(experiment, With(fit, (covariance, i, j) => i == j ? covariance[i, j] : 0), run.Configuration.Seed, draw).Signs);

            // The covariance is read as that of (I, n, m, w): m and I change places.
            moved.Add(Answers(experiment, With(fit, (covariance, i, j) => covariance[Other(i), Other(j)]), run.Configuration.Seed, draw).Signs);
        }

        return new(right, near, apart, moved);

        static int Other(int column) => column switch { 0 => 2, 2 => 0, _ => column };
    }

    private static ConnectivityFit With(ConnectivityFit fit, Func<double[,], int, int, double> entry)
    {
        var population = fit.Populations[0];
        var size = population.Mean.Length;
        var covariance = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                covariance[i, j] = entry(population.Covariance, i, j);
            }
        }

        return fit with { Populations = [population with { Covariance = covariance }] };
    }

    private static (double Signs, double Near) Answers(Simulation.Experiment experiment, ConnectivityFit fit, ulong seed, int draw)
    {
        var space = fit.Resample(fit.Cell.Units, seed, draw);
        var recording = (experiment with { Network = space.ToNetwork() }).Run();
        var (signs, near) = (0, 0);
        foreach (var trial in recording.Trials)
        {
            var (z, y, steps) = (0.0, 0.0, 0);
            for (var step = 0; step < trial.Steps; step++)
            {
                if (recording.MaskAt(step, trial.Index)[0] > 0)
                {
                    (z, y, steps) = (z + recording.OutputAt(step, trial.Index)[0], recording.TargetAt(step, trial.Index)[0], steps + 1);
                }
            }

            signs += z * y > 0 ? 1 : 0;
            near += Math.Abs((z / steps) - y) < 0.5 ? 1 : 0;
        }

        return ((double)signs / recording.TrialCount, (double)near / recording.TrialCount);
    }
}
