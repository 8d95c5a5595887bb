using Engram.Studies.LowRank;

namespace Engram.Studies.Forgetting;

/// <summary>Whether dropout on the first task helps, alone and with elastic weight consolidation.</summary>
internal static class Dropout
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Families families)
    {
        var (plain, dropout, ewc, combined) =
            (families.Of("plain"), families.Of("dropout"), families.Of("ewc"), families.Of("dropout-ewc"));
        study.Section("Dropout");
        study.Text(
            "The report argues that dropout makes units independent, so that units that matter for the first task can be told from those "
            + $"that do not. In each training trial of the first task half of the units ({Words.Percent(Plan.ReportDropout)}), drawn anew, "
            + "are silent, and the others are scaled up. Each method uses the strength of the penalty that did best on other networks. "
            + "What a network keeps is the smaller R² of the two tasks, or 0 if that is no better than a constant; an R² of −2 is not "
            + $"counted as better than −4. A difference counts if it is at least {Plan.Matters}. The difference is 0 when networks keep "
            + "nothing of both tasks with either method: then neither helps, although the two need not do the same.");
        study.Table(
            "R² of both tasks, mean ± standard deviation over networks.",
            ["", "λ", "first task", "second task", "kept of both"],
            [Row(plain), Row(dropout), Row(ewc), Row(combined)]);
        study.Claim(
            "combination-helps",
            "Dropout on the first task together with elastic weight consolidation keeps more of both tasks than plain training: difference "
            + "of R².",
            "similar to that without EWC", Differences(combined, plain), new Above(Plan.Matters), "R²");
        study.Claim(
            "dropout-alone", "Dropout on the first task alone keeps more of both tasks than plain training: difference of R².", "not reported",
            Differences(dropout, plain), new Above(Plan.Matters), "R²");
        study.Claim(
            "dropout-adds", "Dropout on the first task adds to what elastic weight consolidation keeps of both tasks: difference of R².",
            "the combination is expected to be better", Differences(combined, ewc), new Above(Plan.Matters), "R²");

        static double[] Differences(Family a, Family b) => [.. a.Both.Zip(b.Both, (x, y) => x - y)];

        static IReadOnlyList<string> Row(Family family) =>
        [
            family.Method.Name, family.StrengthText, Words.Spread(family.First, "0.000"), Words.Spread(family.Second, "0.000"),
            Words.Spread(family.Both, "0.000"),
        ];
    }
}
