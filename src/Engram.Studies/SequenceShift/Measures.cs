using Engram.Figures;

namespace Engram.Studies.SequenceShift;

/// <summary>The same with the document's measure, and with noise.</summary>
internal static class Measures
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("The document's measure, and noise");
        study.Text(
            "The document takes the difference between the times of the greatest values, sets differences above 25 ms to 0, counts a "
            + "silent output as 0, and averages over all outputs. Its text has a step of 0.02 s, its code one of 0.5 ms. Here both "
            + "measures are computed from the same recordings at 0.5 ms, half the step at which training ended. Setting differences to 0 "
            + "pulls the document's mean towards 0, the more so the larger the perturbation, and makes peaks that vanish look like peaks "
            + "that stay.");
        foreach (var family in families)
        {
            study.Figure(
                $"{family.Case.Id}-measures",
                new LinesFigure
                {
                    Curves =
                    [
                        Curve(family, "lost peaks left out", (one, v) => 1000 * one.Half.ShiftAt(v, family.Values)),
                        Curve(family, "the document's measure", (one, v) => 1000 * Grid.At(one.Published, v, family.Values)),
                    ],
                    X = new Axis("Value subtracted from the column"), Y = new Axis("Shift", "ms"), YLines = [new ReferenceLine(0)],
                    Points = true,
                },
                $"Shift by both measures, mean over columns, over networks; {family.Case.Name}.");
        }

        study.Table(
            "Shifts at the largest values; mean and 95 % interval over networks.",
            [
                "case", "value subtracted", "shift (ms)", "lost", "jumped", "shift without jumps (ms)", "the document's measure (ms)",
                "outputs that it sets to 0",
            ],
            [
                .. from family in families
                   from v in new[] { 0, family.Values - 1 }
                   select (IReadOnlyList<string>)
                   [
                       family.Case.Name, LowRank.Words.Number(family.Settings.Values[v]),
                       Statistics.Interval(family.Networks.Select(one => 1000 * one.Half.ShiftAt(v, family.Values)), "0.0"),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Half.Lost, v, family.Values))),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Half.Jumped, v, family.Values))),
                       Statistics.Interval(family.Networks.Select(one => 1000 * Grid.At(one.Half.Near, v, family.Values)), "0.0"),
                       Statistics.Interval(family.Networks.Select(one => 1000 * Grid.At(one.Published, v, family.Values)), "0.0"),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.ZeroedShare, v, family.Values))),
                   ],
            ]);
        study.Table(
            "Correlation with the shift without noise, over columns and values; mean and 95 % interval over networks. Noise was tested at "
            + "the small values and at 0.1.",
            ["case", "half the step", "half the step, without jumps", "with noise", "Dale's law kept"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name, Statistics.OfCorrelations(family.Networks.Select(one => With(one, one.Half)), "0.000"),
                    Statistics.OfCorrelations(family.Networks.Select(one => Statistics.Correlation(one.Free.Near, one.Half.Near)), "0.000"),
                    Statistics.OfCorrelations(family.Networks.Select(one => Statistics.Correlation(
                        Grid.At(one.Free.Shift, [.. family.Settings.Noisy], family.Values), one.Noisy.Shift)), "0.000"),
                    Statistics.OfCorrelations(family.Networks.Select(one => With(one, one.Clipped)), "0.000"),
                ]),
            ]);
    }

    private static double With(ShiftNetwork one, Grid other) => Statistics.Correlation(one.Free.Shift, other.Shift);

    private static Curve Curve(Family family, string name, Func<ShiftNetwork, int, double> of) =>
        Statistics.Curve(name, family.Settings.Values, v => family.Networks.Select(one => of(one, v)));
}
