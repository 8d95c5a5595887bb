using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.SequenceShift;

/// <summary>The document's Figure 3: shift by column and by value, over networks, and what it claims of them.</summary>
internal static class Shifts
{
    private static readonly int[] ShownRanks = [0, 4, 9, 19];
    private static readonly double[] TableValues = [-0.2, -0.1, -0.04, -0.02, 0.02, 0.04, 0.1, 0.2];
    private static readonly Axis Value = new("Value subtracted from the column");

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Shift by column and value");
        study.Text(
            $"Each of the 20 inhibitory columns is perturbed by {families[0].Values} values from −0.2 to 0.2, without noise, at a step of 1 "
            + "ms. The time of a peak is that of a parabola through three steps. The shift is t(intact) − t(perturbed), so that positive "
            + "is earlier. It is averaged over the outputs that have their peak in both networks: at least half as high as the target's in "
            + "the intact network, and half as high as that in the perturbed one. Lost peaks are counted separately, and so are jumps: "
            + "peaks that move by more than 40 ms, two standard deviations of a target, because another maximum has become the greatest. "
            + "The claims count jumps as shifts; the table also gives the mean without jumps. A column stands for different units in "
            + "different networks, so columns are ordered by the mean rate of their unit. Intervals are over networks.");
        foreach (var family in families)
        {
            Figures(study, family);
        }

