using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

public sealed class TrialLanguageTests
{
    private static readonly TimeSpan Dt = 10.Ms;

    [Fact]
    public void A_period_owns_the_steps_after_its_start_up_to_its_end()
    {
        var task = new RampTask();
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);

        // 20 ms before, 40 ms of ramp, 30 ms after: steps at 10 … 90 ms; the ramp owns 30, 40, 50 and 60 ms.
        Assert.Equal(9, rendered.Steps);
        Assert.Equal([0.2f, 0.2f, 0.22f, 0.24f, 0.26f, 0.28f, 0.2f, 0.2f, 0.2f], Channel(rendered.Inputs, 0), Close);
        Assert.Equal([0.2f, 0.2f, 1.7f, 1.7f, 1.7f, 1.7f, 0.2f, 0.2f, 0.2f], Channel(rendered.Inputs, 1), Close);
        Assert.Equal([0, 0, 0, 0, 0, 0, 5, 5, 5], Channel(rendered.Targets, 0), Close);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], Channel(rendered.Mask, 0), Close);
        Assert.Equal([0, 0, 0, 0, 0, 0, 7, 7, 7], Channel(rendered.Targets, 1), Close);
        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 2, 2], Channel(rendered.Mask, 1), Close);
    }

    [Fact]
    public void A_boundary_off_the_grid_is_not_moved()
    {
        var task = new RampTask { Before = 25.Ms };
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);

        // The ramp is (25, 65] ms: its first step, at 30 ms, is 5 ms after its start. The trial ends at 95 ms, after the step at 90 ms.
        Assert.Equal([0.2f, 0.2f, 0.21f, 0.23f, 0.25f, 0.27f, 0.2f, 0.2f, 0.2f], Channel(rendered.Inputs, 0), Close);
    }

    [Fact]
    public void Past_its_end_and_between_its_channels_a_trial_writes_zeros_or_nothing()
    {
        var task = new RampTask();
        var trial = Rendered.Draw(task, 0);
        var (u, y, m) = (Filled(), Filled(), Filled());
        trial.RenderInputs(u, 3, 8, 12, Dt, Rendered.Noise, 0);
        trial.RenderTargets(y, m, 3, 8, 12, Dt);
        Assert.All(new[] { u, y, m }, array => Assert.All(Enumerable.Range(0, array.Length), i =>
        {
            var (step, channel) = Math.DivRem(i - 3, 8);
            Assert.True(channel is < 0 or > 1 || i < 3 || step >= 12 ? array[i] == -9 : step < 9 || array[i] == 0);
        }));

        var (clearedY, clearedM) = (new float[120], new float[120]);
        trial.RenderTargets(clearedY, clearedM, 3, 8, 12, Dt, cleared: true);
        Assert.Equal(y.Select(value => value == -9 ? 0 : value), clearedY);
        Assert.Equal(m.Select(value => value == -9 ? 0 : value), clearedM);

        static float[] Filled() => [.. Enumerable.Repeat(-9f, 120)];
    }

    [Fact]
    public void Input_noise_has_the_standard_deviation_of_its_definition_at_any_dt()
    {
        foreach (var dt in new[] { 1.Ms, 20.Ms })
        {
            var task = new RampTask { BaselineInput = 5, InputNoise = 0.05, InputNoiseTau = 80.Ms, Before = 20.Seconds };
            var steps = (int)(20.Seconds / dt);
            var channel = Channel(Rendered.From(task, Rendered.Draw(task, 0), dt).Inputs, 0).Take(steps).Select(u => u - 5.0).ToArray();
            var sd = 0.05 * Math.Sqrt(2 * 80 / dt.TotalMilliseconds);
            Assert.Equal(1, Math.Sqrt(channel.Average(e => e * e)) / sd, 5 / Math.Sqrt(2 * steps));
            Assert.Equal(0, channel.Average() / sd, 5 / Math.Sqrt(steps));
        }
    }

    [Fact]
    public void Noise_differs_between_trials_and_channels_and_is_rectified()
    {
        var task = new RampTask { BaselineInput = 0, InputNoise = 1 };
        var trial = Rendered.Draw(task, 0);
        var (a, b) = (new float[18], new float[18]);
        trial.RenderInputs(a, 0, 2, 9, Dt, Rendered.Noise, 0);
        trial.RenderInputs(b, 0, 2, 9, Dt, Rendered.Noise, 1);
        Assert.NotEqual(a, b);
        Assert.NotEqual(Channel(a, 0), Channel(a, 1));
        Assert.Contains(0f, a);
        Assert.All(a, u => Assert.True(u >= 0));
    }

    [Fact]
    public void The_last_target_of_a_period_counts_and_inputs_add_up()
    {
        var task = new RampTask { Twice = true };
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);
        Assert.Equal(3.2f, Channel(rendered.Inputs, 1)[3], Close);
        Assert.Equal(8f, Channel(rendered.Targets, 0)[8]);
        Assert.Equal(9.0, Rendered.Draw(task, 0).MaskSum(Dt));
    }

    [Fact]
    public void A_trial_shorter_than_a_step_is_refused()
    {
        var trial = Rendered.Draw(new RampTask(), 0);
        var fault = Assert.Throws<UsageException>(() => trial.Steps(100.Ms)).Message;
        Assert.Contains("less than one step of 100ms", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_reported_all_together_before_the_first_draw()
    {
        var task = new PerceptualDecisionTask
        {
            CatchProbability = 1.5, InputNoise = double.NaN, InputNoiseTau = (-1).Ms,
            Coherences = [1, 101], HighTarget = 0.1, Decision = 0.Ms,
        };
        var faults = Assert.Throws<UsageException>(() => task.Draw(new Trial(), Rendered.Trials, 0)).Faults;
        Assert.Equal(6, faults.Count);
        Assert.Contains("`CatchProbability`: '1.5' is out of range; write a value from 0 to 1.", faults);
        Assert.Contains("`InputNoiseTau`: '-1ms' is out of range; write a value > 0ms.", faults);
    }

    private static float[] Channel(float[] values, int channel) => [.. values.Where((_, i) => i % 2 == channel)];

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-6;

    private sealed record RampTask : CognitiveTask
    {
        private static readonly string[] Channels = ["a", "b"];

        public RampTask() => InputNoise = 0;

        public Duration Before { get; init; } = 20.Ms;

        public bool Twice { get; init; }

        public override IReadOnlyList<string> Inputs => Channels;

        public override IReadOnlyList<string> Outputs => Channels;

        public override IReadOnlyList<string> Conditions => Channels;

        protected override void Compose(Trial trial)
        {
            trial.Period("before", Before);
            var ramp = trial.Period("ramp", 40.Ms);
            var after = trial.Period("after", 30.Ms);
            trial.Input(0, new Shape(2), during: ramp, static (TimeSpan time, in Shape slope) => slope.Amplitude * time.TotalSeconds);
            trial.Target(1, 7, during: after, weight: 2);
            trial.Target(0, 5, during: after);
            for (var i = 0; i < (Twice ? 2 : 1); i++)
            {
                trial.Input(1, 1.5, during: ramp);
                trial.Target(0, i == 0 ? 5 : 8, during: after);
            }
        }
    }
}
