using Engram.Networks;
using Engram.Studies.LowRank;

namespace Engram.Studies.Forgetting;

/// <summary>Whether a network that has learned can still learn: weights kept from changing sign by rectification die, by their magnitude not.</summary>
internal static class Plasticity
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, Families families)
    {
        var absolute = families.Of("plain");
        var runs = study.Train(
            "rectified",
            new Sweep([.. plan.Judged.Select(seed => Rectified(plan.Second(absolute.Method, 0, seed)))]));
        var networks = study.Measure("rectified", runs, plan.Trials, Retention.Of);
        study.Section("Plasticity");
        study.Text(
            "Weights can obey Dale's law by rectification, W = max(0, v) D, as in the report and its reference code, or by magnitude, W = "
            + "|v| D, as in the networks here. A rectified weight that an update carries below zero has no gradient and never returns. A "
            + "network that has learned one task therefore has fewer weights left for the next.");
        study.Table(
            "After the second task, with plain training; mean ± standard deviation over networks.",
            ["weights", "R², first task", "R², second task", "recurrent weights at 0"],
            [
                Row("by magnitude", absolute.Runs, absolute.Networks),
                Row("rectified", runs, networks),
            ]);
        study.Claim(
            "rectified-lose-plasticity",
            "Networks with rectified weights learn the second task worse than networks with weights by magnitude: difference of R².", "not tested",
            [.. absolute.Networks.Zip(networks, (kept, lost) => kept.Second.R2 - lost.Second.R2)], new Above(Plan.Matters), "R²");
    }

    private static Learning.RunConfiguration Rectified(Learning.RunConfiguration configuration) => configuration with
    {
        Network = configuration.Network with { Dale = Positivity.Rectify },
        After = configuration.After is null ? null : Rectified(configuration.After),
    };

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<SweepRun> runs, IReadOnlyList<Retention> networks) =>
    [
        name, Words.Spread(networks.Select(network => network.First.R2), "0.000"),
        Words.Spread(networks.Select(network => network.Second.R2), "0.000"),
        Words.Spread(runs.Select(run => Silent(run.Load().Network)), "0.000"),
    ];

    private static double Silent(Network network)
    {
        var weights = network.Effective("w_rec");
        return (double)(weights.ToArray().Count(weight => weight == 0) - network.Units) / (weights.Length - network.Units);
    }
}