        Table(study, families);
        study.Table(
            "The same peaks at small values of both signs, mean over columns; mean and 95 % interval over networks. Below 0, stronger "
            + "inhibition makes peaks later and weaker inhibition makes them earlier. A peak counts as later or earlier if it moves by "
            + "more than a tenth of a millisecond.",
            [
                "case", "half the difference (ms)", "half the difference, centres of mass (ms)", "half the difference, median column (ms)",
                "peaks that come later", "earlier",
            ],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name, Statistics.Interval(family.Networks.Select(one => Odd(one, family))),
                    Statistics.Interval(family.Networks.Select(one => 1000 * Small(one.Pairs.OddOfCentres, family))),
                    Statistics.Interval(family.Networks.Select(one => 1000 * Statistics.Median(
                        one.Pairs.Odd.Chunk(family.Values / 2).Select(column => Statistics.Mean(column.Take(family.Settings.Small.Count)))))),
                    Statistics.Percent(family.Networks.Select(one => Small(one.Pairs.Later, family))),
                    Statistics.Percent(family.Networks.Select(one => Small(one.Pairs.Earlier, family))),
                ]),
            ]);
        study.Text(string.Join(" ", families.Select(Sentence)));
        foreach (var family in families)
        {
            Claims(study, family);
        }
    }

    private static void Figures(StudyContext study, Family family)
    {
        var (values, settings) = (family.Values, family.Settings);
        double[] ranks = [.. Enumerable.Range(1, family.Columns).Select(rank => (double)rank)];
        double[] asked = [-0.2, -0.1, -0.04, 0.04, 0.1, 0.2];
        int[] shown = [.. asked.Select(settings.Nearest).Where(v => settings.Values[v] != 0).Distinct()];
        study.Figure(
            $"{family.Case.Id}-columns-one",
            new LinesFigure
            {
                Curves =
                [
                    .. shown.Select(v => new Curve(
                        Words.Number(settings.Values[v]), ranks,
                        [.. Enumerable.Range(0, family.Columns).Select(c => 1000 * family.Networks[0].Free.At(c, v, values))])),
                ],
                X = new Axis("Column of W (inhibitory unit, counted from 1)") { Whole = true }, Y = new Axis("Shift", "ms"),
                YLines = [new ReferenceLine(0)], Points = true, Ordered = true, Legend = Value.Title,
            },
            $"Shift by column in the first network; one line per value subtracted; {family.Case.Name} (the document's Figure 3 a and b).");
        study.Figure(
            $"{family.Case.Id}-columns",
            new LinesFigure
            {
                Curves =
                [
                    .. shown.Select(v => Statistics.Curve(
                        Words.Number(settings.Values[v]), ranks,
                        rank => family.Networks.Select(one => 1000 * one.Free.At(Family.ByRate(one)[rank], v, values)))),
                ],
                X = new Axis("Column, by the mean rate of its unit") { Whole = true }, Y = new Axis("Shift", "ms"), YLines = [new ReferenceLine(0)],
                Points = true, Ordered = true, Legend = Value.Title,
            },
            $"Shift by column, from the most active unit to the least, over networks; {family.Case.Name}.");
        study.Figure(
            $"{family.Case.Id}-values",
            new LinesFigure
            {
                Curves =
                [
                    .. ShownRanks.Where(rank => rank < family.Columns).Select(rank => Statistics.Curve(
                        rank == 0 ? "1, the most active" : $"{rank + 1}", settings.Values,
                        v => family.Networks.Select(one => 1000 * one.Free.At(Family.ByRate(one)[rank], v, values)))),
                    Statistics.Curve(
                        "mean of columns", settings.Values, v => family.Networks.Select(one => 1000 * one.Free.ShiftAt(v, values))) with
                    {
                        Muted = true,
                    },
                ],
                X = Value, Y = new Axis("Shift", "ms"), YLines = [new ReferenceLine(0)], XLines = [new ReferenceLine(0)], Points = true,
                Legend = "Column, by the mean rate of its unit",
            },
            $"Shift by value, over networks; {family.Case.Name} (the document's Figure 3 c and d).");
        study.Figure(
            $"{family.Case.Id}-lost",
            new LinesFigure
            {
                Curves =
                [
                    Statistics.Curve("free", settings.Values, v => family.Networks.Select(one => Grid.At(one.Free.Lost, v, values))),
                    Statistics.Curve(
                        "Dale's law kept", settings.Values, v => family.Networks.Select(one => Grid.At(one.Clipped.Lost, v, values))),
                ],
                X = Value, Y = Axis.Share("Lost peaks"), Points = true,
            },
            $"Share of peaks that a perturbation loses, mean over columns, over networks; {family.Case.Name}.");
    }

    private static void Table(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Table(
            "Mean over columns; mean and 95 % interval over networks. The factor is the value relative to the mean weight of the column.",
            [
                "case", "value subtracted", "factor", "shift (ms)", "lost", "jumped", "shift without jumps (ms)",
                "Dale's law kept: shift without jumps (ms)", "lost",
            ],
            [
                .. from family in families
                   from v in TableValues.Select(family.Settings.Nearest).Distinct()
                   let value = family.Settings.Values[v]
                   where value != 0
                   select (IReadOnlyList<string>)
                   [
                       family.Case.Name, Words.Number(value),
                       Statistics.Interval(family.Networks.Select(one => Math.Abs(value) / one.Weights.Average()), "0.0"),
                       Statistics.Interval(family.Networks.Select(one => 1000 * one.Free.ShiftAt(v, family.Values)), "0.0"),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Free.Lost, v, family.Values))),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Free.Jumped, v, family.Values))),
                       Statistics.Interval(family.Networks.Select(one => 1000 * Grid.At(one.Free.Near, v, family.Values)), "0.0"),
                       Statistics.Interval(family.Networks.Select(one => 1000 * Grid.At(one.Clipped.Near, v, family.Values)), "0.0"),
                       Statistics.Percent(family.Networks.Select(one => Grid.At(one.Clipped.Lost, v, family.Values))),
                   ],
            ]);
    }

    private static void Claims(StudyContext study, Family family)
    {
        var (id, name, settings, values) = (family.Case.Id, family.Case.Name, family.Settings, family.Values);
        string published = family.Case.Id switch
        {
            "ten" => "yes, by its text; −11 to 8 ms in its figure, not monotone",
            "hundred" => "yes; −1.5 to 2 ms in its figure",
            _ => "not reported",
        };

        study.Claim(
            $"{id}-earlier", $"Stronger inhibition from one unit makes the sequence earlier, weaker inhibition makes it later ({name}): "
                + "half the difference between the shifts of the same peaks at small values of opposite sign, mean over columns.",
            published, [.. family.Networks.Select(one => Odd(one, family))],
            new Above(0) { Changed = "It was judged at a step of 10 ms, and a peak lost at one sign was still counted at the other." }, "ms");
        study.Claim(
            $"{id}-columns",
            "Inhibitory units (columns of W) differ in how much they shift the sequence: variance between columns as a share of the "
            + $"variance between columns and noisy trials, at 0.1 ({name}).",
            id == "readout" ? "not reported" : "differ (one network, one trial)",
            [.. family.Networks.Select(one => one.ColumnShare)], new Above(0.5) { Floor = 0, Ceiling = 1 });
        study.Claim(
            $"{id}-monotone", "The more is subtracted from a column, the more the sequence shifts: rank correlation in each column, mean "
                + $"over columns ({name}).",
            id == "hundred" ? "nearly monotone" : id == "ten" ? "not monotone" : "not reported",
            [
                .. family.Networks.Select(one => Statistics.Mean(Enumerable.Range(0, family.Columns).Select(c => Statistics.RankCorrelation(
                    settings.Values, Enumerable.Range(0, values).Select(v => one.Free.At(c, v, values)))))),
            ],
            new Above(0.5) { Floor = -1, Ceiling = 1 });
        study.Claim(
            $"{id}-antisymmetric", "The shift of the sequence changes sign with the value subtracted from a column: share of its power "
                + $"that is odd ({name}).",
            id == "readout" ? "not reported" : "roughly, by its figure",
            [.. family.Networks.Select(one => one.Pairs.OddShare)],
            new Above(0.5) { Floor = 0, Ceiling = 1, Changed = "It was computed from means over peaks that could differ between the two "
                + "signs, at a step of 10 ms." });
    }

    // Which sign gives earlier, as the interval says it.
    private static string Sentence(Family family)
    {
        var odd = family.Networks.Select(one => Odd(one, family)).Where(double.IsFinite).ToList();
        var mean = SampleMean.Of(odd);
        var (earlier, words) = (mean.Low > 0, Statistics.Interval(odd));
        var verdict = earlier || mean.High < 0
            ? $"a little more inhibition from one unit makes the peaks {(earlier ? "earlier" : "later")} and a little less "
                + $"{(earlier ? "later" : "earlier")}"
            : "it is undecided whether a little more inhibition makes peaks earlier or later";
        return $"With {family.Case.Name}, {verdict}: {words} ms.";
    }

    // Of the same peaks at v and −v, mean over columns and small v, ms.
    private static double Odd(ShiftNetwork one, Family family) => 1000 * Small(one.Pairs.Odd, family);

    private static double Small(IReadOnlyList<double> cells, Family family) => Pairs.Mean(cells, family.Settings.Small.Count, family.Columns);
}
