using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.Structure;

/// <summary>What drives each unit, and what it sends.</summary>
internal static class Balances
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, Recording recording, SignedNetwork network, string period)
    {
        var balance = DriveBalance.Of(recording, network, period);
        (string Name, UnitBalance[] Units)[] kinds =
        [
            ("excitatory", [.. balance.Units.Where(unit => unit.IsExcitatory)]),
            ("inhibitory", [.. balance.Units.Where(unit => !unit.IsExcitatory)]),
        ];
        report.Section("Balance of each unit");
        report.Text(
            $"The table gives the drive of each unit in '{period}', averaged over steps and trials: from excitatory units, from inhibitory "
            + "units, and external (input and bias). The ratio is inhibition over excitation; it is 1 when they cancel. The correlation is "
            + "that of excitation with inhibition over steps and trials.");
        report.Table(
            "Mean ± standard deviation over units.",
            ["units", "excitation", "inhibition", "external", "net", "ratio", "correlation", "sum of weights sent"],
            [
                .. kinds.Select(kind => (IReadOnlyList<string>)
                [
                    kind.Name, Spread(kind.Units, unit => unit.Excitation), Spread(kind.Units, unit => unit.Inhibition),
                    Spread(kind.Units, unit => unit.External), Spread(kind.Units, unit => unit.Net), Spread(kind.Units, unit => unit.Ratio),
                    Spread(kind.Units, unit => unit.Correlation), Spread(kind.Units, unit => unit.Sent),
                ]),
            ]);
        report.Figure(
            "balance",
            new PointsFigure
            {
                Groups =
                [
                    .. kinds.Select(kind => new Curve(
                        kind.Name, [.. kind.Units.Select(unit => unit.Excitation)], [.. kind.Units.Select(unit => -unit.Inhibition)])),
                ],
                X = new Axis("Excitatory drive"),
                Y = new Axis("Inhibitory drive, sign flipped"),
            },
            "The drive of each unit from excitatory and from inhibitory units.");
        report.Figure(
            "sent",
            new DistributionFigure
            {
                Groups = [.. kinds.Select(kind => new NamedValues(kind.Name, [.. kind.Units.Select(unit => Math.Abs(unit.Sent))]))],
                X = new Axis("Sum of the magnitudes of the weights sent"),
            },
            "The sum of the magnitudes of the weights that each unit sends.");
        report.Data(
            "balance",
            [
                "unit", "kind", "excitation", "inhibition", "external", "net", "ratio", "correlation", "received_excitation",
                "received_inhibition", "sent",
            ],
            balance.Units.Select(unit => (IReadOnlyList<string>)
            [
                $"{unit.Unit}", unit.IsExcitatory ? "E" : "I", Words.Exact(unit.Excitation), Words.Exact(unit.Inhibition),
                Words.Exact(unit.External), Words.Exact(unit.Net), Words.Exact(unit.Ratio), Words.Exact(unit.Correlation),
                Words.Exact(unit.ReceivedExcitation), Words.Exact(unit.ReceivedInhibition), Words.Exact(unit.Sent),
            ]));
    }

    private static string Spread(UnitBalance[] units, Func<UnitBalance, double> of) => Words.Spread(units.Select(of));
}
