using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Section 3.2 of the report: does performance oscillate with the delay, and is it a rotation at the delay's slow point?</summary>
internal static class Oscillation
{
    private const double Published = 1.5, Tolerance = 0.1, PeriodTolerance = 0.15;

    private sealed record Network(SweepRun Run, DelayProfile Profile, OscillationFit Fit, Rotation Rotation);

    /// <summary>Trains, tests in fine steps, and writes the section.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="alone">Networks that were trained at one delay each, at several delays.</param>
    public static void Run(Plan plan, Family alone)
    {
        var study = plan.Study;
        var fine = new ProfileSettings(
            [.. Enumerable.Range(0, study.Choose(51, 11)).Select(step => Math.Round(step * study.Choose(0.1, 0.5), 1))],
            study.Choose(400, 100));
        var delay = study.Choose(Published, 1.0);
        study.Section("Does performance oscillate with the delay?");
        study.Text(
            $"Networks learn at a delay of {Plan.Words(delay)} only and are tested from 0 to 5 s in fine steps. The report shows one "
            + "network that compares inputs; it is above chance at multiples of 1.5 s and below chance between them. Here the performance "
            + "of a network counts as oscillating under two conditions. First, it goes from significantly above chance to significantly "
            + "below and back, judged by Wilson's 95 % interval not containing 0.5. Second, adding a sine to a straight line reduces the "
            + "sum of squared residuals to at most half of that of the line alone; the period of the sine must be short enough for the "
            + "tests to cover one and a half periods.");
        Task(plan, "inputs", Streams.OscillationOfInputs, plan.Alone(new InputDiscriminationTask()), delay, fine);
        Task(plan, "frequencies", Streams.OscillationOfFrequencies, plan.Alone(new DelayedMatchTask()), delay, fine);
        Follow(plan, alone, fine);
    }

    private static void Task(Plan plan, string kind, Streams streams, RunConfiguration basis, double delay, ProfileSettings fine)
    {
        var study = plan.Study;
        var runs = study.Train(
            $"One delay only, {kind}",
            Sweep.Of(basis, [new("delay", [Plan.Text(delay)])], study.Seeds(full: 20, quick: 1)).Apart((int)streams));
        var networks = Networks(study, runs, delay, fine);
        var oscillating = networks.Where(network => network.Fit.Oscillates).ToList();
        study.Text(
            $"Comparing {kind}: {runs.Count(run => run.Status == RunStatus.Reached)} of {Plan.Networks(runs.Count)} reached the criterion. "
            + $"Performance oscillates in {oscillating.Count} of them"
            + (oscillating.Count == 0 ? "." : $", with periods of {Statistics.Spread(oscillating.Select(network => network.Fit.Period))} "
            + "s."));
        study.Figure(
            $"oscillation-{kind}",
            new LinesFigure
            {
                Curves =
                [
                    .. networks.OrderByDescending(network => network.Fit.Oscillates).Select(network => new Curve(
                        network.Fit.Oscillates ? "oscillates" : "does not oscillate", fine.Delays,
                        [.. Enumerable.Range(0, fine.Delays.Count).Select(network.Profile.Share)])),
                ],
                X = new Axis("Tested delay", "s"),
                Y = Axis.Share("Correct"),
                YLines = [new ReferenceLine(0.5, "chance")],
                XLines = [new ReferenceLine(delay, "trained")],
            },
            $"Comparing {kind}: share of correct answers against the tested delay, one line for each of {Plan.Networks(networks.Count)}; "
            + $"{fine.Trials} trials at each of {fine.Delays.Count} delays.");
        if (oscillating.MaxBy(network => network.Fit.Amplitude) is { } clearest)
        {
            study.Figure(
                $"oscillation-{kind}-clearest",
                new PsychometricFigure
                {
                    Curves =
                    [
                        new ShareCurve(
                            $"seed {clearest.Run.Configuration.Seed}", fine.Delays,
                            [.. clearest.Profile.Correct.Select(counts => counts.Sum())],
                            [.. clearest.Profile.Trials.Select(counts => counts.Sum())]),
                    ],
                    X = new Axis("Tested delay", "s"),
                    Chance = 0.5,
                },
                "The network whose performance oscillates most clearly, with Wilson's 95 % intervals. The best-fitting sine has a period "
                + $"of {Short(clearest.Fit.Period)} s.");
        }

        Claims(study, kind, networks, delay);
        Table(study, kind, networks);
    }

    private static List<Network> Networks(StudyContext study, IReadOnlyList<SweepRun> runs, double delay, ProfileSettings fine)
    {
        var profiles = study.Measure("fine-delays", runs, fine, DelayProfile.Of);
        var settings = new RotationSettings(delay, study.Choose(64, 16), study.Choose(30, 15));
        var rotations = study.Measure("rotation", runs, settings, Rotation.Of);
        return [.. runs.Select((run, place) => new Network(run, profiles[place], OscillationFit.Of(profiles[place]), rotations[place]))];
    }

