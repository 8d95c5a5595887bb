using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>What each population does: the network that decides by context with part of one population silent.</summary>
internal static class Inactivated
{
    private static readonly double[] Fractions = [0, 0.25, 0.5, 1];

    /// <summary>Accuracy by inactivated population (its own context's first), share of it, and context.</summary>
    private sealed record Shares(IReadOnlyList<double> Values)
    {
        public double Of(int population, int fraction, int context) => Values[(((population * Fractions.Length) + fraction) * 2) + context];
    }

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Family family)
    {
        var trials = study.Choose(500, 200);
        var found = study.Measure("inactivation", family.Runs, trials, Measure);
        study.Section("Inactivation of one population");
        study.Text(
            "A context's cue drives the units of one of the two fitted populations less than those of the other. This population keeps its "
            + "gain in that context and is named after it. A share of the units of one population is silenced (m, n and w set to 0), and "
            + "the network is tested in each context on trials whose two inputs disagree.");
        study.Table(
            "Accuracy on trials whose inputs disagree; mean ± standard deviation over networks.",
            [
                "silenced", "population A: in context A", "population A: in context B", "population B: in context A",
                "population B: in context B",
            ],
            [
                .. Fractions.Select((fraction, place) => (IReadOnlyList<string>)
                [
                    Words.Percent(fraction),
                    .. from population in Enumerable.Range(0, 2)
                       from context in Enumerable.Range(0, 2)
                       select Words.Spread(found.Select(one => one.Of(population, place, context))),
                ]),
            ]);
        study.Claim(
            "inactivation-own",
            "Silencing half of a population lowers accuracy more in its own context than in the other: difference of accuracies.",
            "0.69 against 1.0, and 0.44 against 1.0 (a quarter silenced, one network)",
            [.. found.Select(one => (one.Of(0, 2, 1) - one.Of(0, 2, 0) + one.Of(1, 2, 0) - one.Of(1, 2, 1)) / 2)], new Above(0));
        Psychometric(study, family.Runs[0].Load(), trials);
    }

    private static void Psychometric(StudyContext study, TrainedRun run, int trials)
    {
        var (space, labels, names) = Populations(run);
        var panels = new List<MatrixPanel>();
        IReadOnlyList<string> labelsOfLevels = [];
        foreach (var (title, changed) in new[]
        {
            ("intact", space), ("half of A silent", Inactivation.Of(space, labels, names[0], 0.5, 1)),
            ("half of B silent", Inactivation.Of(space, labels, names[1], 0.5, 1)),
        })
        {
            foreach (var context in Contexts)
            {
                var recording = Test(run, changed, context, trials).Run();
                var matrix = PsychometricMatrix.Of(recording, "coherence-b", "coherence-a");
                labelsOfLevels = matrix.LevelsX;
                panels.Add(new MatrixPanel($"{title}, context {context.ToUpperInvariant()}", Square(matrix.Chosen, matrix.LevelsX.Count)));
            }
        }

        study.Figure(
            "psychometric",
            new MatrixFigure
            {
                Panels = panels,
                Rows = new Axis("Input A"),
                Columns = new Axis("Input B"),
                RowLabels = labelsOfLevels,
                ColumnLabels = labelsOfLevels,
                Value = Axis.Share("Answers +"),
                Midpoint = 0.5,
                RowsUpward = true,
            },
            "Share of positive answers of the first network for each pair of inputs. In the intact network, only the input named by the "
            + "context counts.");
    }

    private static double[,] Square(double[] values, int columns)
    {
        var square = new double[values.Length / columns, columns];
        foreach (var (place, value) in values.Index())
        {
            square[place / columns, place % columns] = value;
        }

        return square;
    }

    private static readonly string[] Contexts = ["a", "b"];

    private static Shares Measure(TrainedRun run, int trials)
    {
        var (space, labels, names) = Populations(run);
        var shares = new List<double>();
        foreach (var population in names)
        {
            foreach (var fraction in Fractions)
            {
                var changed = fraction == 0 ? space : Inactivation.Of(space, labels, population, fraction, 1);
                shares.AddRange(Contexts.Select(context => Disagreeing(Test(run, changed, context, trials).Run())));
            }
        }

        return new(shares);
    }

    private static Experiment Test(TrainedRun run, LoadingSpace space, string context, int trials)
    {
        var experiment = run.Experiment(trials);
        return experiment with { Network = space.ToNetwork(), Task = experiment.Task.Pin("context", context) };
    }

    private static double Disagreeing(Recording recording)
    {
        var asked = recording.Trials.Where(trial => trial.Factors["coherence-a"] * trial.Factors["coherence-b"] < 0).ToList();
        return asked.Average(trial => trial.IsCorrect == true ? 1.0 : 0);
    }

    // The populations with their place: that of context A, then that of context B.
    private static (LoadingSpace Space, IReadOnlyList<int> Labels, int[] Names) Populations(TrainedRun run)
    {
        var space = LoadingSpace.Of(run.Network);
        var fit = new GaussianMixture { Populations = 2 }.Fit(space);

        // A population that the cue of context A drives strongly is saturated there, and works in context B.
        var drive = fit.Populations.Select((_, p) => fit.Covariance(p, "I3", "I3") - fit.Covariance(p, "I4", "I4")).ToList();
        return (space, fit.Labels, drive[0] < drive[^1] ? [0, fit.Populations.Count - 1] : [fit.Populations.Count - 1, 0]);
    }
}
