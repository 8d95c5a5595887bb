using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.Structure;

/// <summary>Whether inhibition suppresses the outputs that a condition does not require.</summary>
internal static class WrongOutputs
{
    private static readonly (InhibitoryChoice Choice, string Name)[] Choices =
    [
        (InhibitoryChoice.Preferring, "active for the condition"), (InhibitoryChoice.Suppressing, "inhibiting the others' outputs"),
        (InhibitoryChoice.Opposing, "inhibiting its own outputs"), (InhibitoryChoice.Random, "at random"),
    ];

    /// <summary>Writes the section, or why there is none.</summary>
    public static void Write(
        StudyContext report, Experiment experiment, Recording recording, SignedNetwork network, string period, StructureAnalysis settings)
    {
        report.Section("Inhibition of wrong outputs");
        if (!OutputGroups.Of(recording).AreApart)
        {
            report.Text(
                "The conditions of this task do not require different outputs while the others stay silent, so there are no wrong outputs. "
                + "This part is for tasks such as multi-sequence.");
            return;
        }

        var inhibition = InhibitionOfOutputs.Of(recording, network, period);
        var names = inhibition.Groups.Conditions;
        var silenced = new InhibitionSilencing { Share = settings.Silenced, Draws = settings.Draws, Seed = settings.Seed }
            .Run(experiment, period, report.Cancel);
        report.Text(
            "Inhibitory units act on the outputs of a condition through the units that these outputs read. ln of inhibition over "
            + $"excitation is {Words.Number(inhibition.WrongOverOwn)} more at wrong outputs than at right ones, mean over outputs. The "
            + $"condition explains on average {Words.Percent(inhibition.Selectivity.Average())} of the variance of an inhibitory unit's "
            + "rate.");
        report.Table(
            $"Changes when {silenced[0].Silenced[0].Count} of {network.Inhibitory} inhibitory units are silenced, as shares of the "
            + "amplitude, which limits each difference; mean over conditions. Others: a condition is shown for which the units were not "
            + "chosen.",
            ["silenced", "wrong outputs", "wrong outputs, others", "error of right outputs", "size of the right outputs"],
            [
                .. Choices.Zip(silenced, (choice, one) => (IReadOnlyList<string>)
                [
                    choice.Name, Words.Number(one.Matched(one.Wrong), "0.000"),
                    one.Choice == InhibitoryChoice.Random ? "–" : Words.Number(one.Other(one.Wrong), "0.000"),
                    Words.Number(one.Matched(one.Own), "0.000"), Words.Number(one.Matched(one.Gain), "0.000"),
                ]),
            ]);
        report.Figure(
            "silencing",
            new MatrixFigure
            {
                Panels =
                [
                    .. silenced.Where(one => one.Choice != InhibitoryChoice.Random).Zip(Choices, (one, choice) =>
                        new MatrixPanel(choice.Name, Square(one.Wrong))),
                ],
                Rows = new Axis("Silenced for"),
                Columns = new Axis("Shown"),
                RowLabels = names,
                ColumnLabels = names,
                Value = new Axis("Rise of wrong outputs"),
                Midpoint = 0,
            },
            "Rise of the wrong outputs as a share of the amplitude, by the condition for which units were chosen and the condition that is "
            + "shown.");
        report.Data(
            "silencing", ["chosen", "set", "shown", "units", "wrong", "own_error", "own_size"],
            from one in silenced
            from set in Enumerable.Range(0, one.Silenced.Count)
            from shown in Enumerable.Range(0, names.Count)
            select (IReadOnlyList<string>)
            [
                $"{one.Choice}".ToLowerInvariant(), one.Choice == InhibitoryChoice.Random ? $"{set + 1}" : names[set], names[shown],
                string.Join(' ', one.Silenced[set]), Words.Exact(one.Wrong[set][shown]), Words.Exact(one.Own[set][shown]),
                Words.Exact(one.Gain[set][shown]),
            ]);
        report.Data(
            "inhibition", ["unit", "selectivity", .. names.Select(name => $"rate_{name}"), .. names.Select(name => $"sent_{name}")],
            inhibition.Units.Index().Select(unit => (IReadOnlyList<string>)
            [
                $"{unit.Item}", Words.Exact(inhibition.Selectivity[unit.Index]),
                .. names.Select((_, c) => Words.Exact(inhibition.Rates[unit.Index, c])),
                .. names.Select((_, c) => Words.Exact(inhibition.Sent[unit.Index, c])),
            ]));
    }

    private static double[,] Square(IReadOnlyList<IReadOnlyList<double>> rows)
    {
        var square = new double[rows.Count, rows[0].Count];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                square[row, column] = rows[row][column];
            }
        }

        return square;
    }
}
