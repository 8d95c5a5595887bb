using Engram.Configuration;
using Engram.Figures;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>How the first pulse is kept through the delay, and which of it says how a network does at other delays.</summary>
internal static class Memory
{
    private sealed record Predictor(string Name, Func<MemoryOfNetwork, double> Of);

    private static readonly Predictor[] Predictors =
    [
        new("stable fixed points", memory => memory.Stable),
        new("saddles and unstable fixed points", memory => memory.Unstable),
        new("slow points", memory => memory.Slow),
        new("slowest time constant (s)", memory => memory.Slowest),
        new("decoded at the end of the delay", memory => memory.Late),
        new("decoded across times", memory => memory.Across),
        new("dimension of delay activity", memory => memory.Dimension),
        new("share of selective units", memory => memory.Selective),
    ];

    // How far the counts above can be trusted.
    private static readonly Predictor[] Estimates =
    [
        new("points estimated unseen, at least", memory => memory.Unseen),
        new("chance that one start more finds a known point", memory => memory.Coverage),
    ];

    /// <summary>Takes every network apart, and writes the section.</summary>
    public static void Run(Plan plan, params IReadOnlyList<Family> families)
    {
        var study = plan.Study;
        var settings = new MemorySettings(study.Choose(2.5, 1.0), study.Choose(200, 80), study.Choose(48, 12), study.Choose(50, 20));
        study.Section("How the memory is kept");
        study.Text(
            $"Every network that reached its criterion is shown {settings.Trials} trials with a delay of {Plan.Words(settings.Delay)}, "
            + "whatever delay it was trained on. Fixed and slow points are those of the network between the pulses, without noise. The "
            + $"search starts from {settings.Starts} states visited in the delay, and points far from all visited states are left out. How "
            + "many points the search missed is estimated from how many were found from exactly one start and from exactly two. The first "
            + "pulse is decoded from rates in bins of 100 ms, on trials that were not used to fit the decoder.");
        var found = families
            .Select(family => (Family: family, Memories: study.Measure(
                "memory", [.. family.Trained.Select(run => family.Runs[run])], settings, MemoryOfNetwork.Of))).ToList();
        study.Table(
            "Mean ± standard deviation over networks.",
            ["", .. families.Select(family => family.Name)],
            [
                .. Predictors.Select(predictor => (IReadOnlyList<string>)
                    [predictor.Name, .. found.Select(one => Statistics.Spread(one.Memories.Select(predictor.Of)))]),
                .. Estimates.Select(estimate => (IReadOnlyList<string>)
                    [estimate.Name, .. found.Select(one => Statistics.Spread(one.Memories.Select(estimate.Of)))]),
                [
                    "decoding with shuffled labels, 95th percentile",
                    .. found.Select(one => Statistics.Spread(one.Memories.Select(memory => memory.Null))),
                ],
            ]);
        Generalisation(plan, found);
        study.Data(
            "memory",
            ["family", "setting_s", "seed", .. Predictors.Concat(Estimates).Select(predictor => predictor.Name), "rotation period (s)",
             "performance at other delays"],
            found.SelectMany(one => one.Memories.Zip(one.Family.Trained, (memory, run) => (IReadOnlyList<string>)
            [
                one.Family.Name, Training.Number(one.Family.ValueOf(run)), $"{one.Family.Runs[run].Configuration.Seed}",
                .. Predictors.Concat(Estimates).Select(predictor => Training.Number(predictor.Of(memory))),
                Training.Number(memory.RotationPeriod ?? double.NaN),
                Training.Number(Elsewhere(one.Family, run)),
            ])));
        Example.Write(plan, families, settings);
    }

    // Which property predicts how a network does at delays that it was not trained on?
    private static void Generalisation(Plan plan, IReadOnlyList<(Family Family, IReadOnlyList<MemoryOfNetwork> Memories)> found)
    {
        var cells = Predictors.Select(predictor => found.Select(one => Statistics.Spearman(
            [.. one.Memories.Select(predictor.Of)],
            [.. one.Family.Trained.Select(run => Elsewhere(one.Family, run))])).ToList()).ToList();
        plan.Study.Table(
            "What predicts performance at delays other than the trained one: Spearman's rank correlation over the networks of a family, "
            + "with the share of permutations with as strong a correlation.",
            ["", .. found.Select(one => one.Family.Name)],
            [
                .. Predictors.Zip(cells, (predictor, row) => (IReadOnlyList<string>)
                    [predictor.Name, .. row.Select(cell => double.IsFinite(cell.Rho) ? $"{Short(cell.Rho)} (p {Small(cell.P)})" : "–")]),
            ]);
        plan.Study.Figure(
            "memory-generalisation",
            new PointsFigure
            {
                Groups =
                [
                    .. found.Select(one => new Curve(
                        one.Family.Name,
                        [.. one.Memories.Select(memory => memory.Across)],
                        [.. one.Family.Trained.Select(run => Elsewhere(one.Family, run))])),
                ],
                X = Axis.Share("First pulse decoded across times"),
                Y = Axis.Share("Correct at other delays"),
            },
            "Performance at delays other than the trained one, against how well a decoder fitted at one time of the delay reads another; "
            + "one point per network.");
    }

    // Mean share correct over the tested delays that the network was not trained on.
    private static double Elsewhere(Family family, int run)
    {
        var (shortest, longest) = Family.Delays(family.Runs[run].Configuration);
        var profile = family.Profiles[run];
        return Enumerable.Range(0, profile.Delays.Count)
            .Where(delay => profile.Delays[delay] < shortest - 1e-9 || profile.Delays[delay] > longest + 1e-9)
            .Select(profile.Share).DefaultIfEmpty(double.NaN).Average();
    }

    private static string Short(double value) => NumberText.Of(value, "0.00");

    private static string Small(double p) => NumberText.Probability(p);
}
