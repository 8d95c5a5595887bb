using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Section 3 of the report: two inputs instead of two frequencies, which hardly trained there.</summary>
internal static class InputDiscrimination
{
    // The longest delay at which a network of the report was trained, in seconds.
    private const double Longest = 1.5;

    /// <summary>Trains, tests, and writes the section.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="delays">The same delays with frequencies.</param>
    public static Family Run(Plan plan, Family delays)
    {
        var study = plan.Study;
        var family = plan.Train(
            Streams.Inputs, "Inputs, growing delay", "delay", plan.Delays, Plan.Growing(new InputDiscriminationTask()), Plan.Text);
        study.Section("Discrimination of inputs");
        study.Text(
            "The two pulses have the same strength and come on input A or B. The network must say whether both came on the same input. The "
            + "report could train no network above 1.5 s, one at 1.5 s and three of five at 0.5 s. The recipe here is the one used for "
            + "frequencies, unchanged.");
        Training.Write(plan, family, "input-discrimination");
        study.Claim(
            "input-discrimination-untrained", "No network learns to compare inputs at a delay above 1.5 s.", "0 of 5 at each of 7 delays",
            [.. family.Reached.Where((_, run) => family.ValueOf(run) > Longest)], new ShareBelow(0.1), "share of networks at criterion");
        study.Claim(
            "input-discrimination-worst",
            "Comparing inputs: a network answers every condition correctly in at least 95 % of fresh trials at the trained delay.",
            "not reported",
            [.. family.Profiles.Select((profile, run) => profile.Worst(profile.Delays.ToList().IndexOf(family.ValueOf(run))))],
            new EveryAtLeast(Plan.Criterion) { Changed = "It was on the mean, and with a spread of 0 it could decide nothing." },
            "share correct in the worst condition");
        study.Claim(
            "input-discrimination-harder", "Comparing inputs takes more training than comparing frequencies.", "\"much harder\"",
            [.. family.Runs.Zip(delays.Runs, (a, b) => Math.Log2((double)a.Updates / b.Updates))], new Above(0), "log₂ of the ratio of "
                + "updates");
        Generalisation.Write(plan, family, "input-discrimination", judged: false);
        PublishedRecipe.Run(plan);
        Ablation.Run(plan);
        return family;
    }
}
