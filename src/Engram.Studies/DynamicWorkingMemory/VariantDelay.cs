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
            "One input carries two pulses of high or low frequency; the network is to say whether they were the same. Networks are trained "
            + "at one delay each. During training the delay grows from nothing to that value, so these networks have met all shorter "
            + "delays; the report's had not. Networks that met one delay only are in a section of their own.");
        Training.Write(plan, family, "variant-delay");
        study.Claim(
            "variant-delay-trains", "Networks can be trained to compare two frequencies at every delay from 0 to 5 s.",
            "5 networks at each of 11 delays", family.Reached, new ShareAbove(0.9), "share of networks at criterion");
        Generalisation.Write(plan, family, "variant-delay");
        return family;
    }
}
