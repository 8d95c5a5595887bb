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
            "In the source's second case, all hundred units of a network are outputs. Every unit, inhibitory ones included, must then be silent "
            + "except at its peak, and no unit is left for anything else. The study `sequence-shift` has such networks. Here a trained readout "
            + "reads a hundred or two hundred units, or half of two hundred units are the outputs.");
        study.Table(
            "Columns as in the first table.",
            ["networks", "missing peaks", "missing and silent", "no peak missing", "reached 5 %", "updates", "error", "silent units"],
            [.. families.Select(Peaks.Row)]);
        study.Text(
            $"Peaks are 8 ms apart and have a standard deviation of 20 ms. The first {Early((SequenceTask)units.Runs[0].Configuration.Task)} "
            + "targets therefore exceed a tenth of their height before the pulse comes. No network can know when that will be, and a unit with τ = "
            + "50 ms is slow to follow.");
        study.Table(
            "Missing peaks; mean and 95 % interval over networks.",
            ["networks", "of targets that rise before the pulse", "of the other targets"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Kind.Name, Statistics.Percent(family.Networks.Select(network => Missing(family, network, early: true))),
                    Statistics.Percent(family.Networks.Select(network => Missing(family, network, early: false))),
                ]),
            ]);
        study.Claim(
            "many-readout-reaches", "Most networks with a trained readout of 100 units learn a hundred peaks to an error of 5 % of the amplitude: "
                + "share of networks.",
            "not reported", narrow.Reached, new ShareAbove(0.5));
        study.Claim(
            "many-readout-of-200-reaches", "Most networks with a trained readout of 200 units learn a hundred peaks to an error of 5 % of the "
                + "amplitude: share of networks.", "not reported", wide.Reached,
            new ShareAbove(0.5));
        study.Claim(
            "many-reach", "When half of 200 units are the hundred outputs, most networks reach an error of 5 % of the amplitude: share of networks.", "not reported",
            units.Reached, new ShareAbove(0.5));
        study.Claim(
            "many-have-peaks", "When half of 200 units are the hundred outputs, most networks have all peaks: share of networks.", "not reported",
            units.Complete, new ShareAbove(0.5));
        study.Claim(
            "many-have-later-peaks", "When half of 200 units are the hundred outputs, most networks have all peaks whose targets rise after the "
                + "pulse: share of networks.",
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
