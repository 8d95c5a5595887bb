using System.Globalization;
using Engram.Figures;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Section 3.2 of the report: does performance oscillate with the delay, and is it a rotation at the delay's slow point?</summary>
internal static class Oscillation
{
    private const double Published = 1.5, Tolerance = 0.15;

    /// <summary>Trains, tests in fine steps, and writes the section.</summary>
    public static void Run(Plan plan)
    {
        var study = plan.Study;
        var seeds = study.Seeds(full: 20, quick: 2);
        var delay = study.Choose(Published, 0.5);
        var basis = plan.Alone(new InputDiscriminationTask());
        var runs = study.Train("Oscillation", Sweep.Of(basis, [new("delay", [Plan.Text(delay)])], seeds));
        var fine = new ProfileSettings([.. Enumerable.Range(0, study.Choose(51, 11)).Select(step => Math.Round(step * study.Choose(0.1, 0.5), 1))],
            study.Choose(400, 100));
        var profiles = study.Measure("delays", runs, fine, DelayProfile.Of);
        var fits = profiles.Select(OscillationFit.Of).ToList();
        var memories = study.Measure("rotation", runs, new RotationSettings(delay, study.Choose(64, 16)), Rotation.Of);
        study.Section("The oscillation");
        study.Text(
            $"{seeds.Count} networks learn to compare two inputs at a delay of {Plan.Text(delay)} only, with no shorter delay before it, and are "
            + $"tested from 0 to 5 s. The report shows one such network, above chance at multiples of {Plan.Text(Published)} and below it between.");
        var reached = runs.Count(run => run.Status == Studies.RunStatus.Reached);
        var oscillating = fits.Count(fit => fit.Oscillates);
        study.Text(
            $"{reached} of {runs.Count} reached the criterion. The performance of {oscillating} of {runs.Count} oscillates by this rule: it goes from "
            + "significantly above chance to significantly below it and back (Wilson's 95 % interval without 0.5), and a sine beside a straight line "
            + "leaves at most half of the squares that the line alone leaves.");
        study.Figure(
            "oscillation-performance",
            new LinesFigure
            {
                Curves =
                [
                    .. runs.Select((run, network) => new Curve(
                        fits[network].Oscillates ? "oscillates" : "does not",
                        fine.Delays,
                        [.. Enumerable.Range(0, fine.Delays.Count).Select(profiles[network].Share)])),
                ],
                X = new Axis("Tested delay", "s"),
                Y = Axis.Share("Correct"),
                YLines = [new ReferenceLine(0.5, "chance")],
                XLines = [new ReferenceLine(delay, "trained")],
            },
            $"Share of correct answers against the tested delay, a line for each of {runs.Count} networks trained at {Plan.Text(delay)} only; "
            + $"{fine.Trials} trials at each of {fine.Delays.Count} delays.");
        Claims(plan, fits, memories);
        Table(study, runs, fits, memories);
    }

    private static void Claims(Plan plan, List<OscillationFit> fits, IReadOnlyList<Rotation> rotations)
    {
        var study = plan.Study;
        study.Claim(
            "oscillation-common", "The performance of networks trained at one delay oscillates with the tested delay (share of networks).",
            "1 of 1", [.. fits.Select(fit => fit.Oscillates ? 1.0 : 0.0)], new Above(0.5), "share of networks");
        study.Claim(
            "oscillation-period", $"It oscillates with the trained delay as its period, to within {Tolerance.ToString(CultureInfo.InvariantCulture)} s.",
            "1.5 s (one network)", [.. fits.Select(fit => fit.Oscillates && Math.Abs(fit.Period - Published) <= Tolerance ? 1.0 : 0.0)],
            new Above(0.5), "share of networks");
        study.Claim(
            "below-chance-alone", "Such a network does worse than chance at some delay.", "at 0.5, 2, 3.5 and 5 s (one network)",
            [.. fits.Select(fit => fit.Alternations >= 1 ? 1.0 : 0.0)], new Above(0.5), "share of networks");
        var pairs = fits.Zip(rotations).Where(pair => pair.First.Oscillates && pair.Second.Period is not null).ToList();
        if (pairs.Count > 0)
        {
            study.Claim(
                "oscillation-eigenvalue", "The period is that of the slowest complex pair of eigenvalues at the slow point of the delay, to within 15 %.",
                "not reported",
                [.. pairs.Select(pair => Math.Abs((pair.Second.Period!.Value / pair.First.Period) - 1) <= 0.15 ? 1.0 : 0.0)],
                new Above(0.5), "share of oscillating networks");
        }
    }

    private static void Table(
        StudyContext study, IReadOnlyList<SweepRun> runs, List<OscillationFit> fits, IReadOnlyList<Rotation> rotations)
    {
        string[] headers =
            ["seed", "status", "updates", "period of performance (s)", "amplitude", "gain", "crossings of chance", "oscillates",
             "period of the eigenvalues (s)", "their decay (s)"];
        var rows = runs.Select((run, network) => (IReadOnlyList<string>)
        [
            $"{run.Configuration.Seed}", Training.Word(run.Status), $"{run.Updates}", Short(fits[network].Period), Short(fits[network].Amplitude),
            Short(fits[network].Gain), $"{fits[network].Alternations}", fits[network].Oscillates ? "yes" : "no",
            Short(rotations[network].Period), Short(rotations[network].TimeConstant),
        ]).ToList();
        study.Table(
            "Each network: the sine that fits its performance best, and the slowest complex pair of eigenvalues at the point where most delay states "
            + "settle.",
            headers, rows);
        study.Data("oscillation", headers, rows);
    }

    private static string Short(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
