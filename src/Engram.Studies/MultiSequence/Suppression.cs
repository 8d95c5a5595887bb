using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>Whether inhibition holds down the wrong sequences.</summary>
internal static class Suppression
{
    private static readonly string[] Names =
        ["active for the sequence", "inhibiting the other sequences", "inhibiting the sequence itself", "at random"];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        Family[] many = [.. families.Where(family => family.Sequences > 1)];
        study.Section("Does inhibition suppress the wrong sequences?");
        study.Text(
            "The source supposes that inhibitory units suppress whatever would play a wrong sequence, and let only the right one through. "
            + "Two things follow. First, for the same excitation, outputs get more inhibition when they are wrong. Second, the other "
            + "sequences appear when certain units are silenced: those active for a sequence, or those that inhibit the outputs of the "
            + "others in its trials. A tenth of the inhibitory units, chosen in one of four ways, is silenced, and the same trials are run "
            + "again. Wrong outputs are measured by their root mean square, right outputs by their error, both as shares of the amplitude. "
            + "The size of the right sequence is the size of its targets within the outputs. An error larger than the amplitude counts as "
            + "the amplitude, because without part of their inhibition some networks run away. Outputs above ten times the amplitude are "
            + "counted separately (ran away).");
        study.Table(
            "Changes caused by silencing; mean (95 % interval) over networks. Others: a sequence is played for which the units were not "
            + "chosen.",
            [
                "sequences", "silenced", "wrong outputs", "wrong outputs, others", "error of right outputs", "size of the right sequence",
                "ran away",
            ],
            [
                .. many.SelectMany(family => Names.Select((name, choice) => (IReadOnlyList<string>)
                [
                    $"{family.Sequences}", name, Cell(family, choice, one => one.Wrong),
                    choice == (int)InhibitoryChoice.Random ? "–" : Cell(family, choice, one => one.WrongOfOthers),
                    Cell(family, choice, one => one.Own), Cell(family, choice, one => one.Gain),
                    Words.Percent(family.Networks.Average(one => one.Silencing[choice].RanAway)),
                ])),
            ]);
        study.Table(
            "Inhibition in intact networks; mean (95 % interval) over networks.",
            ["sequences", "ln of inhibition over excitation, wrong minus right",
                "share of the variance of inhibitory rates explained by the sequence"],
            [
                .. many.Select(family => (IReadOnlyList<string>)
                [
                    $"{family.Sequences}", Numbers.Interval(family.Networks.Select(one => one.WrongOverOwn)),
                    Numbers.Interval(family.Networks.Select(one => one.Selectivity)),
                ]),
            ]);
        Judge(study, many);
        study.Figure(
            "silencing",
            new CategoriesFigure
            {
                Groups =
                [
                    .. many.SelectMany(family => Names.Select((name, choice) => new NamedValues(
                        $"{family.Name}, {name}", [.. family.Networks.Select(one => one.Silencing[choice].Wrong)]))),
                ],
                X = new Axis("Rise of the wrong outputs, share of the amplitude"),
                XLines = [new ReferenceLine(0, "intact")],
            },
            "Rise of wrong outputs when a tenth of the inhibitory units is silenced; one point per network.");
        study.Data(
            "silencing", ["k", "seed", "silenced", "wrong", "wrong_of_others", "own_error", "own_size", "ran_away"],
            from family in many
            from place in Enumerable.Range(0, family.Runs.Count)
            from choice in Enumerable.Range(0, Names.Length)
            let one = family.Networks[place].Silencing[choice]
            select (IReadOnlyList<string>)
            [
                $"{family.Sequences}", $"{family.Runs[place].Configuration.Seed}", $"{(InhibitoryChoice)choice}".ToLowerInvariant(),
                Words.Exact(one.Wrong), Words.Exact(one.WrongOfOthers), Words.Exact(one.Own), Words.Exact(one.Gain),
                Words.Exact(one.RanAway),
            ]);
    }

    private static void Judge(StudyContext study, IReadOnlyList<Family> many)
    {
        const int Active = (int)InhibitoryChoice.Preferring, Sending = (int)InhibitoryChoice.Suppressing;
        const int Drawn = (int)InhibitoryChoice.Random;
        const string Supposed = "supposed, not tested", Seeds = " Mean over k = 2, 4, 8 for each seed.";
        study.Claim(
            "inhibited-when-wrong",
            "Outputs get more inhibition relative to their excitation when they are wrong than when they are right: difference of ln."
            + Seeds, Supposed, Family.BySeed(many, one => one.WrongOverOwn), new Above(0));
        study.Claim(
            "silencing-frees-wrong",
            "Wrong outputs rise when the units that inhibit the other sequences most are silenced."
            + Seeds, Supposed,
            Family.BySeed(many, one => one.Silencing[Sending].Wrong), new Above(0));
        study.Claim(
            "more-than-random",
            "Wrong outputs rise more when the units that inhibit the other sequences most are silenced than when the same number of random "
            + "units is: difference."
            + Seeds, Supposed,
            Family.BySeed(many, one => one.Silencing[Sending].Wrong - one.Silencing[Drawn].Wrong), new Above(0));
        study.Claim(
            "active-more-than-random",
            "Wrong outputs rise more when the units that are most active for a sequence are silenced than when the same number of random "
            + "units is: difference."
            + Seeds, Supposed,
            Family.BySeed(many, one => one.Silencing[Active].Wrong - one.Silencing[Drawn].Wrong), new Above(0));
        study.Claim(
            "specific-to-sequence",
            "Units that inhibit the other sequences while one is played matter more for that sequence than for others: difference of the "
            + "rise of wrong outputs."
            + Seeds, Supposed,
            Family.BySeed(many, one => one.Silencing[Sending].Wrong - one.Silencing[Sending].WrongOfOthers), new Above(0));
        study.Claim(
            "wrong-more-than-right",
            "When the units that inhibit the other sequences most are silenced, wrong outputs rise more than the error of the right ones: "
            + "difference."
            + Seeds, Supposed,
            Family.BySeed(many, one => one.Silencing[Sending].Wrong - one.Silencing[Sending].Own), new Above(0));
    }

    private static string Cell(Family family, int choice, Func<Silenced, double> of) =>
        Numbers.Interval(family.Networks.Select(one => of(one.Silencing[choice])), "0.000");
}
