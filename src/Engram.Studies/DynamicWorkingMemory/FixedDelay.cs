using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Networks that met one delay only, as those of the report: no curriculum.</summary>
internal static class FixedDelay
{
    /// <summary>Trains, tests, and writes the section.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="delays">Networks whose delay had grown.</param>
    public static Family Run(Plan plan, Family delays)
    {
        var study = plan.Study;
        var family = plan.Train(
            "Delayed match, one delay only", "delay", plan.Delays, Plan.Fixed(new DelayedMatchTask()), Plan.Text);
        study.Section("One delay only");
        study.Text(
            "The networks above had met every delay shorter than their own while it grew. These had not: they are trained at one delay from the first "
            + "update on, as those of the report.");
        Training.Write(plan, family, "one-delay-only");
        study.Claim(
            "one-delay-only-trains", "Networks can be trained without ever meeting a shorter delay.", "5 networks at each of 11 delays", family.Reached,
            new AtLeast(1), "share of networks at criterion");
        Generalisation.Write(plan, family, "one-delay-only");
        return family;
    }
}
