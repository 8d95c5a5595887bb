using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Networks that met one delay only, as those of the report: no curriculum.</summary>
internal static class FixedDelay
{
    /// <summary>Trains, tests, and writes the section.</summary>
    /// <param name="plan">The plan.</param>
    public static Family Run(Plan plan)
    {
        var study = plan.Study;
        var family = plan.Train(
            Streams.Alone, "Frequencies, one delay only", "delay", study.Choose(plan.Delays, plan.Delays[1..2]),
            plan.Alone(new DelayedMatchTask()), Plan.Text);
        study.Section("One delay only");
        study.Text(
            "The delay of the networks above grew during training, so they had met every delay shorter than their own. The networks of "
            + "this section had not: like those of the report, they are trained at one delay from the first update. What lets them learn "
            + "is the penalty Ω on vanishing gradients (Pascanu et al. 2013), which the report's code also has. Matrices and claims leave "
            + "out networks that did not reach the criterion.");
        Training.Write(plan, family, "one-delay-only");
        study.Claim(
            "one-delay-only-trains", "Networks can be trained at every delay from 0 to 5 s without ever meeting a shorter delay.",
            "5 networks at each of 11 delays", family.Reached, new ShareAbove(0.9), "share of networks at criterion");
        Generalisation.Write(plan, family, "one-delay-only");
        return family;
    }
}
