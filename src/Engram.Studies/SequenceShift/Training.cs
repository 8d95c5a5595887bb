using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.SequenceShift;

/// <summary>How the networks learned the sequence.</summary>
internal static class Training
{
    /// <summary>How high a peak is to be.</summary>
    public static double Height { get; } = new SequenceTask().Amplitude;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("The networks");
        study.Text(
            "Networks have 100 units, 80 of them excitatory, with τ = 50 ms and σ = 0.01, as in the document. After a pulse that decays, n "
            + "outputs peak one after another over 0.8 s, at a height of 12 and with a standard deviation of 20 ms. The document has two "
            + "cases, ten outputs and a hundred, in which the outputs are the rates of the first n units. With a hundred outputs these are "
            + "all units, including the inhibitory ones. In a third case, a trained readout reads ten outputs from all excitatory units. "
            + "Networks learn by the preset `modern` at the document's step of 10 ms, to an error of 5 % of the height. They are then "
            + "trained further at 5, 2 and 1 ms, to 4 % at the last step. No two networks share a seed.");
        study.Table(
            "Networks after training; mean and 95 % interval over networks. Error and missing peaks are for one trial without noise.",
            [
                "case", "networks", "reached 5 % at 10 ms", "updates", "4 % at 1 ms", "updates", "error at 1 ms", "missing peaks",
                "networks with no peak missing",
            ],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name, $"{family.Runs.Count}", $"{family.Coarse.Count(run => run.Status == RunStatus.Reached)}",
                    Statistics.Interval(family.Coarse.Select(run => (double)run.Updates), "0"),
                    $"{family.Runs.Count(run => run.Status == RunStatus.Reached)}",
                    Statistics.Interval(family.Runs.Select(run => (double)run.Updates), "0"),
                    Statistics.Percent(family.Networks.Select(one => one.Error / Height), "0.0", double.PositiveInfinity),
                    Words.Percent(family.Networks.Average(one => one.Free.Missing / (double)one.Free.Peaks)),
                    $"{family.Networks.Count(one => one.Free.Missing == 0)}",
                ]),
            ]);
        foreach (var family in families)
        {
            study.Claim(
                $"{family.Case.Id}-all-peaks", $"No output is without its peak: {family.Case.Name}; share of networks.",
                family.Case.Id == "readout" ? "not reported" : "peaks are missing in the published figures (one network)",
                [.. family.Networks.Select(one => one.Free.Missing == 0 ? 1.0 : 0)], new ShareAbove(0.5));
        }
    }
}
