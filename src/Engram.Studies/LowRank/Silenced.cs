using Engram.Analysis;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>What a network loses when one population is silent.</summary>
internal static class Silenced
{
    private static readonly double[] Fractions = [0.25, 0.5, 1];

    /// <summary>Writes the section; nothing for one population.</summary>
    public static void Write(StudyContext report, TrainedRun run, LoadingSpace space, ConnectivityFit fit, LowRankAnalysis options)
    {
        if (fit.Populations.Count == 1)
        {
            return;
        }

        var experiment = run.Experiment(options.Trials, options.Seed) with { Network = space.ToNetwork() };
        report.Section("Inactivation");
        report.Text("A share of the units of one population is silenced (m, n and w set to 0), and the network is tested on its own task.");
        report.Table(
            "Accuracy by condition.",
            ["silenced", .. Conditions(experiment).Select(one => one.Name)],
            [
                ["nothing", .. Conditions(experiment).Select(one => Words.Percent(one.Share))],
                .. fit.Populations.SelectMany((_, population) => Fractions.Select(fraction =>
                {
                    var changed = Inactivation.Of(space, fit.Labels, population, fraction, options.Seed);
                    return (IReadOnlyList<string>)
                    [
                        $"{Words.Percent(fraction)} of population {population + 1}",
                        .. Conditions(experiment with { Network = changed.ToNetwork() }).Select(one => Words.Percent(one.Share)),
                    ];
                })),
            ]);
    }

    private static IReadOnlyList<(string Name, double Share)> Conditions(Simulation.Experiment experiment) =>
        [.. experiment.Run().Performance.Conditions.Select(one => (one.Condition, (double)one.Correct / Math.Max(1, one.Trials)))];
}
