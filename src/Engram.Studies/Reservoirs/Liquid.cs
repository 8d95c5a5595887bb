using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Studies.PatternsInTime;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>The liquid state machine: what its states keep apart, and which stop consonant they tell.</summary>
internal static class Liquid
{
    private const int Few = 135, Many = 540, Syllables = 972, Learned = 2376, Inputs = 16, HeardFrameCount = 15;

    // Of 0.01, 1, 10 and 100, the one with which another liquid did best; echo states do better with the preset's.
    private const double LiquidPenalty = 10;
    private static readonly TimeSpan SlowTrace = 300.Ms;
    private static readonly LiquidStateCell Published = new() { Units = Few };
    private static readonly double[] Sizes = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    private static readonly IReadOnlyList<Kind> Kinds =
    [
        new("liquid", $"liquid, {Few} units", Published), new("liquid-large", $"liquid, {Many} units", Published with { Units = Many, Width = 6, Height = 6 }),
        new("liquid-apart", $"liquid, {Few} units without synapses", Published with { SynapseScale = 0 }),
        new("liquid-slow", $"liquid, {Few} units, slow traces", Published with { TraceTau = SlowTrace }),
        new("liquid-large-slow", $"liquid, {Many} units, slow traces", Published with { Units = Many, Width = 6, Height = 6, TraceTau = SlowTrace }),
        new("liquid-apart-slow", $"liquid, {Few} units without synapses, slow traces", Published with { SynapseScale = 0, TraceTau = SlowTrace }),
        new("echo", $"echo state, {Few} units", new EchoStateCell { Units = Few, LeakRate = 0.3 }), new("echo-large", $"echo state, {Many} units", new EchoStateCell { Units = Many, LeakRate = 0.3 }),
        new("mean", "linear, mean frame", Linear(2 * Inputs)) { Heard = HeardFrames.Mean }, new("window", "linear, all 15 frames", Linear(256)),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 8, quick: 2);
        var runs = Sweeps.Train(study, "reservoirs for stop consonants", 71, Kinds.Select(kind => Of(kind, study.Choose(Learned, 100))), seeds);
        var found = Kinds.Zip(Reservoir.BySetting(study.Measure("stop consonants told by reservoirs", runs, study.Choose(Syllables, 100), Reservoir.Right), seeds)).ToList();
        study.Section("The liquid state machine");
        LiquidStates.Write(
            study,
            [
                .. Kinds.Zip(Reservoir.BySetting(runs, seeds), (kind, of) => (kind.Id, kind.Name, Runs: of, kind.Cell))
                    .Where(one => one.Cell is EchoStateCell or LiquidStateCell { TraceTau.TotalMilliseconds: < 100 } && (one.Cell.Units == Few || !study.Quick)).Select(one => (one.Id, one.Name, one.Runs)),
            ],
            Sizes);
        study.Text(
            "Reservoirs hear 15 frames of a syllable and a readout by logistic regression says 20 ms later whether it began with b, d or g; guessing gives 33 %. All learn from the syllables of 22 "
            + "voices of a speech synthesiser and are tested on those of 9 others. Liquids have the synapses of Maass, Natschläger and Markram (2002) and get the 16 channels as currents; their readout sees "
            + "spikes filtered by 30 ms, as in the paper, or, added after a first version, by 300 ms (slow traces). The last two have no reservoir: units that are weighted sums of the mean frame, or of all frames, so that the readout is linear in these.");
        study.Table(
            $"Right answers for the {Syllables} syllables of new voices, with the 95 % interval of the mean over {seeds.Count} networks.", ["network", "right"],
            [.. found.Select(one => (IReadOnlyList<string>)[one.First.Name, Recall.Interval(one.Second, "0.0")])]);
        study.Figure(
            "liquid-stops",
            new CategoriesFigure
            {
                Groups = [.. found.Select(one => new NamedValues(one.First.Name, one.Second))], X = new Axis("right answers for new voices", "%") { Percent = true, Minimum = 0.3, Maximum = 1 },
                XLines = [new(1.0 / 3, "guessing")],
            },
            "Right answers for the syllables of new voices; one point per network, and the median.");
        study.Data(
            "liquid-stops", ["network", "seed", "share_right"],
            found.SelectMany(one => one.Second.Zip(seeds).Select(pair => (IReadOnlyList<string>)[one.First.Id, $"{pair.Second}", Words.Exact(pair.First)])));
        IReadOnlyList<double> Less(string id, string other) => [.. Shares(id).Zip(Shares(other), (a, b) => a - b)];
        IReadOnlyList<double> Shares(string id) => found.Single(one => one.First.Id == id).Second;
        study.Claim(
            "liquid-stops", $"A liquid of {Few} units: more right answers for new voices than a readout of the mean frame alone, by at least 10 %: difference of the shares.",
            "Maass et al. 2002: a liquid and a readout without memory recognise spoken words", Less("liquid", "mean"), new Above(0.1));
        study.Claim(
            "liquid-stops-large", $"A liquid of {Many} units: more right answers than one of {Few}, by at least 5 %: difference of the shares.", "–", Less("liquid-large", "liquid"), new Above(0.05));
        study.Claim(
            "liquid-stops-echo", $"A liquid of {Few} units does as well as an echo-state reservoir of as many, within 5 %: difference of the shares.", "–", Less("liquid", "echo"), new Between(-0.05, 0.05));
        study.Claim(
            "liquid-stops-window", $"An echo-state reservoir of {Many} units: more right answers than a linear readout of all frames: difference of the shares.", "–", Less("echo-large", "window"), new Above(0));
    }

    private static TdnnCell Linear(int units) => new() { Units = units, Hidden = null, Frames = HeardFrameCount + 2, Activation = Activation.Linear };

    private static RunConfiguration Of(Kind kind, int trials)
    {
        var plain = new EchoStatePreset().For(new SpokenStopsTask { Heard = kind.Heard }, seed: 1);
        return plain with
        {
            Cell = kind.Cell, ReadoutRule = new LogisticRule { Steps = ReadoutSteps.Last, Penalty = kind.Cell is LiquidStateCell ? LiquidPenalty : new LogisticRule().Penalty },
            Training = plain.Training with { Trials = trials, ValidationTrials = 1, Dt = kind.Cell is LiquidStateCell ? 1.Ms : plain.Training.Dt },
        };
    }

    // A kind of network that hears syllables.
    private sealed record Kind(string Id, string Name, Cell Cell)
    {
        public HeardFrames Heard { get; init; }
    }
}
