using System.IO.Compression;
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The syllables of spoken-stops: the three sets, turns, the layout of trials, what can be told from them, and a damaged file.</summary>
public sealed class SpokenStopsTests
{
    private static readonly TimeSpan Dt = 10.Ms;

    [Fact]
    public void Each_set_has_whole_voices_in_the_order_that_is_said()
    {
        Purpose[] sets = [Purpose.TrainingTrials, Purpose.ValidationTrials, Purpose.TestTrials];
        Assert.Equal([(0, 22 * 108), (22 * 108, 5 * 108), (27 * 108, 9 * 108)], sets.Select(SpokenStops.Instance.Of));
        using var archive = new ZipArchive(SpokenStops.Resource());
        Assert.Equal(Expected((set, _, _, _) => set), Column("set"));
        Assert.Equal(Expected((_, voice, _, _) => voice), Column("voice"));
        Assert.Equal(Expected((_, _, stop, _) => stop), Column("stop"));
        Assert.Equal(Expected((_, _, _, vowel) => vowel), Column("vowel"));

        byte[] Column(string name)
        {
            using var stream = archive.GetEntry($"{name}.npy")!.Open();
            using var read = new MemoryStream();
            stream.CopyTo(read);
            return read.ToArray()[^3888..];
        }

        static byte[] Expected(Func<int, int, int, int, int> of) =>
        [
            .. new[] { 22, 5, 9 }.Index().SelectMany(set => Enumerable.Range(0, set.Item * 108)
                .Select(k => (byte)of(set.Index, k / 108, k % 108 / 36, k % 36 / 6))),
        ];
    }

    [Fact]
    public void Coefficients_of_the_training_voices_have_mean_0_and_deviation_1()
    {
        var (first, count) = SpokenStops.Instance.Of(Purpose.TrainingTrials);
        for (var band = 0; band < SpokenStops.Bands; band++)
        {
            double[] values = [.. Enumerable.Range(first, count).SelectMany(k => Enumerable.Range(0, 15).Select(frame => (double)SpokenStops.Instance[k, frame, band]))];
            Assert.Equal(0, values.Average(), 0.01);
            Assert.Equal(1, values.Average(value => value * value), 0.01);
        }
    }

