using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Read how an English word is spelled, letter by letter, then write how it is pronounced, in phonemes.</summary>
/// <remarks>
/// Words are of 2 to 12 letters, with the pronunciation that the CMU dictionary gives first, in its 39 phonemes without stress. Training, validation
/// and test have words of their own; docs/data.md says how they were chosen. In each set, every word has its turn before any comes again: a test of 1000
/// trials is of 1000 words, and further ones repeat them. Inflections count as words of their own, so that a network may have learned <c>walk</c> before it
/// is tested on <c>walked</c>, as a reader has.
/// </remarks>
[Cite("10.48550/arXiv.1506.00196", "Yao & Zweig 2015, Sequence-to-sequence neural net models for grapheme-to-phoneme conversion")]
[Cite("10.1016/j.specom.2008.01.002", "Bisani & Ney 2008, Joint-sequence models for grapheme-to-phoneme conversion")]
public sealed record GraphemeToPhonemeTask : TransductionTask
{
    private const string LengthFactor = "length";
    private static readonly Alphabets Symbols = new(Lexicon.Letters, Lexicon.Phonemes);

    /// <summary>How many of the words for training are used, the same ones first; with those of validation and test, 2000 more are needed.</summary>
    [Range(1, Lexicon.MostTraining), Unit("words")]
    public int TrainingWords { get; init; } = 10_000;

    /// <inheritdoc/>
    public override Alphabets Alphabets => Symbols;

    /// <summary>How many letters the word has.</summary>
    public override IReadOnlyList<string> Conditions => WordEntry.Lengths;

    /// <inheritdoc/>
    protected override int LongestSource => Lexicon.MostLetters;

    /// <inheritdoc/>
    protected override int LongestTarget => Lexicon.MostPhonemes;

    /// <inheritdoc/>
    protected override (int Source, int Target) Write(Trial trial, Span<int> source, Span<int> target)
    {
        var words = Lexicon.Instance.Of(trial.Set);
        var count = trial.IsTraining ? TrainingWords : words.Count;
        var word = words[trial.Turn(count)];
        trial.Condition = trial.Give(LengthFactor, WordEntry.Lengths, word.Length);
        if (Pinned(LengthFactor) is not null)
        {
            var places = words.Places(trial.Condition, count);
            word = places.Length > 0 ? words[places[trial.Turn(places.Length)]] : throw new UsageException(
                $"None of the first {count} words for training has {WordEntry.Lengths[trial.Condition]} letters; raise `TrainingWords`, at best to "
                + $"{Lexicon.MostTraining}.");
        }

        if (trial.IsLongest)
        {
            source.Clear();
            target.Clear();
            return (source.Length, target.Length);
        }

        for (var k = 0; k < word.Spelled.Length; k++)
        {
            source[k] = word.Spelled[k] - 'a';
        }

        for (var k = 0; k < word.Spoken.Length; k++)
        {
            target[k] = word.Spoken[k];
        }

        return (word.Spelled.Length, word.Spoken.Length);
    }
}
