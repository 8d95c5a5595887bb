using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.SequenceShift;

namespace Engram.Studies.Readout;

/// <summary>Feedback or death: networks trained without the one or the other, and when units fall silent.</summary>
internal static class Causes
{
    private const int Every = 10;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, IReadOnlyList<Family> families)
    {
        var (source, open, softplus, quiet) = (Of("source"), Of("source-no-feedback"), Of("source-softplus"), Of("quiet"));
        study.Section("Is it feedback, or do units die?");
        study.Text(
            "The source supposes that a unit with large weights onto other units is kept at zero, because its activity would make the network "
            + "explode. Another cause is possible: a rectified unit that is silent in all trials has no gradient, so learning cannot bring it "
            + "back. To separate the two, networks from the start of the source are trained with one cause removed at a time. Without feedback, "
            + "outputs send nothing to other units, just as with a trained readout. Units with the rate ln(1 + exp x) always have a gradient.");
        study.Claim(
            "missing-are-silent", "Outputs with missing peaks are silent in all trials: their share, in networks with missing peaks.",
            "they remain zero during the whole sequence",
            [.. source.Networks.Where(network => network.MissingShare > 0).Select(network => network.SilentShare / network.MissingShare)],
            new Above(0.5));
        study.Claim(
            "feedback-is-needed", "Without feedback, fewer peaks are missing, by at least half a peak of ten: difference of the shares.", "supposed, not tested",
            Difference(source, open), new Above(0.05));
        study.Claim(
            "death-is-needed", "When units cannot die, fewer peaks are missing, by at least half a peak of ten: difference of the shares.", "not tested",
            Difference(source, softplus), new Above(0.05));
        study.Claim(
            "start-matters", "The quiet start, which keeps units alive, leaves fewer peaks missing, by at least half a peak of ten: difference of "
                + "the shares.", "not tested",
            Difference(source, quiet), new Above(0.05));
        Course(study, plan, source, open, softplus, quiet);

        Family Of(string id) => families.First(family => family.Kind.Id == id);

        static double[] Difference(Family with, Family without) => [.. with.Missing.Zip(without.Missing, (a, b) => a - b)];
    }

    private static void Course(StudyContext study, Plan plan, params Family[] families)
    {
        var settings = (Updates: study.Choose(400, 40), plan.Trials);
        var courses = families.Select(family => study.Measure($"{family.Kind.Name}, course", family.Runs, settings, Silent)).ToList();
        double[] updates = [.. Enumerable.Range(0, courses[0][0].Count).Select(check => (double)(check * Every))];
        study.Figure(
            "course",
            new LinesFigure
            {
                Curves =
                [
                    .. families.Zip(courses, (family, course) =>
                        Statistics.Curve(family.Kind.Name, updates, check => course.Select(network => 100 * network[check]))),
                ],
                X = Axis.Updates, Y = new Axis("Silent outputs", "%") { Minimum = 0, Maximum = 100 },
            },
            "Outputs that are silent in all trials, over the first updates; mean and 95 % interval over networks.");
        study.Table(
            "Silent outputs in percent; mean and 95 % interval over networks.",
            ["networks", "before learning", .. Shown(updates).Select(check => $"after {updates[check]} updates")],
            [
                .. families.Zip(courses, (family, course) => (IReadOnlyList<string>)
                [
                    family.Kind.Name, Statistics.Percent(course.Select(network => network[0])),
                    .. Shown(updates).Select(check => Statistics.Percent(course.Select(network => network[check]))),
                ]),
            ]);

        static IEnumerable<int> Shown(double[] updates) =>
            Enumerable.Range(1, updates.Length - 1).Where(check => updates[check] is 20 or 40 or 100 or 400);
    }

    // The same training again, as far as it goes, looked at between updates.
    private static IReadOnlyList<double> Silent(TrainedRun run, (int Updates, int Trials) settings)
    {
        var configuration = run.Configuration.With(
        [
            new("max-updates", FormattableString.Invariant($"{settings.Updates}")),
            new("check-every", FormattableString.Invariant($"{Every}")), new("validation-trials", "1"), new("target-error", "0"),
        ]);
        var (silent, before) = (new List<double>(), run.Initial());
        using var trainer = new Trainer(configuration, 1);
        trainer.Run(
            new TrainerHooks
            {
                OnCheck = _ => silent.Add(
                    ReadoutNetwork.Of(trainer.Network, before, configuration, settings.Trials).Outputs
                        .Average(output => output.Silent ? 1.0 : 0)),
            },
            CancellationToken.None);
        return silent;
    }
}
