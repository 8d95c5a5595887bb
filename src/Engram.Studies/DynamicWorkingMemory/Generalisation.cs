using System.Globalization;
using Engram.Figures;
using Engram.Storage;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>How networks that were trained at one delay do at others: the matrices and what the report says of them.</summary>
internal static class Generalisation
{
    private const double Chance = 0.5;

    /// <summary>Writes matrices, claims and data of a family.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="family">The networks.</param>
    /// <param name="name">Start of the names of figures, claims and files.</param>
    /// <param name="judged">Whether the report says anything of these.</param>
    public static void Write(Plan plan, Family family, string name, bool judged = true)
    {
        var study = plan.Study;
        var tested = family.Profiles[0].Delays;
        var conditions = family.Profiles[0].Conditions;
        study.Figure(
            $"{name}-matrix", Matrix(family, [("all trials", family.Matrix((profile, delay) => profile.Share(delay)))]),
            $"{family.Name}: share of correct answers, mean over up to {Plan.Networks(family.Seeds)}. One row per trained {family.Setting}, "
            + "one column per tested delay. Chance is 0.5.");
        study.Figure(
            $"{name}-conditions",
            Matrix(family,
            [
                .. conditions.Select((condition, place) =>
                    (condition, family.Matrix((profile, delay) => profile.ShareOf(delay, place)))),
            ]),
            "The same for each condition, named by the first and the second pulse. A network that always answers \"match\" is right in two "
            + "of the four conditions and wrong in the others.");
        if (judged)
        {
            Claims(plan, family, name);
        }

        Arrays(study, family, name);
        study.Data(
            $"{name}-performance",
            [family.Setting + "_s", "seed", "tested_delay_s", "condition", "correct", "trials"],
            from run in Enumerable.Range(0, family.Runs.Count)
            from delay in Enumerable.Range(0, tested.Count)
            from condition in Enumerable.Range(0, conditions.Count)
            let profile = family.Profiles[run]
            select (IReadOnlyList<string>)
            [
                Training.Number(family.ValueOf(run)), $"{family.Runs[run].Configuration.Seed}", Training.Number(tested[delay]),
                conditions[condition], $"{profile.Correct[delay][condition]}", $"{profile.Trials[delay][condition]}",
            ]);
    }

    // The counts as arrays: networks × tested delays × conditions.
    private static void Arrays(StudyContext study, Family family, string name)
    {
        var tested = family.Profiles[0].Delays;
        int[] shape = [family.Runs.Count, tested.Count, family.Profiles[0].Conditions.Count];
        long[] Counts(Func<DelayProfile, IReadOnlyList<int[]>> of) =>
            [.. family.Profiles.SelectMany(of).SelectMany(counts => counts).Select(count => (long)count)];
        study.Data(
            name,
            new NamedArray($"trained_{family.Setting}_s", [.. family.Runs.Select((_, run) => family.ValueOf(run))]),
            new NamedArray("seed", [.. family.Runs.Select(run => (long)run.Configuration.Seed)]),
            new NamedArray("tested_delay_s", [.. tested]),
            new NamedArray("correct", Counts(profile => profile.Correct), shape),
            new NamedArray("trials", Counts(profile => profile.Trials), shape));
    }

    /// <summary>The heat map of a family, a panel for each matrix.</summary>
    public static MatrixFigure Matrix(Family family, IReadOnlyList<(string Title, double[][] Values)> panels) => new()
    {
        Panels = [.. panels.Select(panel => new MatrixPanel(panel.Title, Rectangle(panel.Values)))],
        Rows = new Axis($"Trained {family.Setting}", "s"),
        Columns = new Axis("Tested delay", "s"),
        RowLabels = [.. family.Values.Select(Label)],
        ColumnLabels = [.. family.Profiles[0].Delays.Select(Label)],
        Value = Axis.Share("Correct"),
        Midpoint = Chance,
    };

    private static string Label(double seconds) => seconds.ToString("0.##", CultureInfo.InvariantCulture);

    private static double[,] Rectangle(double[][] rows)
    {
        var values = new double[rows.Length, rows[0].Length];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                values[row, column] = rows[row][column];
            }
        }

        return values;
    }

    private static void Claims(Plan plan, Family family, string name)
    {
        var study = plan.Study;
        var conditions = family.Profiles[0].Conditions;
        study.Claim(
            $"{name}-diagonal", $"{family.Name}: a network does well at the delay on which it was trained.", "red diagonal",
            Own(family), new Above(Plan.Criterion), "share correct");
        study.Claim(
            $"{name}-off-diagonal", $"{family.Name}: a network does worse at delays on which it was not trained.", "off-diagonal decays",
            [.. Own(family).Zip(Others(family), (own, others) => own - others)], new Above(0), "share correct, own minus others");
        study.Claim(
            $"{name}-symmetric", $"{family.Name}: over all trials, performance is hardly skewed to either side of the diagonal.",
            "\"very symmetric\"",
            Skew(family, (profile, delay) => profile.Share(delay)), new Between(-0.05, 0.05), "share correct, longer minus shorter");
        for (var place = 0; place < conditions.Count; place++)
        {
            var condition = place;
            var shorter = condition == 2;
            study.Claim(
                $"{name}-{conditions[condition]}",
                $"{family.Name}: in {conditions[condition]} trials, networks do better at {(shorter ? "shorter" : "longer")} delays than at "
                + $"{(shorter ? "longer" : "shorter")} ones.",
                condition is 1 or 2 ? "\"significant bias\"" : "\"high tendency\"",
                Skew(family, (profile, delay) => profile.ShareOf(delay, condition)),
                shorter ? new Below(0) : new Above(0),
                "share correct, longer minus shorter");
        }

        Detection.Write(study, family, name);
    }

    // Share correct at the trained delay.
    private static double[] Own(Family family) =>
        [.. family.Trained.Select(run => family.Profiles[run].Share(family.Profiles[run].Place(family.ValueOf(run))))];

    // Mean share correct at all other delays.
    private static double[] Others(Family family) =>
    [
        .. from run in family.Trained
           let profile = family.Profiles[run]
           let own = profile.Place(family.ValueOf(run))
           select Enumerable.Range(0, profile.Delays.Count).Where(delay => delay != own).Average(profile.Share),
    ];

    // Mean over longer delays minus mean over shorter ones, of networks that have both.
    private static double[] Skew(Family family, Func<DelayProfile, int, double> share) =>
    [
        .. from run in family.Trained
           let profile = family.Profiles[run]
           let own = profile.Place(family.ValueOf(run))
           where own > 0 && own < profile.Delays.Count - 1
           select Enumerable.Range(own + 1, profile.Delays.Count - own - 1).Average(delay => share(profile, delay))
               - Enumerable.Range(0, own).Average(delay => share(profile, delay)),
    ];
}
