using Engram.Studies.LowRank;

namespace Engram.Studies.Forgetting;

/// <summary>Whether dropout on the first task helps, alone and with elastic weight consolidation.</summary>
internal static class Dropout
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        var plain = Only("plain");
        var dropout = Only("dropout");
        var (ewc, combined) = (Best("EWC"), Best("dropout and EWC"));
        study.Section("Dropout");
        study.Text(
            "The report's argument is that dropout makes units independent, so that those that matter for the first task can be told from those "
            + $"that do not. Half of the units ({Words.Percent(Plan.ReportDropout)}) are silent in each training trial of the first task, drawn "
            + "anew for each trial, and the others are scaled up. The penalty is the best of those tried for each.");
        study.Table(
            "R² of both tasks, mean ± standard deviation over networks.",
            ["", "λ", "first task", "second task"],
            [Row(plain), Row(dropout), Row(ewc), Row(combined)]);
        study.Claim(
            "combination-helps",
            "Dropout with elastic weight consolidation retains more of the first task than plain training: difference of R².",
            "similar to that without EWC", Differences(combined.First, plain.First), new Above(0), "R²");
        study.Claim(
            "dropout-alone", "Dropout alone retains more of the first task than plain training: difference of R².", "not reported",
            Differences(dropout.First, plain.First), new Above(0), "R²");
        study.Claim(
            "dropout-adds", "Dropout adds to elastic weight consolidation: difference of the smaller R² of the two tasks.",
            "the combination is expected to be better",
            Differences(Smaller(combined), Smaller(ewc)), new Above(0), "R²");

        Family Only(string method) => families.First(family => family.Method.Name == method);

        Family Best(string method) => Family.Choose(families, method).Chosen;

        static double[] Differences(IEnumerable<double> a, IEnumerable<double> b) => [.. a.Zip(b, (x, y) => x - y)];

        static IEnumerable<double> Smaller(Family family) => family.Networks.Select(network => Math.Min(network.First.R2, network.Second.R2));

        static IReadOnlyList<string> Row(Family family) =>
        [
            family.Method.Name, family.Method.Strengths.Count == 0 ? "–" : Words.Number(family.Strength, "0.###"),
            Words.Spread(family.First, "0.000"), Words.Spread(family.Second, "0.000"),
        ];
    }
}
