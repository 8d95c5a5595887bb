using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The numbers of the sequences, written out once more, and that they do not depend on the step.</summary>
public sealed class SequentialTaskTests
{
    private const int Pulse = 150;
    private static readonly Duration Wait = Pulse.Ms;

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void After_the_pulse_outputs_peak_evenly_over_eight_tenths_of_a_second(int peaks)
    {
        var task = new SequenceTask { Peaks = peaks, Wait = Wait, InputNoise = 0 };
        var shown = Show(task, 1);
        foreach (var output in (int[])[0, (peaks / 2) - 1, peaks - 1])
        {
            var peak = Pulse + (800 * (output + 1) / peaks);
            Assert.Equal(12, shown.Target(peak, output), 1e-4);
            Assert.Equal(12 * Math.Exp(-0.5), shown.Target(peak + 20, output), 1e-4);
            Assert.Equal(12 * Math.Exp(-2), shown.Target(peak - 40, output), 1e-4);
        }

        Assert.Equal(0.2, shown.Input(Pulse), 1e-5);
        Assert.Equal(0.2 + (4 * Math.Exp(-1)), shown.Input(Pulse + 800), 1e-5);
        Assert.Equal(Pulse + 900, shown.Milliseconds);
    }

    [Fact]
    public void The_size_of_the_pulse_says_which_five_outputs_peak()
    {
        for (var which = 0; which < 4; which++)
        {
            var task = new MultiSequenceTask { Wait = Wait, InputNoise = 0 }.Pin("which", $"{(char)('a' + which)}");
            var shown = Show(task, 10);
            Assert.Equal(0.2 + (2 * (which + 1) * Math.Exp(-1)), shown.Input(Pulse + 400), 1e-5);
            for (var output = 0; output < 20; output++)
            {
                var peak = Pulse + 200 + (100 * (output % 5));
                Assert.Equal(output / 5 == which ? 4 : 0, shown.Target(peak, output), 1e-4);
                Assert.Equal(output / 5 == which ? 4 * Math.Exp(-0.5) : 0, shown.Target(peak + 100, output), 1e-4);
            }
        }
    }

    [Fact]
    public void The_first_of_the_pair_decays_and_the_second_grows_and_reverses_the_order()
    {
        var (first, second) = (new SequenceATask { Wait = Wait, InputNoise = 0 }, new SequenceBTask { Wait = Wait, InputNoise = 0 });
        var (a, b) = (Show(first, 10), Show(second, 10));
        foreach (var t in (int[])[10, 200, 500])
        {
            // u = 0.2 + 4 e^(∓t/500) (level − sin ωt'), t' from the beginning of the trial
            Assert.Equal(0.2 + (4 * Math.Exp(-t / 500.0) * (4 - Math.Sin(1.5 * (Pulse + t) / 1000))), a.Input(Pulse + t), 1e-4);
            Assert.Equal(0.2 + (4 * Math.Exp(t / 500.0) * (2 - Math.Sin(3.5 * (Pulse + t) / 1000))), b.Input(Pulse + t), 1e-4);
        }

        for (var output = 0; output < 10; output++)
        {
            Assert.Equal(4, a.Target(Pulse + (50 * (output + 1)), output), 1e-4);
            Assert.Equal(4, b.Target(Pulse + (50 * (10 - output)), output), 1e-4);
        }
    }

    [Fact]
    public void Reversing_the_whole_trial_asks_for_peaks_before_the_pulse()
    {
        var task = new SequenceBTask { Reversal = Reversal.Trial, InputNoise = 0 }.Pin("wait", "400ms");
        var shown = Show(task, 10);

        // The longest trial is 1000 ms; what peaks at 400 + 50 (i + 1) peaks at its mirror image.
        for (var output = 0; output < 10; output++)
        {
            Assert.Equal(4, shown.Target(1000 - 400 - (50 * (output + 1)), output), 1e-4);
        }
    }

    [Fact]
    public void What_is_shown_and_asked_for_at_a_time_does_not_depend_on_the_step()
    {
        foreach (var task in new CognitiveTask[]
        {
            new SequenceTask { Wait = Wait, InputNoise = 0 }, new MultiSequenceTask { Wait = Wait, InputNoise = 0 },
            new SequenceATask { Wait = Wait, InputNoise = 0 }, new SequenceBTask { Wait = Wait, InputNoise = 0 },
        })
        {
            var (coarse, fine) = (Show(task, 10), Show(task, 1));
            for (var t = 10; t <= coarse.Milliseconds; t += 10)
            {
                Assert.Equal(fine.Input(t), coarse.Input(t), 1e-5);
                Assert.All(
                    Enumerable.Range(0, task.Outputs.Count),
                    output => Assert.Equal(fine.Target(t, output), coarse.Target(t, output), 1e-5));
            }
        }
    }

    private static Shown Show(CognitiveTask task, int step)
    {
        task = task with { CatchProbability = 0 };
        return new(Rendered.From(task, Rendered.Draw(task, 0), step.Ms), task, step);
    }

    // Step k shows what holds at its end, (k + 1)·dt.
    private sealed record Shown(Rendered Rendered, CognitiveTask Task, int Step)
    {
        public int Milliseconds => Rendered.Steps * Step;

        public double Input(int milliseconds) => Rendered.Inputs[((milliseconds / Step) - 1) * Task.Inputs.Count];

        public double Target(int milliseconds, int output) =>
            Rendered.Targets[(((milliseconds / Step) - 1) * Task.Outputs.Count) + output];
    }
}
