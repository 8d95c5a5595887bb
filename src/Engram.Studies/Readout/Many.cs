using Engram.Studies.SequenceShift;
using Engram.Tasks;

namespace Engram.Studies.Readout;

/// <summary>A hundred peaks.</summary>
internal static class Many
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan)
    {
        List<Family> families = [.. plan.KindsOfMany.Select(kind => Family.Train(study, plan, kind, plan.Seeds))];
        var (narrow, wide, units) = (families[0], families[1], families[2]);
        study.Section("A hundred peaks");
        study.Text(
            "With a hundred outputs that are units of a network of a hundred, as in the source's second case, every unit is to be silent but for "
            + "its peak, those that inhibit included, and no unit is left to do anything else; the study `sequence-shift` has such networks. "
            + "Here a trained readout reads a hundred units or two hundred, or the outputs are half of two hundred.");
        study.Table(
            "As the first table.",
            ["networks", "missing peaks", "of them silent", "without a missing peak", "reached 5 %", "updates", "error", "silent units"],
            [.. families.Select(Peaks.Row)]);
        study.Text(
            $"Peaks are 8 ms apart and 20 ms wide (standard deviation), so that the first {Early((SequenceTask)units.Runs[0].Configuration.Task)} "
            + "targets have risen above a tenth of their height when the pulse comes, whose time no network can know, and a unit with τ = 50 ms is slow "
            + "to follow.");
        study.Table(
            "Missing peaks; mean and 95 % interval over networks.",
            ["networks", "of those that rise before the pulse", "of the others"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Kind.Name, Statistics.Percent(family.Networks.Select(network => Missing(family, network, early: true))),
                    Statistics.Percent(family.Networks.Select(network => Missing(family, network, early: false))),
                ]),
            ]);
        study.Claim(
            "many-readout-reaches", "With a hundred peaks and a trained readout of 100 units most networks reach an error of 5 % of the amplitude: share of networks.",
            "not reported", narrow.Reached, new ShareAbove(0.5));
        study.Claim(
            "many-readout-of-200-reaches", "With a hundred peaks and a trained readout of 200 units most networks reach an error of 5 % of the amplitude: share of networks.", "not reported", wide.Reached,
            new ShareAbove(0.5));
        study.Claim(
            "many-reach", "Where a hundred outputs are half of 200 units most networks reach an error of 5 % of the amplitude: share of networks.", "not reported", units.Reached,
            new ShareAbove(0.5));
        study.Claim(
            "many-have-peaks", "Where a hundred outputs are half of 200 units most networks lack no peak: share of networks.", "not reported", units.Complete, new ShareAbove(0.5));
        study.Claim(
            "many-have-later-peaks", "Where a hundred outputs are half of 200 units most networks lack no peak whose target rises after the pulse: share of networks.",
            "not reported", [.. units.Networks.Select(network => Missing(units, network, early: false) == 0 ? 1.0 : 0)], new ShareAbove(0.5));
    }

    // A Gaussian is above a tenth of its height for √(2 ln 10) = 2.15 standard deviations.
    private static int Early(SequenceTask task) =>
        (int)(task.Width * Math.Sqrt(2 * Math.Log(10)) / (task.Span / task.Peaks));

    private static double Missing(Family family, ReadoutNetwork network, bool early)
    {
        var first = Early((SequenceTask)family.Runs[0].Configuration.Task);
        return (early ? network.Outputs.Take(first) : network.Outputs.Skip(first)).Average(output => output.Missing ? 1.0 : 0);
    }
}
