using Engram.Figures;
using Engram.Studies.LowRank;
using Engram.Studies.SequenceShift;

namespace Engram.Studies.Readout;

/// <summary>Which networks have all their peaks.</summary>
internal static class Peaks
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Peaks with each readout");
        study.Text(
            "Networks of 100 units, 80 of them excitatory, produce ten peaks of height 12 over 0.8 s. The outputs are either read by trained "
            + "weights or are the rates of the first ten units. In the start of the source, the recurrent matrix has a spectral radius of 1.5, and "
            + "biases are 0 and are not learned. In the quiet start, that of the preset `modern`, the radius is 0.5, and biases begin at 0.3 and "
            + "are learned. All networks learn by Adam, except in the first row, the published recipe: gradient descent at 0.001 with the "
            + "vanishing-gradient term. Units that cannot die have the rate ln(1 + exp x) instead of max(0, x). A peak counts as missing if, in a "
            + "trial without noise, there is none or it is less than half as high as its target. An output counts as silent if it stays below 0.01 "
            + "in all trials with noise.");
        study.Table(
            "Mean and 95 % interval over networks. Missing and silent peaks are in percent of ten, silent units in percent of all units.",
            ["networks", "missing peaks", "missing and silent", "no peak missing", "reached 5 %", "updates", "error", "silent units"],
            [.. families.Select(Row)]);
        study.Claim(
            "source-lacks-peaks", "With units as outputs and the start of the source, peaks are missing: share of peaks.",
            "some peaks are missing (one network)", Of("source").Missing, new Above(0.05));
        study.Claim(
            "published-lacks-peaks", "With units as outputs and the published recipe, peaks are missing: share of peaks.",
            "some peaks are missing (one network)", Of("published").Missing, new Above(0.05));
        study.Claim(
            "readout-has-peaks", "With a trained readout and the start of the source, most networks have all peaks: share of networks.", "able to learn the task (not shown)",
            Of("source-readout").Complete, new ShareAbove(0.5));
        study.Claim(
            "readout-reaches", "With a trained readout and the quiet start, most networks reach an error of 5 % of the amplitude: share of "
                + "networks.",
            "not reached", Of("quiet-readout").Reached, new ShareAbove(0.5));
        study.Claim(
            "units-have-peaks",
            "With outputs that are units that cannot die, and the quiet start, most networks have all peaks: share of networks.",
            "with units as outputs the network is unable to learn the task fully", Of("quiet-softplus").Complete, new ShareAbove(0.5));
        study.Claim(
            "units-reach", "With outputs that are units that cannot die, and the quiet start, most networks reach an error of 5 % of the "
                + "amplitude: share of networks.", "not reached",
            Of("quiet-softplus").Reached, new ShareAbove(0.5));
        study.Claim(
            "start-is-enough", "With rectified units, the quiet start alone gives most networks all peaks: share of networks.", "not tested",
            Of("quiet").Complete, new ShareAbove(0.5));
        study.Figure(
            "missing",
            new CategoriesFigure
            {
                Groups = [.. families.Select(family => new NamedValues(family.Kind.Name, [.. family.Missing.Select(share => 10 * share)]))],
                X = new Axis("Missing peaks of ten") { Minimum = 0, Maximum = 10 },
            },
            "Missing peaks; one point per network.");
        study.Data(
            "outputs", ["networks", "seed", "output", "missing", "silent", "sent", "greatest-sent", "received"],
            from family in families
            from place in Enumerable.Range(0, family.Runs.Count)
            from k in Enumerable.Range(0, family.Networks[place].Outputs.Count)
            let output = family.Networks[place].Outputs[k]
            select (IReadOnlyList<string>)
            [
                family.Kind.Id, $"{family.Runs[place].Configuration.Seed}", $"{k + 1}", output.Missing ? "1" : "0", output.Silent ? "1" : "0",
                Words.Exact(output.Sent), Words.Exact(output.Greatest), Words.Exact(output.Received),
            ]);

        Family Of(string id) => families.First(family => family.Kind.Id == id);
    }

    /// <summary>A row of the table of networks.</summary>
    public static IReadOnlyList<string> Row(Family family) =>
    [
        family.Kind.Name, Statistics.Percent(family.Missing), Statistics.Percent(family.Networks.Select(network => network.SilentShare)),
        $"{family.Complete.Sum()} of {family.Runs.Count}", $"{family.Reached.Sum()} of {family.Runs.Count}",
        Statistics.Interval(family.Runs.Select(run => (double)run.Updates), "0"),
        Statistics.Percent(family.Networks.Select(network => network.Error), greatest: double.PositiveInfinity),
        Statistics.Percent(family.Networks.Select(network => network.SilentUnits)),
    ];
}
