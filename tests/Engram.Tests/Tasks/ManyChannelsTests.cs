using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>Tasks of many channels, compared with what is composed channel by channel and summed number by number.</summary>
public sealed class ManyChannelsTests
{
    private const int Channels = 37, Rows = 3, Stride = 40, Steps = 90;
    private static readonly TimeSpan Dt = 10.Ms;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inputs_are_noise_then_the_signals_in_the_order_composed_then_the_baseline_bit_for_bit(bool isSigned)
    {
        var task = new ManyTask { IsSigned = isSigned };
        for (var index = 0; index < 5; index++)
        {
            var trial = Rendered.Draw(task, index);
            var own = trial.Steps(Dt);
            Assert.InRange(own, 1, Steps - 1);
            var u = Enumerable.Repeat(-9f, Rows * Stride * Steps).ToArray();
            trial.RenderInputs(u, Stride, Rows * Stride, Steps, Dt, Rendered.Noise, index);
            var scale = (float)(Math.Sqrt(2 * (task.InputNoiseTau / Dt)) * task.InputNoise);
            for (var channel = 0; channel < Channels; channel++)
            {
                var expected = new float[Steps];
                NormalNoise.Fill(expected, Rendered.Noise, index, channel, scale);
                for (var t = 0; t < Steps; t++)
                {
                    foreach (var (at, value) in task.Shown(trial, channel))
                    {
                        var (first, end) = at.Steps(Dt);
                        expected[t] += t >= first && t < end ? (float)value((t + 1) * Dt - at.Start) : 0;
                    }

                    var sum = expected[t] + (float)task.BaselineInput;
                    Assert.Equal(t >= own ? 0 : isSigned ? sum : Math.Max(sum, 0), u[Stride + (t * Rows * Stride) + channel]);
                }
            }

            // Nothing else was written.
            Assert.All(u.Index(), one => Assert.True(one.Item == -9 || (one.Index / Stride % Rows == 1 && one.Index % Stride < Channels)));
        }
    }

    [Fact]
    public void Targets_of_a_range_are_those_of_its_channels_one_by_one_and_replace_what_was_asked_before()
    {
        var (ranges, singles) = (new ManyTask(), new ManyTask { OneByOne = true });
        for (var index = 0; index < 5; index++)
        {
            var (a, b) = (Rendered.Draw(ranges, index), Rendered.Draw(singles, index));
            var (of, to) = (Rendered.From(ranges, a, Dt), Rendered.From(singles, b, Dt));
            Assert.Equal(to.Targets, of.Targets);
            Assert.Equal(to.Mask, of.Mask);
            Assert.Equal(of.Mask.Sum(mask => (double)mask), a.MaskSum(Dt), 1e-9);
            Assert.Equal(b.MaskSum(Dt), a.MaskSum(Dt), 1e-9);
            Assert.Equal(of.Mask.Zip(of.Targets, (mask, y) => (double)mask * y).Sum(), a.TargetSum(Dt), 1e-3);
            Assert.Equal(b.TargetSum(Dt), a.TargetSum(Dt), 1e-9);

            // The last of three in "late", in all channels but the one that was asked for more by itself.
            var last = of.Targets[^Channels..];
            Assert.Equal(7, last[3]);
            Assert.Equal(0.5f, last[Channels - 1]);
            Assert.Equal((float)Profiles.Ring(4, Channels, new Shape(2, 90, 40)), last[4]);
        }
    }

    [Fact]
    public void A_task_of_hundreds_of_channels_allocates_nothing_once_warm()
    {
        var (task, trial) = (new ManyTask(), new Trial());
        var (u, y, m) = (new float[Steps * Channels], new float[Steps * Channels], new float[Steps * Channels]);
        Assert.Equal(0, Allocated.InEachRun(Run));

        void Run()
        {
            for (var index = 0; index < 100; index++)
            {
                task.Draw(trial, Rendered.Trials, index);
                trial.RenderInputs(u, 0, Channels, Steps, Dt, Rendered.Noise, index);
                trial.RenderTargets(y, m, 0, Channels, Steps, Dt);
                trial.MaskSum(Dt);
                trial.TargetSum(Dt);
            }
        }
    }

