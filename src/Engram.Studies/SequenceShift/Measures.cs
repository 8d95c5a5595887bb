using Engram.Figures;

namespace Engram.Studies.SequenceShift;

/// <summary>The same with the document's measure, at another step, and with noise.</summary>
internal static class Measures
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        var step = families[0].Settings.FineMicroseconds / 1000.0;
        study.Section("The measure, the step and the noise");
        study.Text(
            "The document takes the difference of the times of the greatest values, sets those above 25 ms to 0, counts a silent output "
            + "as 0, and averages over all outputs; its text has a step of 0.02 s, its code one of 0.5 ms. Here both measures are taken "
            + "from the same "
            + FormattableString.Invariant($"recordings at a step of {step} ms. ")
            + "What is set to 0 pulls the document's mean towards 0, the more the larger the perturbation, and peaks that vanish look like "
            + "peaks that stay.");
        foreach (var family in families)
        {
            study.Figure(
                $"{family.Case.Id}-measures",
                new LinesFigure
                {
                    Curves =
                    [
                        Curve(family, "lost peaks apart", (one, v) => 1000 * one.Fine.ShiftAt(v, family.Values)),
                        Curve(family, "the document's measure", (one, v) => 1000 * Grid.At(one.Published, v, family.Values)),
                    ],
                    X = new Axis("Value subtracted from the column"), Y = new Axis("Shift", "ms"), YLines = [new ReferenceLine(0)],
                    Points = true,
                },
                $"Shift by both measures, mean over columns, over networks; {family.Case.Name}.");
        }

        study.Table(
            "At the largest values; mean and 95 % interval over networks.",
            [
                "case", "value subtracted", "shift (ms)", "lost", "jumped", "shift without jumps (ms)", "the document's measure (ms)",
                "outputs it sets to 0",
            ],
            [
                .. from family in families
                   from v in new[] { 0, family.Values - 1 }
                   select (IReadOnlyList<string>)
                   [
                       family.Case.Name, LowRank.Words.Number(family.Settings.Values[v]),
                       Statistics.Interval(family.Networks.Select(one => 1000 * one.Fine.ShiftAt(v, family.Values)), "0.0"),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Fine.Lost, v, family.Values))),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Fine.Jumped, v, family.Values))),
                       Statistics.Interval(family.Networks.Select(one => 1000 * Grid.At(one.Fine.Near, v, family.Values)), "0.0"),
                       Statistics.Interval(family.Networks.Select(one => 1000 * Grid.At(one.Published, v, family.Values)), "0.0"),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.ZeroedShare, v, family.Values))),
                   ],
            ]);
        study.Table(
            "Correlation over columns and values with the shift at the step of training without noise; mean and 95 % interval over "
            + "networks.",
            [
                "case", "finer step", "without jumps", "peaks missing in the intact network, at 10 ms", "at the finer step", "with noise",
                "Dale's law kept",
            ],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name, Statistics.Interval(family.Networks.Select(one => With(one, one.Fine)), "0.000"),
                    Statistics.Interval(family.Networks.Select(one => Statistics.Correlation(one.Free.Near, one.Fine.Near)), "0.000"),
                    Statistics.Percent(family.Networks.Select(one => one.Free.Missing / (double)one.Free.Peaks)),
                    Statistics.Percent(family.Networks.Select(one => one.Fine.Missing / (double)one.Fine.Peaks)),
                    Statistics.Interval(family.Networks.Select(one => With(one, one.Noisy)), "0.000"),
                    Statistics.Interval(family.Networks.Select(one => With(one, one.Clipped)), "0.000"),
                ]),
            ]);
        foreach (var family in families)
        {
            study.Claim(
                $"{family.Case.Id}-step",
                FormattableString.Invariant($"At a step of {step} ms the shifts are those at 10 ms: correlation ({family.Case.Name})."),
                "not reported", [.. family.Networks.Select(one => With(one, one.Fine))], new Above(0.9));
        }
    }

    private static double With(ShiftNetwork one, Grid other) => Statistics.Correlation(one.Free.Shift, other.Shift);

    private static Curve Curve(Family family, string name, Func<ShiftNetwork, int, double> of) =>
        Statistics.Curve(name, family.Settings.Values, v => family.Networks.Select(one => of(one, v)));
}
