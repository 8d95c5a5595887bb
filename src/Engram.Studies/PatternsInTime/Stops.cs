using Engram.Cells;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.PatternsInTime;

/// <summary>Which of b, d and g was said, by voices that no network has heard.</summary>
internal static class Stops
{
    private const int Units = 32, Syllables = 972;

    // The choice is read in the last of 17 steps, 15 of which are heard.
    private const int Steps = 17;
    private static readonly TdnnCell Sliding = new() { Units = Units, Frames = Steps, Activation = Activation.Tanh };

    private static readonly IReadOnlyList<(string Id, string Name, Cell Cell, HeardFrames Heard)> Kinds =
    [
        ("static", "static, mean frame", Sliding, HeardFrames.Mean),
        ("window", "one window over all frames", Sliding, HeardFrames.Each),
        ("tdnn", "TDNN, windows of 3 and 15", new TdnnCell { Units = Units, Hidden = [new(16, 3)], Frames = Steps - 2, Activation = Activation.Tanh }, HeardFrames.Each),
        ("elman", "Elman", new ElmanCell { Units = Units }, HeardFrames.Each),
        ("lstm", "LSTM", new LstmCell { Units = Units }, HeardFrames.Each),
        ("gru", "GRU", new GruCell { Units = Units }, HeardFrames.Each),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 10, quick: 2), study.Choose(500, 10));
        var runs = Sweeps.Train(study, "stop consonants", 9, Kinds.Select(kind => Of(kind.Cell, kind.Heard, updates)), seeds);
        var all = study.Measure("stop consonants of new voices", runs, Syllables, Told);
        List<(string Id, string Name, IReadOnlyList<Heard> Networks)> found =
            [.. Kinds.Select((kind, k) => (kind.Id, kind.Name, (IReadOnlyList<Heard>)[.. all.Skip(k * seeds.Count).Take(seeds.Count)]))];
        study.Section("Which stop consonant?");
        study.Text(
            $"Networks hear 15 frames of a syllable and say whether it began with b, d or g. {Units} units learn for {updates} updates from 22 voices of a speech synthesiser and are tested on all syllables of "
            + "9 others. Guessing gives 33 %. The static network is the same as that with one window, but hears the mean of all frames all the time.");
        study.Table(
            $"Wrong answers for the {Syllables} syllables of new voices, with the 95 % interval of the mean over {seeds.Count} networks, and over the 9 voices, each the mean of all networks; and the voice with the most.",
            ["network", "wrong, by network", "wrong, by voice", "worst voice"],
            [
                .. found.Select(one => (IReadOnlyList<string>)
                [
                    one.Name, Recall.Interval([.. one.Networks.Select(Wrong)], "0.0"), Recall.Interval(ByVoice(one.Networks), "0.0"), Words.Percent(ByVoice(one.Networks).Max()),
                ]),
            ]);
        study.Figure(
            "stops",
            new CategoriesFigure
            {
                Groups = [.. found.Select(one => new NamedValues(one.Name, [.. one.Networks.Select(network => 1 - Wrong(network))]))], X = Axis.Share("right answers for new voices"),
            },
            "Right answers for the syllables of new voices; one point per network, and the median.");
        study.Table(
            "Wrong answers by consonant and by vowel, mean over the networks.",
            ["network", .. Stop, .. Vowels],
            [
                .. found.Select(one => (IReadOnlyList<string>)
                [
                    one.Name, .. Stop.Select((_, place) => Words.Percent(one.Networks.Average(network => network.WrongByStop[place]))),
                    .. Vowels.Select((_, place) => Words.Percent(one.Networks.Average(network => network.WrongByVowel[place]))),
                ]),
            ]);
        study.Data(
            "stops", ["network", "seed", "voice", "share_wrong"],
            found.SelectMany(one => one.Networks.Zip(seeds).SelectMany(pair => pair.First.WrongByVoice.Select((wrong, voice) => (IReadOnlyList<string>)
                [one.Id, $"{pair.Second}", $"{voice + 1}", Words.Exact(wrong)]))));
        foreach (var (id, name, networks) in found.Where(one => one.Id is "tdnn" or "elman" or "lstm" or "gru"))
        {
            study.Claim(
                $"stops-{id}", $"{name}: more right answers for new voices than the static network by at least 10 %: difference of the shares.", "Waibel et al. 1989: 98.5 % (one network, three speakers)",
                [.. networks.Zip(found[0].Networks, (one, still) => Wrong(still) - Wrong(one))], new Above(0.1));
        }
    }

    private static IReadOnlyList<string> Stop => new SpokenStopsTask().Conditions;

    private static IReadOnlyList<string> Vowels => new SpokenStopsTask().Factors.First(factor => factor.Name == "vowel").Labels;

    private static double Wrong(Heard network) => network.WrongByVoice.Average();

    private static IReadOnlyList<double> ByVoice(IReadOnlyList<Heard> networks) =>
        [.. Enumerable.Range(0, networks[0].WrongByVoice.Count).Select(voice => networks.Average(network => network.WrongByVoice[voice]))];

    private static RunConfiguration Of(Cell cell, HeardFrames heard, int updates)
    {
        var preset = new PatternsPreset();
        var plain = preset.For(new SpokenStopsTask { Heard = heard }, seed: 1);
        return preset.Fitted(plain with
        {
            Cell = cell,
            Optimiser = new Adam { LearningRate = 3e-3 },
            Stopping = new() { Threshold = 0, Criterion = PerformanceMeasure.Overall, MaxUpdates = updates },
        });
    }

    private static Heard Told(TrainedRun run, int trials)
    {
        var recording = (run.Experiment(trials) with { Noise = false }).Run();
        return new(By("voice"), By("stop"), By("vowel"));

        IReadOnlyList<double> By(string factor) =>
            [.. recording.Trials.GroupBy(trial => trial.Factors[factor]).OrderBy(group => group.Key).Select(group => group.Average(trial => trial.IsCorrect == true ? 0.0 : 1))];
    }

    /// <summary>What a network made of the test set.</summary>
    /// <param name="WrongByVoice">Share of wrong answers for each voice, all of which said equally many syllables.</param>
    /// <param name="WrongByStop">For each consonant.</param>
    /// <param name="WrongByVowel">For each vowel.</param>
    internal sealed record Heard(IReadOnlyList<double> WrongByVoice, IReadOnlyList<double> WrongByStop, IReadOnlyList<double> WrongByVowel);
}
