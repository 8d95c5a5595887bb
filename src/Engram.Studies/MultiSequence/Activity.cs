using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>Whether the ratio of excitatory to inhibitory activity falls with the number of sequences.</summary>
internal static class Activity
{
    private static readonly string[] Names = ["4 τ", "10 τ", "20 τ"];

    // Read off Figure 4b, one network and one trial for each k; its time is that of the trial.
    private static readonly double[][] Published = [[1.08, 1.02, 0.78], [1.07, 1.04, 0.61], [1.04, 0.96, 0.70], [0.91, 0.84, 0.60]];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("The ratio of excitatory to inhibitory activity");
        study.Text(
            "The mean rate of the excitatory units is divided by that of the inhibitory units in each trial, and the ratio is averaged "
            + "over trials, with equal weight for each sequence. The source counts time from the start of a trial, in which the pulse "
            + "comes at 2 τ to 4 τ. Both times are shown here, from the pulse and from the start. The source's values come from one trial "
            + "of one network for each k.");
        study.Table(
            "The ratio by time since the pulse; mean (95 % interval) over networks.", Headers("the source"),
            Rows(families, one => one.AfterPulse, true));
        study.Table("The ratio by time since the start of the trial.", Headers("the source"), Rows(families, one => one.OfTrial, true));
        study.Table("The ratio before learning, by time since the pulse.", ["sequences", .. Names], Rows(families, one => one.AfterPulse, false));
        study.Table(
            "Mean rates of excitatory and inhibitory units, by time since the pulse.",
            ["sequences", .. Names.SelectMany(name => new[] { $"{name}: E", "I" })],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    $"{family.Sequences}",
                    .. Names.SelectMany((_, time) => new[]
                    {
                        Words.Spread(family.Networks.Select(one => one.Trained.Excitatory[time])),
                        Words.Spread(family.Networks.Select(one => one.Trained.Inhibitory[time])),
                    }),
                ]),
            ]);
        study.Text(
            "Steps in which all inhibitory units are silent have no ratio and are left out. In the network with the most such steps they "
            + "are "
            + Words.Percent(families.SelectMany(family => family.Networks).Max(one => one.Trained.Undefined))
            + " of a trial.");
        foreach (var (time, name) in Names.Index())
        {
            study.Claim(
                $"ratio-falls-{4 + (6 * time) + (4 * (time / 2))}-tau",
                $"The ratio of excitatory to inhibitory activity falls with the number of sequences, {name} after the pulse: change per "
                + "doubling of k.",
                $"falls: {string.Join(", ", Published.Select(row => Words.Number(row[time])))} for k = 1, 2, 4, 8",
                Family.Slopes(families, one => one.Trained.AfterPulse[time]), new Below(0));
        }

        study.Figure(
            "ratio",
            new LinesFigure
            {
                Curves =
                [
                    .. families.Select(family => Shorten(family, family.Networks.Min(one => one.Trained.Course.Count))),
                ],
                X = new Axis("Time since the pulse", "ms"),
                Y = new Axis("Excitatory over inhibitory activity"),
                XLines = [.. Ratios.Times.Select((time, place) => new ReferenceLine(time.TotalMilliseconds, Names[place]))],
                Ordered = true,
            },
            "The ratio over time; mean and standard deviation over networks.");
        study.Data(
            "activity-ratio", ["k", "seed", "network", "tau", "since_pulse", "since_trial"],
            from family in families
            from place in Enumerable.Range(0, family.Runs.Count)
            from which in new[] { ("trained", family.Networks[place].Trained), ("initial", family.Networks[place].Initial) }
            from time in Enumerable.Range(0, Names.Length)
            select (IReadOnlyList<string>)
            [
                $"{family.Sequences}", $"{family.Runs[place].Configuration.Seed}", which.Item1, Names[time].Split(' ')[0],
                Words.Exact(which.Item2.AfterPulse[time]), Words.Exact(which.Item2.OfTrial[time]),
            ]);
    }

    // Trials of all networks begin alike; a mean needs the same steps of each.
    private static Curve Shorten(Family family, int steps) => Curve.MeanAndSd(
        family.Name, [.. family.Networks[0].Trained.Milliseconds.Take(steps)],
        [.. family.Networks.Select(one => (IReadOnlyList<double>)[.. one.Trained.Course.Take(steps)])]);

    private static string[] Headers(string source) => ["sequences", .. Names.SelectMany(name => new[] { name, source })];

    private static IReadOnlyList<IReadOnlyList<string>> Rows(
        IReadOnlyList<Family> families, Func<Ratios, IReadOnlyList<double>> of, bool trained) =>
    [
        .. families.Select((family, row) => (IReadOnlyList<string>)
        [
            $"{family.Sequences}",
            .. Names.SelectMany((_, time) => (string[])
            [
                Numbers.Interval(family.Networks.Select(one => of(trained ? one.Trained : one.Initial)[time])),
                .. trained ? [Words.Number(Published[row][time])] : Array.Empty<string>(),
            ]),
        ]),
    ];
}
