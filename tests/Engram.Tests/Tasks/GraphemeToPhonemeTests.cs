using System.IO.Compression;
using System.Text;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The words of grapheme-to-phoneme: the three sets, turns, the layout of trials, and a damaged file.</summary>
public sealed class GraphemeToPhonemeTests
{
    private static readonly TimeSpan Dt = 20.Ms;
    private static readonly Purpose[] Sets = [Purpose.TrainingTrials, Purpose.ValidationTrials, Purpose.TestTrials];

    [Fact]
    public void The_three_sets_share_no_word_and_all_words_fit()
    {
        var sets = Sets.Select(set => Words(Lexicon.Instance.Of(set))).ToArray();
        Assert.Equal([Lexicon.MostTraining, 1000, 1000], sets.Select(set => set.Length));
        WordEntry[] all = [.. sets.SelectMany(set => set)];
        Assert.Equal(all.Length, all.Select(word => word.Spelled).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, word => Assert.Matches("^[a-z]{2,12}$", word.Spelled));
        Assert.All(all, word => Assert.InRange(word.Spoken.Length, 1, Lexicon.MostPhonemes));
        Assert.Equal(Lexicon.MostLetters, all.Max(word => word.Spelled.Length));
        Assert.Equal(Lexicon.MostPhonemes, all.Max(word => word.Spoken.Length));
        Assert.Equal([.. Enumerable.Range(0, 39).Select(k => (byte)k)], all.SelectMany(word => word.Spoken).Distinct().Order());
        Assert.Equal("mirror", sets[2][6].Spelled);
        Assert.Equal("m ih r er", string.Join(' ', sets[2][6].Spoken.Select(place => Lexicon.Phonemes[place])));
    }

    [Theory]
    [InlineData(Purpose.TestTrials, 1000, null)]
    [InlineData(Purpose.ValidationTrials, 1000, null)]
    [InlineData(Purpose.TrainingTrials, 300, null)]
    [InlineData(Purpose.TestTrials, 353, "9-to-12")]
    [InlineData(Purpose.TrainingTrials, null, "2-to-6")]
    public void Every_word_has_its_turn_before_any_comes_again(Purpose set, int? words, string? length)
    {
        CognitiveTask task = new GraphemeToPhonemeTask { TrainingWords = 300 };
        task = length is null ? task : task.Pin("length", length);
        var key = new StreamKey(3, set);
        var own = Words(Lexicon.Instance.Of(set)).Take(300 + (set == Purpose.TrainingTrials ? 0 : 700)).Where(word => length is null
            || WordEntry.Lengths[word.Length] == length).Select(word => word.Spelled).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(words ?? own.Count, own.Count);
        string[] passes = [.. Enumerable.Range(0, 2 * own.Count).Select(index => Spelled(task, key, index))];
        var (first, second) = (passes[..own.Count], passes[own.Count..]);
        Assert.True(own.SetEquals(first));
        Assert.True(own.SetEquals(second));
        Assert.Equal(own.Count, first.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first[..20], Enumerable.Range(0, 20).Select(index => Spelled(task, key with { Seed = 4 }, index)));
        Assert.Equal(first[..20], Enumerable.Range(0, 20).Select(index => Spelled(task, key, index)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(10_007)]
    public void Turns_are_orders_in_which_neighbours_stand_apart(int count)
    {
        int[] order = [.. Enumerable.Range(0, count).Select(place => Shuffle.Place(Rendered.Trials, 2, count, place))];
        Assert.Equal(Enumerable.Range(0, count), order.Order());
        if (count >= 1000)
        {
            // Of a random order: a mean distance of n/3 between neighbours, and one place that stays.
            Assert.Equal(1 / 3.0, order.Zip(order[1..], (a, b) => Math.Abs(a - b)).Average() / count, 0.03);
            Assert.InRange(order.Index().Count(place => place.Index == place.Item), 0, 8);
        }
    }

    [Fact]
    public void A_trial_reads_the_letters_and_asks_for_the_phonemes()
    {
        var task = new GraphemeToPhonemeTask();
        Assert.Equal((67, 40), (task.Inputs.Count, task.Outputs.Count));
        Assert.Equal(["read-a", "wrote-aa", "go"], new[] { task.Inputs[0], task.Inputs[26], task.Inputs[66] });
        foreach (var set in Sets)
        {
            var spoken = Words(Lexicon.Instance.Of(set)).ToDictionary(word => word.Spelled, word => word, StringComparer.Ordinal);
            for (var index = 0; index < 50; index++)
            {
                var trial = new Trial();
                task.Draw(trial, new StreamKey(3, set), index);
                var word = spoken[Spelled(task, new StreamKey(3, set), index)];
                var asked = Rendered.From(task, trial, Dt).Targets.Chunk(40).Skip(word.Spelled.Length).Select(row => Array.IndexOf(row, 1)).Where(k => k >= 0);
                Assert.Equal([.. word.Spoken.Select(phoneme => (int)phoneme), 39], asked);
                Assert.Equal(word.Length, trial.Condition);
                Assert.Equal(word.Length, trial.Factor("length"));
                Assert.True(trial.Duration <= task.Longest);
            }
        }

        Assert.Equal((12 + 13 + 1) * Dt, task.Longest);
    }

    [Fact]
    public void A_length_that_no_training_word_has_is_refused()
    {
        var task = new GraphemeToPhonemeTask { TrainingWords = 1 }.Pin("length", "2-to-6");
        var fault = Assert.Throws<UsageException>(() => Enumerable.Range(0, 3)
            .Select(length => Spelled(task.Pin("length", WordEntry.Lengths[length]), new StreamKey(1, Purpose.TrainingTrials), 0)).ToArray());
        Assert.Contains("None of the first 1 words for training has 2-to-6 letters; raise `TrainingWords`", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not packed at all")]
    [InlineData(null)]
    public void Damaged_words_are_refused_in_a_sentence(string? text)
    {
        using var damaged = new MemoryStream();
        if (text is null)
        {
            using var gzip = new GZipStream(damaged, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write("test 0 validation 0 training 0\n\n"u8);
        }
        else
        {
            damaged.Write(Encoding.ASCII.GetBytes(text));
        }

        damaged.Position = 0;
        var fault = Assert.Throws<UsageException>(() => Lexicon.Read(damaged));
        Assert.Contains("are damaged; build or install it again", fault.Message, StringComparison.Ordinal);
    }

    private static WordEntry[] Words(WordSet set) => [.. Enumerable.Range(0, set.Count).Select(place => set[place])];

    private static string Spelled(CognitiveTask task, StreamKey key, long index)
    {
        var trial = new Trial();
        task.Draw(trial, key, index);
        var letters = Rendered.From(task, trial, Dt).Inputs.Chunk(67).Select(row => Array.IndexOf(row, 1, 0, 26)).TakeWhile(letter => letter >= 0);
        return string.Concat(letters.Select(letter => (char)('a' + letter)));
    }
}
