using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Section 2.1 and 2.2 of the report: networks trained at one delay each, tested at all.</summary>
internal static class VariantDelay
{
    /// <summary>Trains, tests, and writes the section.</summary>
    public static Family Run(Plan plan)
    {
        var study = plan.Study;
        var family = plan.Train(
            Streams.Delays, "Frequencies, growing delay", "delay", plan.Delays, Plan.Growing(new DelayedMatchTask()), Plan.Text);
        study.Section("Variant delay: frequencies");
        study.Text(
            "One input carries two pulses of high or low frequency, and the network must say whether they were the same. Each network is "
            + "trained at one delay. During training the delay grows from zero to that value, so these networks, unlike those of the "
            + "report, have met all shorter delays. A later section has networks that met one delay only.");
        Training.Write(plan, family, "variant-delay");
        study.Claim(
            "variant-delay-trains", "Networks can be trained to compare two frequencies at every delay from 0 to 5 s.",
            "5 networks at each of 11 delays", family.Reached, new ShareAbove(0.9), "share of networks at criterion");
        Generalisation.Write(plan, family, "variant-delay");
        return family;
    }
}