    [Theory]
    [InlineData(0, 0, "sets a signal on the inputs 0..0 in the period 'early', but it has 37, counted from 0; name at least one of them, such as 0..37")]
    [InlineData(30, 40, "sets a signal on the inputs 30..40 in the period 'early', but it has 37")]
    [InlineData(9, 3, "sets a signal on the inputs 9..3 in the period 'early'")]
    public void Channels_that_are_not_there_are_named(int first, int end, string expected)
    {
        var fault = Assert.Throws<UsageException>(() => Rendered.Draw(new ManyTask { Shows = first..end }, 0)).Message;
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    private sealed record ManyTask : CognitiveTask
    {
        private static readonly string[] Names = [.. Enumerable.Range(0, Channels).Select(channel => $"c{channel}")];
        private static readonly Waveform Ramp = static (TimeSpan time, in Shape shape) => shape.Amplitude * time.TotalSeconds;

        public ManyTask() => (InputNoise, BaselineInput) = (0.1, 0.05);

        public bool IsSigned { get; init; }

        public bool OneByOne { get; init; }

        [NotASetting]
        public Range Shows { get; init; } = 2..^1;

        public override IReadOnlyList<string> Inputs => Names;

        public override IReadOnlyList<string> Outputs => Names;

        public override IReadOnlyList<string> Conditions => ["all"];

        protected internal override bool RectifiesInputs => !IsSigned;

        // What Compose shows on a channel, in its order.
        public IEnumerable<(Period During, Func<TimeSpan, double> Value)> Shown(Trial trial, int channel)
        {
            var (early, late) = (trial.Periods[0], trial.Periods[1]);
            if (channel is >= 2 and < Channels - 1)
            {
                yield return (early, _ => Profiles.Ring(channel - 2, Channels - 3, new Shape(0.7, trial.Factor("angle"), 30)));
            }

            yield return (late, _ => 0.3);
            if (channel % 3 == 0)
            {
                yield return (early, time => Ramp(time, new Shape(-2)));
                yield return (early, time => Waveforms.Gaussian(time, new Shape(1, 100, 30)));
            }
        }

        protected override void Compose(Trial trial)
        {
            (trial.Condition, trial.IsScored) = (0, false);
            var angle = trial.Draw("angle", 0, 360);
            var early = trial.Period("early", Duration.Uniform(200.Ms, 400.Ms));
            var late = trial.Period("late", 300.Ms);
            trial.Input(Shows, new Shape(0.7, angle, 30), early, Profiles.Ring);
            trial.Input(.., 0.3, late);
            for (var channel = 0; channel < Channels; channel += 3)
            {
                trial.Input(channel, new Shape(-2), early, Ramp);
                trial.Input(channel, new Shape(1, 100, 30), early, Waveforms.Gaussian);
            }

            Ask(trial, early, late);
        }

        private void Ask(Trial trial, Period early, Period late)
        {
            if (!OneByOne)
            {
                trial.Target(0.2, early);
                trial.Target(.., 0.1, late);
                trial.Target(3, 7, late, weight: 3);
                trial.Target(4..^1, new Shape(2, 90, 40), late, static (int unit, int count, in Shape shape) => Profiles.Ring(unit + 4, Channels, shape), weight: 2);
                trial.Target(^1.., 0.5, late);
                trial.Target(5, new Shape(3), early, Ramp);
                return;
            }

            for (var channel = Channels - 1; channel >= 0; channel--)
            {
                trial.Target(channel, channel == Channels - 1 ? 0.5 : channel == 3 ? 7
                    : channel > 3 ? Profiles.Ring(channel, Channels, new Shape(2, 90, 40)) : 0.1, late, channel == 3 ? 3 : channel > 3 && channel < Channels - 1 ? 2 : 1);
                if (channel == 5)
                {
                    trial.Target(5, new Shape(3), early, Ramp);
                }
                else
                {
                    trial.Target(channel, 0.2, early);
                }
            }
        }
    }
}