    private static void Claims(StudyContext study, string kind, List<Network> networks, double delay)
    {
        double[] Share(IEnumerable<Network> of, Func<Network, bool> holds) => [.. of.Select(network => holds(network) ? 1.0 : 0.0)];
        study.Claim(
            $"oscillation-{kind}-common",
            $"Comparing {kind}: the performance of most networks trained at one delay oscillates with the tested delay: share of networks.",
            "1 of 1", Share(networks, network => network.Fit.Oscillates), new ShareAbove(0.5), "share of networks");
        var oscillating = networks.Where(network => network.Fit.Oscillates).ToList();
        if (oscillating.Count == 0)
        {
            return;
        }

        study.Claim(
            $"oscillation-{kind}-period",
            $"Comparing {kind}: the period of the oscillation is the trained delay, to within 10 %: share of oscillating networks.",
            "1.5 s (one network)", Share(oscillating, network => Math.Abs(network.Fit.Period - delay) <= Tolerance * delay),
            new ShareAbove(0.5));
        study.Figure(
            $"oscillation-{kind}-distribution",
            new HistogramFigure
            {
                Groups = [new NamedValues("", [.. oscillating.Select(network => network.Fit.Period)])], X = new Axis("Period of performance", "s"),
            },
            $"Comparing {kind}: periods of the networks whose performance oscillates; trained at {Plan.Words(delay)}.");
        study.Claim(
            $"oscillation-{kind}-eigenvalue",
            $"Comparing {kind}: the period of the oscillation is that of the slowest rotation at the point where most delay states settle, "
            + "to within 15 %.",
            "not reported", Share(oscillating, network => IsNear(network.Rotation.Period, network.Fit.Period)),
            new ShareAbove(0.5), "share of oscillating networks");
        study.Claim(
            $"oscillation-{kind}-cycle",
            $"Comparing {kind}: the period of the oscillation is that of the limit cycle on which the network without noise settles between "
            + "the pulses, to within 15 %.",
            "not reported", Share(oscillating, network => IsNear(network.Rotation.Cycle, network.Fit.Period)),
            new ShareAbove(0.5), "share of oscillating networks");
        study.Figure(
            $"oscillation-{kind}-periods",
            new PointsFigure
            {
                Groups =
                [
                    Periods("limit cycle", oscillating, network => network.Rotation.Cycle),
                    Periods("eigenvalues", oscillating, network => network.Rotation.Period),
                ],
                X = new Axis("Period of the network in the delay", "s") { Minimum = 0 },
                Y = new Axis("Period of performance", "s") { Minimum = 0 },
            },
            $"Comparing {kind}: the period of the performance against the period of the network between the pulses, measured on its limit "
            + "cycle and computed from the eigenvalues at the point where most delay states settle. One point of each kind per oscillating "
            + "network.");
    }

    private static Curve Periods(string name, List<Network> networks, Func<Network, double?> of)
    {
        var known = networks.Where(network => of(network) is not null).ToList();
        return new(name, [.. known.Select(network => of(network)!.Value)], [.. known.Select(network => network.Fit.Period)]);
    }

    private static bool IsNear(double? period, double other) => period is { } known && Math.Abs((known / other) - 1) <= PeriodTolerance;

    private static void Table(StudyContext study, string kind, List<Network> networks)
    {
        string[] headers =
        [
            "seed", "updates", "oscillates", "period of performance (s)", "amplitude", "gain", "crossings of chance",
            "period by eigenvalues (s)", "their time constant (s)", "period of the limit cycle (s)",
        ];
        IReadOnlyList<string>[] rows =
        [
            .. networks.Select(network => (IReadOnlyList<string>)
            [
                $"{network.Run.Configuration.Seed}",
                $"{network.Run.Updates}{(network.Run.Status == RunStatus.Reached ? "" : " (not reached)")}",
                network.Fit.Oscillates ? "yes" : "no", Short(network.Fit.Period), Short(network.Fit.Amplitude), Short(network.Fit.Gain),
                $"{network.Fit.Alternations}", Short(network.Rotation.Period), Short(network.Rotation.TimeConstant),
                Short(network.Rotation.Cycle),
            ]),
        ];
        study.Table(
            $"Comparing {kind}: for each network, the sine that best fits its performance, the slowest rotation at the point where most of "
            + "its delay states settle (a negative time constant grows), and the limit cycle of the network without noise.",
            headers, rows);
        study.Data($"oscillation-{kind}", headers, rows);
    }

    // Does the period follow the delay that was trained?
    private static void Follow(Plan plan, Family alone, ProfileSettings fine)
    {
        var study = plan.Study;
        var profiles = study.Measure("fine-delays", alone.Runs, fine, DelayProfile.Of);
        var fits = profiles.Select(OscillationFit.Of).ToList();
        var places = alone.Trained.Where(run => fits[run].Oscillates).ToList();
        study.Text(
            $"Of {Plan.Networks(alone.Trained.Count)} trained to compare frequencies at one delay only, {places.Count} oscillate: "
            + string.Join(", ", alone.Values.Select((value, place) =>
                $"{places.Count(run => run / alone.Seeds == place)} of {alone.TrainedAt(place).Count()} at {Plan.Words(value)}"))
            + ".");
        if (places.Count < 3)
        {
            return;
        }

        study.Figure(
            "oscillation-follows",
            new PointsFigure
            {
                Groups = [new Curve("", [.. places.Select(alone.ValueOf)], [.. places.Select(run => fits[run].Period)])],
                X = new Axis("Trained delay", "s"),
                Y = new Axis("Period of performance", "s") { Minimum = 0 },
                Regression = true,
            },
            "Period of the performance against the trained delay; one point per oscillating network.");
        var (rho, p) = Statistics.Spearman([.. places.Select(alone.ValueOf)], [.. places.Select(run => fits[run].Period)]);
        study.Text($"Spearman's rank correlation of the period with the trained delay is {Short(rho)} (p "
            + $"{NumberText.Probability(p)}).");
    }

    private static string Short(double? value) =>
        value is { } number && double.IsFinite(number) ? NumberText.Of(number, "0.00") : "–";
}
