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
            "100 units, 80 of them excitatory, τ = 50 ms, σ = 0.01, as in the document. After a pulse that decays, n outputs "
            + "peak in turn over 0.8 s, 12 high, with a standard deviation of 20 ms. In the document's two cases, ten outputs "
            + "and a hundred, the outputs are the rates of the first n units, a hundred being all of them, the inhibitory ones too; in the third, ten "
            + "are read from all excitatory units by a readout that is trained. Networks learn by the preset `modern` "
            + "at a step of 10 ms, that of the document, to an error of 5 % of the height, and go on at 5, 2 and 1 ms, at the last to 4 %. "
            + "No two networks share a seed.");
        study.Table(
            "Networks as trained; mean and 95 % interval over networks. Error and missing peaks without noise, one trial.",
            [
                "case", "networks", "reached 5 % at 10 ms", "updates", "4 % at 1 ms", "updates", "error at 1 ms", "missing peaks",
                "networks without a missing peak",
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
                $"{family.Case.Id}-all-peaks", $"No output lacks its peak: {family.Case.Name}; share of networks.",
                family.Case.Id == "readout" ? "not reported" : "peaks are missing in the published figures (one network)",
                [.. family.Networks.Select(one => one.Free.Missing == 0 ? 1.0 : 0)], new ShareAbove(0.5));
        }
    }
}
