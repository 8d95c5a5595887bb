using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>Whether what looks like the number of sequences is the size of their pulses, or was there before learning.</summary>
internal static class Pulses
{
    private const int Middle = 1;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        var most = families[^1];
        var longer = Family.TrainLonger(study);
        study.Section("Number of sequences, or size of the pulse?");
        study.Text(
            "Networks with more sequences get larger pulses: 2 for one sequence, 2 to 16 for eight. The two effects can be separated in "
            + "two ways. The first sequence has the pulse 2 for every k, so networks can be compared on it alone. And one network can be "
            + "compared with itself on its larger and smaller pulses. Each of the source's networks was shown one sequence, the network "
            + "with four its third or fourth.");
        study.Table(
            "The ratio on trials of the first sequence, whose pulse is 2 for every k; mean (95 % interval) over networks. Networks with "
            + $"one sequence finish after few updates, so the last row has networks that continued to {longer.Runs[0].Updates} updates.",
            ["sequences", "4 τ", "10 τ", "20 τ"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    $"{family.Sequences}",
                    .. Ratios.Times.Select((_, time) => Numbers.Interval(family.Networks.Select(one => one.Trained.BySequence[0][time]))),
                ]),
                [
                    "1, longer",
                    .. Ratios.Times.Select((_, time) => Numbers.Interval(longer.Networks.Select(one => one.Trained.BySequence[0][time]))),
                ],
            ]);
        study.Table(
            $"The ratio in networks with {most.Sequences} sequences, by the sequence played.",
            ["sequence", "pulse", "4 τ", "10 τ", "20 τ"],
            [
                .. Enumerable.Range(0, most.Sequences).Select(which => (IReadOnlyList<string>)
                [
                    $"{which + 1}", $"{2 * (which + 1)}",
                    .. Ratios.Times.Select((_, time) => Numbers.Interval(most.Networks.Select(one => one.Trained.BySequence[which][time]))),
                ]),
            ]);
        study.Claim(
            "ratio-falls-same-pulse",
            "On trials with the same pulse, the ratio of excitatory to inhibitory activity falls with the number of sequences, 10 τ after "
            + "the pulse: change per doubling of k.",
            "not tested", Family.Slopes(families, one => one.Trained.BySequence[0][Middle]), new Below(0));
        study.Claim(
            "ratio-falls-with-pulse",
            $"In one network with {most.Sequences} sequences, the ratio of excitatory to inhibitory activity falls with the size of the "
            + "pulse, 10 τ after it: change per doubling.",
            "not tested",
            [.. most.Networks.Select(one => Numbers.Slope(
                [.. one.Trained.BySequence.Select((_, which) => Math.Log2(which + 1))],
                [.. one.Trained.BySequence.Select(row => row[Middle])]))],
            new Below(0));
        study.Claim(
            "ratio-falls-before-learning",
            "The ratio of excitatory to inhibitory activity falls with the number of sequences before learning, too, 10 τ after the pulse: "
            + "change per doubling of k.",
            "not tested", Family.Slopes(families, one => one.Initial.AfterPulse[Middle]), new Below(0));
        study.Claim(
            "not-length-of-training",
            $"A network trained on one sequence for {longer.Runs[0].Updates} updates keeps a higher ratio of excitatory to inhibitory "
            + $"activity than one with {most.Sequences} sequences, 10 τ after the pulse: difference for each seed.",
            "not tested",
            [.. longer.Networks.Zip(most.Networks, (one, many) => one.Trained.AfterPulse[Middle] - many.Trained.AfterPulse[Middle])],
            new Above(0));
        study.Figure(
            "ratio-by-pulse",
            new LinesFigure
            {
                Curves =
                [
                    .. families.Select(family => Curve.MeanAndSd(
                        family.Name, [.. Enumerable.Range(1, family.Sequences).Select(which => 2.0 * which)],
                        [.. family.Networks.Select(one => (IReadOnlyList<double>)[.. one.Trained.BySequence.Select(row => row[Middle])])])),
                ],
                X = new Axis("Size of the pulse"),
                Y = new Axis("Excitatory over inhibitory activity, 10 τ"),
                Points = true,
                Whiskers = true,
                Ordered = true,
            },
            "The ratio 10 τ after the pulse, by the size of the pulse; mean and standard deviation over networks.");
        study.Data(
            "activity-ratio-by-sequence", ["k", "seed", "sequence", "tau_4", "tau_10", "tau_20"],
            from family in families
            from place in Enumerable.Range(0, family.Runs.Count)
            from which in Enumerable.Range(0, family.Sequences)
            select (IReadOnlyList<string>)
            [
                $"{family.Sequences}", $"{family.Runs[place].Configuration.Seed}", $"{which + 1}",
                .. family.Networks[place].Trained.BySequence[which].Select(Words.Exact),
            ]);
    }
}
