using Engram.Cells;
using Engram.Figures;
using Engram.Learning;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Studies.Sequences;
using Engram.Tasks;

namespace Engram.Studies.PatternsInTime;

/// <summary>From the spelling of English words to their sound, through one vector of the rates of an encoder.</summary>
internal static class Spelling
{
    private const int TrainingWords = 27_485, FewerWords = 10_000, TestWords = 1000, Examples = 25;
    private static readonly int[] Widths = [1, 2, 5, 10], Sizes = [32, 64, 128, 256];
    private static readonly IReadOnlyList<(string Name, int Least, int Most)> Lengths = [("2 to 6", 2, 6), ("7 or 8", 7, 8), ("9 to 12", 9, 12)];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 3, quick: 2), study.Choose(6000, 20));
        int[] sizes = study.Choose(Sizes, [16, 32]), widths = study.Choose(Widths, [1, 2]);
        var runs = Sweeps.Train(study, "spelling to sound", 10, [.. sizes.Select(units => Of(units, TrainingWords, updates)), Of(sizes[^2], FewerWords, updates)], seeds);
        var all = study.Measure("spelling to sound of new words", runs, new Asked(study.Choose(TestWords, 50), widths), Read);
        var wide = Math.Min(2, widths.Length - 1);
        List<(int Units, IReadOnlyList<Written> Networks)> found =
            [.. sizes.Select((units, k) => (units, Networks(k)))];
        var (best, half, fewer) = (found[^1], found[^2], Networks(sizes.Length));
        List<(int Units, int Learned, IReadOnlyList<Written> Networks)> rows = [.. found.Select(one => (one.Units, TrainingWords, one.Networks)), (half.Units, FewerWords, fewer)];
        study.Section("From spelling to sound");
        study.Text(
            "An encoder, a GRU, reads an English word letter by letter. What its units are at the end is all that a decoder, a GRU of the same size, gets to write the word's phonemes: there is no "
            + $"attention to single letters. Networks learn from {TrainingWords} words for {updates} updates of 64 words and are tested on {TestWords} words that are in neither training nor validation. The "
            + "phoneme error rate is the edit distance to the right pronunciations divided by their length; a word is wrong if any of its phonemes is. Beam search goes on with the most "
            + "probable answers that have begun; a beam of 1 is greedy.");
        study.Table(
            $"Errors on new words: mean over {seeds.Count} networks of each size, and the least and the greatest.",
            ["units", "words learned", "beam", "phoneme error rate", "words wrong"],
            [
                .. rows.SelectMany(one => widths.Select((width, place) => (IReadOnlyList<string>)
                [
                    $"{one.Units}", $"{one.Learned}", $"{width}", Range(one.Networks.Select(network => network.PhonemeErrors(place))), Range(one.Networks.Select(network => network.WordErrors(place))),
                ])),
            ]);
        study.Figure(
            "spelling",
            new LinesFigure
            {
                Curves =
                [
                    .. Lengths.Select(length => Curve.MeanAndSd(
                        length.Name, [.. found.Select(one => (double)one.Units)],
                        [.. seeds.Select((_, s) => (IReadOnlyList<double>)[.. found.Select(one => one.Networks[s].PhonemeErrors(0, length.Least, length.Most))])])),
                ],
                X = new Axis("units of the encoder and of the decoder") { Logarithmic = true }, Y = new Axis("phoneme error rate") { Minimum = 0 },
                Points = true, Whiskers = true, Ordered = true, Legend = "letters",
            },
            $"Phoneme error rate of greedy answers against the size of the networks, by the length of the word; mean and standard deviation over {seeds.Count} networks.");
        study.Table(
            $"Where one vector has to hold the whole word: phoneme error rate and words wrong, greedy, by the length of the word; mean over {seeds.Count} networks.",
            ["units", .. Lengths.Select(length => length.Name + " letters")],
            [
                .. found.Select(one => (IReadOnlyList<string>)
                [
                    $"{one.Units}", .. Lengths.Select(length =>
                        $"{Words.Percent(one.Networks.Average(network => network.PhonemeErrors(0, length.Least, length.Most)))}, "
                        + Words.Percent(one.Networks.Average(network => network.WordErrors(0, length.Least, length.Most)))),
                ]),
            ]);
        study.Table(
            $"The first {Examples} words that the first network of {best.Units} units gets wrong, greedily.", ["word", "right", "written"],
            [.. best.Networks[0].Examples.Select(example => (IReadOnlyList<string>)[example.Word, example.Right, example.Written])]);
        study.Data(
            "spelling", ["units", "words_learned", "seed", "beam", "phoneme_error_rate", "share_of_words_wrong"],
            rows.SelectMany(one => one.Networks.Zip(seeds).SelectMany(pair => widths.Select((width, place) => (IReadOnlyList<string>)
                [$"{one.Units}", $"{one.Learned}", $"{pair.Second}", $"{width}", Words.Exact(pair.First.PhonemeErrors(place)), Words.Exact(pair.First.WordErrors(place))]))));
        study.Claim(
            "phoneme-errors", $"Networks of {best.Units} units have at most 15 % phoneme errors on new words, greedily: phoneme error rate.", "text to speech: recurrent nets for both source and output",
            [.. best.Networks.Select(network => network.PhonemeErrors(0))], new Below(0.15));
        study.Claim(
            "word-errors", "They get at most half of the words wrong: share of words.", "text to speech: recurrent nets for both source and output",
            [.. best.Networks.Select(network => network.WordErrors(0))], new Below(0.5));
        study.Claim(
            "more-words-help", $"With {FewerWords} words to learn from instead of {TrainingWords}, {half.Units} units get more words wrong, by at least 2 %: difference of the shares.", "not said",
            [.. fewer.Zip(half.Networks, (few, many) => few.WordErrors(0) - many.WordErrors(0))], new Above(0.02));
        study.Claim(
            "beam-helps", $"A beam of {widths[wide]} gets fewer words wrong than greedy answers, by at least half a percent: difference of the shares, all sizes.", "not said",
            [.. all.Select(network => network.WordErrors(0) - network.WordErrors(wide))], new Above(0.005));
        study.Claim(
            "small-vectors-forget",
            $"From {best.Units} to {found[0].Units} units, long words (9 to 12 letters) lose more than short ones (2 to 6): difference of the rise of the phoneme error rate.", "not said",
            [.. seeds.Select((_, s) => Rise(s, Lengths[^1]) - Rise(s, Lengths[0]))], new Above(0.01));

        IReadOnlyList<Written> Networks(int setting) => [.. all.Skip(setting * seeds.Count).Take(seeds.Count)];

        double Rise(int seed, (string Name, int Least, int Most) length) =>
            found[0].Networks[seed].PhonemeErrors(0, length.Least, length.Most) - best.Networks[seed].PhonemeErrors(0, length.Least, length.Most);
    }

    private static string Range(IEnumerable<double> of)
    {
        var values = of.ToList();
        return $"{Words.Percent(values.Average())} ({Words.Number(100 * values.Min(), "0.0")} to {Words.Number(100 * values.Max(), "0.0")})";
    }

    private static RunConfiguration Of(int units, int words, int updates)
    {
        const string Part = "gru:candidate-dropout=0.25";
        var preset = new PatternsPreset();
        var plain = preset.For(new GraphemeToPhonemeTask { TrainingWords = words }, seed: 1);
        return preset.Fitted(plain with
        {
            Cell = new EncoderDecoderCell { Units = units, Encoder = Part, Decoder = Part },
            Training = plain.Training with { CheckEvery = 1000, ValidationTrials = 1000, Schedule = new CosineSchedule(updates, WarmUp: Math.Min(500, updates / 2)) },
            Optimiser = new Adam { LearningRate = 2e-3 },
            Stopping = new() { Threshold = 0, Criterion = PerformanceMeasure.Overall, MaxUpdates = updates },
        });
    }

    private static Written Read(TrainedRun run, Asked asked)
    {
        var task = (GraphemeToPhonemeTask)run.Configuration.Task;
        var recording = (run.Experiment(asked.Words) with { Noise = false }).Run();
        List<WrittenPair> pairs = [.. Enumerable.Range(0, recording.TrialCount).Select(trial => new WrittenPair(task, recording, trial))];
        var methods = asked.Widths.Select(width =>
        {
            using var search = new BeamSearch(run.Network, task, run.Configuration.Training.Dt, width);
            return new WrittenMethod($"{width}", [.. search.Write([.. pairs.Select(pair => pair.Source)]).Select(answers => answers[0])]);
        }).ToList();
        return new(
            [.. pairs.Select(pair => pair.Source.Count)], [.. pairs.Select(pair => pair.Target.Count)],
            [.. methods.Select(method => (IReadOnlyList<int>)[.. pairs.Select((_, k) => method.Distance(pairs, k))])],
            [
                .. pairs.Index().Where(pair => methods[0].Distance(pairs, pair.Index) > 0).Take(Examples).Select(pair => new Example(
                    string.Concat(pair.Item.Source.Select(letter => task.Alphabets.Source[letter])), Text(pair.Item.Target), Text(methods[0].Answers[pair.Index].Symbols))),
            ]);

        string Text(IReadOnlyList<int> phonemes) => string.Join(' ', phonemes.Select(phoneme => task.Alphabets.Target[phoneme]));
    }

    /// <summary>What a network is asked.</summary>
    /// <param name="Words">How many words.</param>
    /// <param name="Widths">By what beams it answers.</param>
    internal sealed record Asked(int Words, IReadOnlyList<int> Widths);

    /// <summary>A word that was read wrongly.</summary>
    /// <param name="Word">Its letters.</param>
    /// <param name="Right">Its phonemes.</param>
    /// <param name="Written">What the network wrote.</param>
    internal sealed record Example(string Word, string Right, string Written);

    /// <summary>What a network wrote for new words.</summary>
    /// <param name="Letters">The letters of each word.</param>
    /// <param name="Phonemes">Its phonemes.</param>
    /// <param name="Distances">By beam, the edit distance of the answer to each word.</param>
    /// <param name="Examples">Some wrong answers.</param>
    internal sealed record Written(IReadOnlyList<int> Letters, IReadOnlyList<int> Phonemes, IReadOnlyList<IReadOnlyList<int>> Distances, IReadOnlyList<Example> Examples)
    {
        /// <summary>The phoneme error rate of words of some lengths.</summary>
        public double PhonemeErrors(int beam, int least = 0, int most = int.MaxValue) =>
            Of(least, most).Sum(word => (double)Distances[beam][word]) / Of(least, most).Sum(word => Phonemes[word]);

        /// <summary>The share of words of some lengths that are wrong.</summary>
        public double WordErrors(int beam, int least = 0, int most = int.MaxValue) =>
            Of(least, most).Average(word => Distances[beam][word] > 0 ? 1.0 : 0);

        private IEnumerable<int> Of(int least, int most) => Enumerable.Range(0, Letters.Count).Where(word => Letters[word] >= least && Letters[word] <= most);
    }
}
