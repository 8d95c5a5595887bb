using Engram.Learning;
using Engram.Studies.LowRank;

namespace Engram.Studies.Forgetting;

/// <summary>Whether what is found at the step of training is found by training at half of it.</summary>
internal static class FinerStep
{
    private static readonly string[] Repeated = ["ewc", "large-gating-ewc", "replay"];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, Families families)
    {
        var coarse = Repeated.Select(families.Of).ToList();
        var fine = Family.Train(
            study, "half the step", [.. coarse.Select(family => (family.Method, family.Strength))], plan.Judged, plan.Trials,
            (method, strength, seed) => Halved(plan.Second(method, strength, seed)));
        study.Section("Half the step");
        study.Text(
            "The networks above learn and are tested at a step of 10 ms. Other networks learn both tasks at 5 ms, with the strengths that "
            + "were chosen at 10 ms.");
        study.Table(
            "R² of both tasks, mean ± standard deviation, and how many networks keep both.",
            ["method", "λ", "first task, 10 ms", "first task, 5 ms", "second task, 10 ms", "second task, 5 ms", "both, 10 ms", "both, 5 ms"],
            [
                .. coarse.Zip(fine, (at10, at5) => (IReadOnlyList<string>)
                [
                    at10.Method.Name, at10.StrengthText, Words.Spread(at10.First, "0.000"), Words.Spread(at5.First, "0.000"),
                    Words.Spread(at10.Second, "0.000"), Words.Spread(at5.Second, "0.000"),
                    $"{at10.KeepBoth.Sum():0} of {at10.KeepBoth.Count}", $"{at5.KeepBoth.Sum():0} of {at5.KeepBoth.Count}",
                ]),
            ]);
        foreach (var family in fine)
        {
            study.Claim(
                $"{family.Method.Id}-at-half-the-step",
                $"With {family.Method.Name}, most networks that learn at a step of 5 ms keep both tasks: share of networks.",
                "not reported", family.KeepBoth, new ShareAbove(0.5));
        }
    }

    private static RunConfiguration Halved(RunConfiguration configuration) => configuration with
    {
        Training = configuration.Training with { Dt = configuration.Training.Dt / 2 },
        After = configuration.After is null ? null : Halved(configuration.After),
    };
}
