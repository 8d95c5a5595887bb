using Engram.Analysis;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>The Gaussian or mixture that stands for a network, and networks drawn from it.</summary>
internal static class Mixtures
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, TrainedRun run, LoadingSpace space, ConnectivityFit fit, LowRankAnalysis options)
    {
        report.Section("Populations");
        var choice = PopulationChoice.Of(space, seed: options.Seed);
        report.Table(
            "How many populations? Stability is the adjusted Rand index between fits that each use 80 % of the units; it is 1 when the "
            + "fits agree. The BIC is that of the fitted mixture, in which each unit belongs partly to each population.",
            ["populations", "BIC", "stability"],
            [
                .. choice.Counts.Select(one => (IReadOnlyList<string>)
                    [$"{one.Populations}", Words.Number(one.Bic, "0.0"), one.Populations == 1 ? "–" : Words.Number(one.Stability)]),
            ]);
        var pairs = new PairsTest { Seed = options.Seed, Draws = 200, Units = 1000 }.Of(space);
        report.Text(
            $"Among the stable fits, the one with {choice.Populations} {(choice.Populations == 1 ? "population" : "populations")} has the "
            + $"least BIC. The test ePAIRS, which needs no fit, gives an effect of {Words.Number(pairs.Effect)} with p "
            + $"{(pairs.PValue < 0.001 ? "< 0.001" : Words.Number(pairs.PValue, "0.000"))}. (Above 0, units cluster more than those of a "
            + "Gaussian. Non-Gaussian tails give effects of 0.2 or 0.3, two populations give about 1.4.)");
        report.Table(
            $"The {(fit.Populations.Count == 1 ? "Gaussian" : "mixture of populations, with each unit in its most likely population,")} "
            + "used below.",
            ["population", "share of units", .. Pairs(space).Select(pair => $"cov({pair.A}, {pair.B})")],
            [
                .. fit.Populations.Select((population, place) => (IReadOnlyList<string>)
                [
                    $"{place + 1}", Words.Percent(population.Weight),
                    .. Pairs(space).Select(pair => Words.Number(fit.Covariance(place, pair.A, pair.B))),
                ]),
            ]);
        Draws(report, run, fit, options);
        Loadings.Write(
            report, "loadings", space, fit.Resample(options.DrawnUnits ?? space.Units, options.Seed, 0),
            [.. Pairs(space).Take(3)], fit.Labels);
    }

    private static void Draws(StudyContext report, TrainedRun run, ConnectivityFit fit, LowRankAnalysis options)
    {
        var dt = run.Configuration.Training.Dt;
        var experiment = run.Experiment(options.Trials, options.Seed);
        var own = Answer.Of(experiment, experiment.Run().Output);
        var drawn = new ConnectivityResampling
        {
            Draws = options.Draws, Units = options.DrawnUnits ?? 0, Trials = options.Trials, Seed = options.Seed, Threads = report.Threads,
        }.Run(fit, run.Configuration.Task, dt);
        report.Table(
            $"{options.Draws} networks of {options.DrawnUnits ?? fit.Cell.Units} units drawn from the fit, on {options.Trials} trials each; "
            + "median and quartiles. Drawn networks keep the sign of the answer better than its size.",
            ["", "loss", "accuracy", "least accuracy"],
            [
                ["the network", Words.Number(own.Loss, "0.0000"), Words.Number(own.Accuracy, "0.000"), "–"],
                ["drawn", Words.Quartiles(drawn.Loss), Words.Quartiles(drawn.Accuracy), Words.Number(drawn.Accuracy.Min(), "0.000")],
            ]);
    }

    private static IReadOnlyList<(string A, string B)> Pairs(LoadingSpace space)
    {
        string Name(string letter, int count, int place) => count == 1 ? letter : $"{letter}{place + 1}";
        return
        [
            .. Enumerable.Range(0, space.Rank).Select(r => (Name("m", space.Rank, r), Name("n", space.Rank, r))),
            .. Enumerable.Range(0, space.I.Count).Select(c => (Name("I", space.I.Count, c), Name("n", space.Rank, 0))),
            .. Enumerable.Range(0, space.Rank).Select(r => (Name("m", space.Rank, r), Name("w", space.W.Count, 0))),
        ];
    }
}