    [Fact]
    public void A_step_longer_than_a_trial_is_not_blamed_on_a_cell_that_does_not_look_back()
    {
        var fault = Assert.Throws<UsageException>(() => new PatternsPreset().For(new SpokenStopsTask(), 1).With([new("dt", "500ms")]));
        Assert.Contains("a period 'sound' of 150ms, less than one step of 500ms", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("looks back", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_voice_of_a_trial_is_known_and_can_be_pinned()
    {
        var task = new SpokenStopsTask();
        var (_, count) = SpokenStops.Instance.Of(Purpose.TestTrials);
        Assert.Equal(36, SpokenStops.Voices.Distinct().Count());
        var trials = Enumerable.Range(0, count).Select(index => Drawn(task, Purpose.TestTrials, index)).ToList();
        Assert.Equal(Enumerable.Range(27, 9).Select(voice => ((double)voice, 108)), trials.CountBy(trial => trial.Factor("voice")).Select(of => (of.Key, of.Value)).Order());
        foreach (var (name, voice) in new[] { ("m4", 27), ("klatt", 7), ("zac", 35) })
        {
            var pinned = task.Pin("voice", name);
            var trial = Rendered.Draw(pinned, 5);
            var inputs = Rendered.From(pinned, trial, Dt).Inputs;
            Assert.Equal(voice, trial.Factor("voice"));
            Assert.Contains(Enumerable.Range(voice * 108, 108), syllable => Enumerable.Range(0, 15 * 16).All(k => inputs[k] == SpokenStops.Instance[syllable, k / 16, k % 16]));
        }
    }

    [Theory]
    [InlineData(Purpose.TestTrials, 972)]
    [InlineData(Purpose.ValidationTrials, 540)]
    [InlineData(Purpose.TrainingTrials, 2376)]
    public void Every_syllable_has_its_turn_before_any_comes_again(Purpose set, int count)
    {
        var task = new SpokenStopsTask();
        var trials = Enumerable.Range(0, count).Select(index => Drawn(task, set, index)).ToArray();
        foreach (var (stop, of) in trials.CountBy(trial => (trial.Factor("stop"), trial.Factor("vowel"))))
        {
            Assert.Equal(count / 18, of);
        }

        var keys = trials.Select(trial => string.Join(' ', Rendered.From(task, trial, Dt).Inputs)).ToHashSet(StringComparer.Ordinal);
        var (first, _) = SpokenStops.Instance.Of(set);
        var own = Enumerable.Range(first, count).Select(k => string.Join(' ', Frames(k).Concat(new float[32]))).ToHashSet(StringComparer.Ordinal);
        Assert.True(own.SetEquals(keys));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_trial_is_heard_frame_by_frame_and_asks_at_its_end(int refinement)
    {
        var task = new SpokenStopsTask();
        var trial = Drawn(task, Purpose.TestTrials, 7);
        var rendered = Rendered.From(task, trial, Dt / refinement);
        Assert.Equal(17 * refinement, rendered.Steps);
        var u = rendered.Inputs.Chunk(16).ToArray();
        var heard = u.Where((_, step) => step % refinement == 0).SelectMany(row => row).ToArray();
        Assert.Equal(heard.Chunk(16).SelectMany(row => Enumerable.Repeat(row, refinement)).SelectMany(row => row), rendered.Inputs);
        Assert.Contains(Enumerable.Range(27 * 108, 972), k => Frames(k).AsSpan().SequenceEqual(heard.AsSpan(0, 240)));
        Assert.Equal(new float[32], heard[240..]);
        Assert.All(rendered.Mask.Chunk(3).Index(), row => Assert.Equal(row.Index < 15 * refinement ? 0 : 1, row.Item[0]));
        Assert.All(rendered.Targets.Chunk(3).Skip(15 * refinement), row => Assert.Equal(trial.Answer, Array.IndexOf(row, 1)));

        var means = Rendered.From(task with { Heard = HeardFrames.Mean }, Drawn(task with { Heard = HeardFrames.Mean }, Purpose.TestTrials, 7), Dt).Inputs;
        for (var band = 0; band < 16; band++)
        {
            var mean = Enumerable.Range(0, 15).Average(frame => heard[(frame * 16) + band]);
            Assert.All(Enumerable.Range(0, 15), frame => Assert.Equal(mean, means[(frame * 16) + band], 1e-5));
        }
    }

    [Fact]
    public void A_pinned_syllable_is_said_by_the_voice_of_the_trial()
    {
        var task = new SpokenStopsTask();
        var pinned = task.Pin("stop", "g").Pin("vowel", "oo");
        for (var index = 0; index < 50; index++)
        {
            var (free, other) = (Place(task, index), Place(pinned, index));
            Assert.Equal(free / 108, other / 108);
            Assert.Equal(free % 6, other % 6);
            Assert.Equal((2 * 36) + (2 * 6), other % 108 / 6 * 6);
        }

        static int Place(CognitiveTask task, int index)
        {
            var heard = Rendered.From(task, Drawn(task, Purpose.TestTrials, index), Dt).Inputs[..240];
            return Enumerable.Range(27 * 108, 972).Single(k => Frames(k).SequenceEqual(heard));
        }
    }

    [Fact]
    public void Damaged_syllables_are_refused_in_a_sentence()
    {
        using var whole = new MemoryStream();
        using (var resource = SpokenStops.Resource())
        {
            resource.CopyTo(whole);
        }

        var bytes = whole.ToArray();
        Assert.NotNull(SpokenStops.Read(new MemoryStream(bytes)));
        var flipped = bytes.ToArray();
        flipped[bytes.Length / 2] ^= 4;
        foreach (var damaged in new[] { [], bytes[..1000], flipped })
        {
            var fault = Assert.Throws<UsageException>(() => SpokenStops.Read(new MemoryStream(damaged)));
            Assert.Contains("are damaged; build or install it again", fault.Message, StringComparison.Ordinal);
        }
    }

    private static float[] Frames(int syllable) =>
        [.. Enumerable.Range(0, 15).SelectMany(frame => Enumerable.Range(0, 16).Select(band => SpokenStops.Instance[syllable, frame, band]))];

    private static Trial Drawn(CognitiveTask task, Purpose set, long index)
    {
        var trial = new Trial();
        task.Draw(trial, new StreamKey(3, set), index);
        return trial;
    }
}
