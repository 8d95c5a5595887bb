using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.Sequences;

namespace Engram.Studies.SequenceShift;

/// <summary>The document's Appendix B: does a linear account predict the shift?</summary>
internal static class Predictions
{
    private const double Good = 0.5;
    private static readonly (LinearAccountKind Kind, string Id, Func<ShiftNetwork, Grid> Of)[] Accounts =
    [
        (LinearAccountKind.AllUnits, "exponential", one => one.AllUnits),
        (LinearAccountKind.ActiveSet, "active-set", one => one.ActiveSet),
        (LinearAccountKind.FrozenGates, "frozen", one => one.Frozen),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Does a linear account predict the shift?");
        study.Text(
            "Appendix B explains the shift by exp(At) with A = (W − I)/τ, which holds if the same units are active all the time. Three "
            + "linear accounts predict the shift of every perturbation, each relative to its own prediction of the intact network. The "
            + "first treats all units as always linear, as Appendix B does. The second includes only the units that are active for more "
            + "than half of the time, and treats these as always linear. The third takes the gates of the intact network, step by step, "
            + "with the perturbed weights; for the intact weights this is the simulation itself.");
        study.Table(
            "Mean and 95 % interval over networks, or median and quartiles when an account diverges. The first three columns are errors of "
            + "the rates, √(Σ (r̂ − r)² / Σ r²): the first two for the intact network, the third the median over perturbations. The last "
            + "column is the error of the third relative to the change that the perturbation made; 1 is no better than predicting no "
            + "change.",
            ["case", "all units", "active set", "gates, perturbed", "gates, relative to the change"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name,
                    .. Enumerable.Range(0, 4).Select(k => family.Networks.Any(one => one.Errors[k] > 1000)
                        ? LowRank.Words.Quartiles(family.Networks.Select(one => one.Errors[k]), "G2")
                        : Statistics.Interval(family.Networks.Select(one => one.Errors[k]))),
                ]),
            ]);
        study.Table(
            "Correlation of predicted and simulated shift over columns and values; mean and 95 % interval over networks. Brackets: share "
            + "of perturbations for which the account predicts a peak that can shift. Where it predicts none, its shift counts as 0; an "
            + "account that predicts none at all counts as a correlation of 0.",
            ["case", .. Accounts.Select(account => LinearTable.Name(account.Kind))],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name,
                    .. Accounts.Select(account => $"{Statistics.OfCorrelations(family.Networks.Select(one => With(one, account.Of)))} "
                        + $"({LowRank.Words.Percent(family.Networks.Average(one => Share(account.Of(one))))})"),
                ]),
            ]);
        study.Table(
            "The same without jumps of more than 40 ms, over all values, and over values up to 0.05 of either sign.",
            ["case", .. Accounts.SelectMany(account => new[] { LinearTable.Name(account.Kind), "small values" })],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    family.Case.Name,
                    .. Accounts.SelectMany(account => new[]
                    {
                        Statistics.OfCorrelations(family.Networks.Select(
                            one => Near(one, account.Of, Enumerable.Range(0, family.Values), family))),
                        Statistics.OfCorrelations(family.Networks.Select(one => Near(one, account.Of, Small(family), family))),
                    }),
                ]),
            ]);
        foreach (var family in families)
        {
            study.Figure(
                $"{family.Case.Id}-linear",
                new LinesFigure
                {
                    Curves =
                    [
                        Mean(family, "simulated", one => one.Free),
                        .. Accounts.Select(account => Mean(family, LinearTable.Name(account.Kind), account.Of) with { Dashed = true }),
                    ],
                    X = new Axis("Value subtracted from the column"), Y = new Axis("Shift", "ms"), YLines = [new ReferenceLine(0)],
                    Points = true, Note = "Solid: simulated. Dashed: predicted.",
                },
                $"Simulated and predicted shift without jumps, mean over columns, over networks; {family.Case.Name}.");
            foreach (var (kind, id, of) in Accounts)
            {
                study.Claim(
                    $"{family.Case.Id}-linear-{id}",
                    $"A linear account predicts the shift ({LinearTable.Name(kind)}; {family.Case.Name}): share of networks with a correlation "
                    + "over columns and values above 0.5.",
                    kind == LinearAccountKind.AllUnits ? "claimed, not tested" : "not reported",
                    [.. family.Networks.Select(one => With(one, of) > Good ? 1.0 : 0)],
                    new ShareAbove(0.5)
                    {
                        Changed = "It was the mean correlation, which is undefined when an account predicts no peak that can shift. Such "
                            + "an account now counts as predicting no shift.",
                    });
            }
        }
    }

    private static double Share(Grid predicted) => predicted.Shift.Count(double.IsFinite) / (double)predicted.Shift.Count;

    private static double With(ShiftNetwork one, Func<ShiftNetwork, Grid> of) =>
        Statistics.Agreement(one.Free.Shift, of(one).Shift);

    private static IEnumerable<int> Small(Family family) =>
        family.Settings.Small.SelectMany(v => new[] { v, family.Settings.Opposite(v) });

    private static double Near(ShiftNetwork one, Func<ShiftNetwork, Grid> of, IEnumerable<int> values, Family family)
    {
        var places = values.SelectMany(v => Enumerable.Range(0, family.Columns).Select(c => (c * family.Values) + v)).ToList();
        return Statistics.Correlation(places.Select(place => one.Free.Near[place]), places.Select(place => of(one).Near[place]));
    }

    private static Curve Mean(Family family, string name, Func<ShiftNetwork, Grid> of) => Statistics.Curve(
        name, family.Settings.Values, v => family.Networks.Select(one => 1000 * Grid.At(of(one).Near, v, family.Values)));
}
