namespace Engram.Studies.Readout;

/// <summary>A hundred peaks.</summary>
internal static class Many
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan)
    {
        List<Family> families = [.. plan.KindsOfMany.Select(kind => Family.Train(study, plan, kind, plan.Seeds))];
        study.Section("A hundred peaks");
        study.Text(
            "With a hundred outputs that are units of a network of a hundred, as in the source's second case, every unit is to be silent but for "
            + "its peak, those that inhibit included, and no unit is left to do anything else; the study `sequence-shift` has such networks. "
            + "Here a trained readout reads a hundred units or two hundred, or the outputs are half of two hundred.");
        study.Table(
            "As the first table.",
            ["networks", "missing peaks", "of them silent", "without a missing peak", "reached 5 %", "updates", "error", "silent units"],
            [.. families.Select(Peaks.Row)]);
        study.Claim(
            "many-readout-reaches", "With a trained readout of 100 units the error is at most 5 % of the amplitude: share of networks.",
            "not reported", families[0].Reached, new AtLeast(0.9));
        study.Claim(
            "many-readout-of-200-reaches", "With a trained readout of 200 units it is: share of networks.", "not reported",
            families[1].Reached, new AtLeast(0.9));
        study.Claim(
            "many-have-peaks", "Where the outputs are half of the units no peak is missing: share of networks.", "not reported",
            families[2].Complete, new AtLeast(0.9));
        study.Claim(
            "many-reach", "The error of these networks is at most 5 % of the amplitude: share of networks.", "not reported",
            families[2].Reached, new AtLeast(0.9));
    }
}
