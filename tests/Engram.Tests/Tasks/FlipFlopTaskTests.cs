using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

public sealed class FlipFlopTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void Pulses_set_one_bit_each_and_the_others_are_held()
    {
        var task = new FlipFlopTask { Bits = 2, Pulses = 3, Hold = 60.Ms, Pulse = 40.Ms, InputNoise = 0 }
            .Pin("event-1", "bit-2-down").Pin("event-2", "bit-1-up").Pin("event-3", "bit-2-up");
        var (steps, inputs, targets, mask) = Rendered.From(task, Rendered.Draw(task, 0), Dt);
        Assert.Equal(["bit-1-up", "bit-1-down", "bit-2-up", "bit-2-down"], task.Inputs);
        Assert.Equal(["bit-1", "bit-2"], task.Outputs);
        Assert.Equal(15, steps);

        // Pulses on steps 0-1, 5-6 and 10-11, on the baseline of 0.2.
        Assert.Equal([".....##........", "...............", "..........##...", "##............."], Channels(inputs, 4, 1.2f, 0.2f));
        Assert.Equal([".......########", "..########..###"], Channels(mask, 2, 1f, 0f));
        Assert.Equal([".......########", "............###"], Channels(targets, 2, 1f, null));
        Assert.Equal(["...............", "..########....."], Channels(targets, 2, -1f, null));
        Assert.Equal("bit-2-up", task.Conditions[Rendered.Draw(task, 0).Condition]);
    }

    [Fact]
    public void A_hold_of_nothing_is_refused_though_it_be_pinned()
    {
        var task = new FlipFlopTask().Pin("hold-3", TimeSpan.Zero);
        var fault = Assert.Throws<UsageException>(() => TrialCheck.Run(task, Dt, learns: false)).Message;
        Assert.Contains("hold-3 is 0ms, too short to judge a bit; give a duration above 0ms", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_is_correct_when_every_bit_that_was_set_has_its_sign_before_each_next_pulse()
    {
        var task = new FlipFlopTask { Bits = 2, Pulses = 2, Hold = 60.Ms, Pulse = 40.Ms }
            .Pin("event-1", "bit-1-up").Pin("event-2", "bit-2-down");
        var trial = Rendered.Draw(task, 0);
        bool? Correct(Func<int, (float First, float Second)> z) => trial.IsCorrect(
            [.. Enumerable.Range(0, 10).Select(z).SelectMany(pair => new[] { pair.First, pair.Second })], 0, 2, Dt);
        Assert.True(Correct(step => (0.01f, step < 9 ? 5 : -0.01f)));
        Assert.True(Correct(step => (step is 4 or 9 ? 1 : -1, -1)));
        Assert.False(Correct(step => (step == 4 ? -1 : 1, -1)));
        Assert.False(Correct(step => (step == 9 ? 0 : 1, -1)));
        Assert.False(Correct(_ => (1, 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Any_number_of_bits_keeps_targets_correct(int bits)
    {
        var task = new FlipFlopTask { Bits = bits, Pulses = 32 };
        for (var index = 0; index < 20; index++)
        {
            var trial = Rendered.Draw(task, index);
            Assert.True(trial.IsCorrect(Rendered.From(task, trial, Dt).Targets, 0, bits, Dt));
        }
    }

    [Fact]
    public void Durations_of_nothing_are_refused() => Assert.Contains(
        "`Hold` is 0ms",
        Assert.Throws<UsageException>(() => new FlipFlopTask { Hold = TimeSpan.Zero }.Validate()).Message,
        StringComparison.Ordinal);

    // Per channel, # where it has the one value, . elsewhere; elsewhere it must have the other value, if one is given.
    private static string[] Channels(float[] values, int channels, float on, float? off)
    {
        Assert.All(values, value => Assert.True(off is null || Math.Abs(value - on) < 1e-6 || Math.Abs(value - off.Value) < 1e-6));
        return [.. Enumerable.Range(0, channels).Select(channel =>
            string.Concat(values.Where((_, k) => k % channels == channel).Select(value => Math.Abs(value - on) < 1e-6 ? '#' : '.')))];
    }
}
