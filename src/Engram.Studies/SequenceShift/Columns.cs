using Engram.Figures;

namespace Engram.Studies.SequenceShift;

/// <summary>What tells which column matters.</summary>
internal static class Columns
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Which column matters");
        study.Text(
            "Subtracting v from a column changes the drive of every excitatory unit by v r(t), where r is the rate of the column's unit. "
            + "If this is the whole effect, how much a column matters depends on the mean rate of its unit and not on its mean weight.");
        study.Figure(
            "rates",
            new LinesFigure
            {
                Curves =
                [
                    .. families.Select(family => Statistics.Curve(
                        family.Case.Name, [.. Enumerable.Range(1, family.Columns).Select(rank => (double)rank)],
                        rank => family.Networks.Select(one => 1000 * Size(one, Family.ByRate(one)[rank], family.Values)))),
                ],
                X = new Axis("Column, by the mean rate of its unit") { Whole = true }, Y = new Axis("Mean size of the shift", "ms") { Minimum = 0 },
                Points = true,
            },
            "Size of the shift, mean over values, with columns ordered from the most active unit to the least, over networks.");
        study.Table(
            "Rank correlation over columns; mean and 95 % interval over networks.",
            ["case", "size of the shift with mean rate", "size of the shift with mean weight", "lost peaks with mean rate"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name, Statistics.OfCorrelations(family.Networks.Select(one => Rank(one, family, one.Rates))),
                    Statistics.OfCorrelations(family.Networks.Select(one => Rank(one, family, one.Weights))),
                    Statistics.OfCorrelations(family.Networks.Select(one => Statistics.RankCorrelation(
                        one.Rates, one.Free.Lost.Chunk(family.Values).Select(row => Statistics.Mean(row))))),
                ]),
            ]);
        foreach (var family in families)
        {
            study.Claim(
                $"{family.Case.Id}-rate", $"Columns of more active units shift the sequence more ({family.Case.Name}): rank correlation.",
                "not reported", [.. family.Networks.Select(one => Rank(one, family, one.Rates))], new Above(0) { Floor = -1, Ceiling = 1 });
        }
    }

    private static double Rank(ShiftNetwork one, Family family, IReadOnlyList<double> by) => Statistics.RankCorrelation(
        by, Enumerable.Range(0, family.Columns).Select(c => Size(one, c, family.Values)));

    private static double Size(ShiftNetwork one, int column, int values) =>
        Statistics.Mean(Enumerable.Range(0, values).Select(v => Math.Abs(one.Free.At(column, v, values))));
}
