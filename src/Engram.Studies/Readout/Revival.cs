using Engram.Figures;
using Engram.Studies.SequenceShift;

namespace Engram.Studies.Readout;

/// <summary>Whether peaks come back when their units are revived, cut off from the others, or both.</summary>
internal static class Revival
{
    private static readonly (Treatment Treatment, string Id, string Name)[] all =
    [
        (Treatment.None, "none", "nothing"),
        (Treatment.Cut, "cut", "their feedback is cut"),
        (Treatment.Revive, "revive", "they are revived"),
        (Treatment.Revive | Treatment.Cut, "revive-and-cut", "they are revived and their feedback is cut"),
        (Treatment.Others, "others", "as many silent units that are no outputs are revived"),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, IReadOnlyList<Family> families)
    {
        var source = families.First(family => family.Kind.Id == "source");
        study.Section("Bringing peaks back");
        study.Text(
            $"Networks from the start of the source train for another {plan.Further} updates after the units with missing peaks have been treated. "
            + "To revive a unit, the inhibitory weights that it receives are set to at most 0.01, so that excitation drives it and it has a "
            + "gradient again. To cut its feedback, the weights that it sends are set to zero and kept there. If feedback holds peaks down, "
            + "cutting it should bring them back, and revival alone should not.");
        var found = all.Select(one => study.Measure(
            $"revival {one.Id}", source.Runs, new RevivalSettings(one.Treatment, plan.Further, plan.Trials), RevivedNetwork.Of)).ToList();
        study.Table(
            "Networks with missing peaks; mean and 95 % interval over these networks.",
            ["treatment of units with missing peaks", "networks", "peaks that come back", "other peaks that get lost", "error, before", "error, after"],
            [
                .. all.Zip(found, (one, networks) => (IReadOnlyList<string>)
                [
                    one.Name, $"{Lacking(networks).Count()}", Statistics.Percent(Back(networks)),
                    Statistics.Percent(Lacking(networks).Select(network => network.Lost)),
                    Statistics.Percent(Lacking(networks).Select(network => network.Before)),
                    Statistics.Percent(Lacking(networks).Select(network => network.After)),
                ]),
            ]);
        study.Claim(
            "revived-come-back", "Revived units get their peaks back: share of missing peaks that come back, minus the share without treatment.",
            "not tested", Difference(2, 0), new Above(0.1));
        study.Claim(
            "cut-come-back", "Cutting feedback brings back peaks that would not come back otherwise: share of networks in which it does.",
            "not tested", More(1, 0), new ShareAbove(0.5));
        study.Claim(
            "cut-helps-revived", "Cutting the feedback of revived units brings back peaks that revival alone does not: share of networks in which "
                + "it does.",
            "not tested", More(3, 2), new ShareAbove(0.5));
        study.Claim(
            "others-as-good", "Missing peaks come back just as well when the same number of silent units that are no outputs are revived instead: "
                + "share of peaks that come back, minus the share when the outputs themselves are revived.",
            "not tested", Difference(4, 2), new Between(-0.1, 0.1));
        study.Figure(
            "revival",
            new CategoriesFigure
            {
                Groups = [.. all.Zip(found, (one, networks) => new NamedValues(one.Name, [.. Back(networks).Select(share => 100 * share)]))],
                X = new Axis("Missing peaks that come back", "%") { Minimum = 0, Maximum = 100 },
            },
            "Missing peaks that come back; one point per network with missing peaks.");

        double[] Difference(int with, int without) => [.. Back(found[with]).Zip(Back(found[without]), (a, b) => a - b)];

        double[] More(int with, int without) => [.. Difference(with, without).Select(difference => difference > 0 ? 1.0 : 0)];
    }

    private static IEnumerable<RevivedNetwork> Lacking(IEnumerable<RevivedNetwork> networks) => networks.Where(network => network.Lacking > 0);

    private static IEnumerable<double> Back(IEnumerable<RevivedNetwork> networks) => Lacking(networks).Select(network => network.Back);
}
