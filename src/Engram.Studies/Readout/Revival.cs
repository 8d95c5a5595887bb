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
            $"Networks from the start of the source go on learning for {plan.Further} updates, after something was done to the units that lack "
            + "their peaks. A unit is revived by setting the inhibitory weights that it receives to at most 0.01, so that excitation drives it "
            + "and it has a gradient again. Feedback is cut by setting what the unit sends to zero, for good. Were feedback what holds peaks down, cutting it "
            + "should bring them back and revival alone should not.");
        var found = all.Select(one => study.Measure(
            $"revival {one.Id}", source.Runs, new RevivalSettings(one.Treatment, plan.Further, plan.Trials), RevivedNetwork.Of)).ToList();
        study.Table(
            "Networks that lack peaks; mean and 95 % interval over them.",
            ["what is done to units that lack their peak", "networks", "peaks that come back", "peaks that get lost", "error, before", "error, after"],
            [
                .. all.Zip(found, (one, networks) => (IReadOnlyList<string>)
                [
                    one.Name, $"{Lacking(networks).Count()}", Statistics.Percent(Back(networks)),
                    Statistics.Percent(Lacking(networks).Select(network => network.Lost)),
                    Statistics.Percent(Lacking(networks).Select(network => network.Before)),
                    Statistics.Percent(Lacking(networks).Select(network => network.After)),
                ]),
            ]);
        Judge("revived-come-back", "Revived units get their peaks back: their share, less that of units to which nothing is done.", 2, 0);
        Judge("cut-come-back", "Units that are cut off get their peaks back: likewise.", 1, 0);
        Judge("cut-helps-revived", "Cutting revived units off brings back more than revival alone: difference of the shares.", 3, 2);
        Judge("others-come-back", "It helps as much to revive as many units that are no outputs: difference from doing nothing.", 4, 0);
        study.Figure(
            "revival",
            new CategoriesFigure
            {
                Groups = [.. all.Zip(found, (one, networks) => new NamedValues(one.Name, [.. Back(networks).Select(share => 100 * share)]))],
                X = new Axis("Missing peaks that come back", "%") { Minimum = 0, Maximum = 100 },
            },
            "What comes back, a point for each network that lacks peaks.");

        void Judge(string id, string statement, int with, int without) => study.Claim(
            id, statement, "not tested", [.. Back(found[with]).Zip(Back(found[without]), (a, b) => a - b)], new Above(0));
    }

    private static IEnumerable<RevivedNetwork> Lacking(IEnumerable<RevivedNetwork> networks) => networks.Where(network => network.Lacking > 0);

    private static IEnumerable<double> Back(IEnumerable<RevivedNetwork> networks) => Lacking(networks).Select(network => network.Back);
}
