using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The numbers of the papers, written out once more.</summary>
public sealed class PublishedTaskTests
{
    [Theory]
    [InlineData("perceptual-decision", "coherence", "3%", "it is a number from -100 to 100, drawn from 1,2,4,8,16 in training; write just the number, such as 16.")]
    [InlineData("spoken-stops", "voice", "zack", "voice cannot be 'zack'. Did you mean 'zac'")]
    [InlineData("parametric-working-memory-low-rank", "f1", "10Hz", "f1 cannot be '10Hz': it is a number from 0 to 1000")]
    public void A_value_that_is_no_number_is_told_what_is_allowed(string task, string factor, string value, string expected)
    {
        var fault = Assert.Throws<UsageException>(() => CognitiveTask.Catalog.Create(task).Pin(factor, value)).Message;
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void Perceptual_decision_shows_both_channels_the_scaled_coherence()
    {
        var task = new PerceptualDecisionTask { CatchProbability = 0, InputNoise = 0 }.Pin("coherence", 16).Pin("direction", "right");
        var trial = Rendered.Draw(task, 0);
        var (u, y, m) = Steps(task, trial);

        // u = (1 ± 3.2·16/100)/2 on a baseline of 0.2; fixation to 100, stimulus to 900, decision to 1200 ms.
        Assert.Equal(60, u.Length);
        Assert.Equal([0.2f, 0.2f], u[4], Close);
        Assert.Equal([0.444f, 0.956f], u[5], Close);
        Assert.Equal([0.444f, 0.956f], u[44], Close);
        Assert.Equal([0.2f, 0.2f], u[45], Close);
        Assert.Equal([0.2f, 0.2f], y[4]);
        Assert.Equal([0.2f, 1f], y[45]);
        Assert.Equal([.. Enumerable.Repeat(1f, 5), .. Enumerable.Repeat(0f, 40), .. Enumerable.Repeat(1f, 15)], m.Select(step => step[0]));
        Assert.Equal("right 16%", task.Conditions[trial.Condition]);
        Assert.Equal(1.0 / 11, new PerceptualDecisionTask().CatchProbability);
    }

    [Fact]
    public void A_catch_trial_shows_nothing_and_wants_low_outputs_throughout()
    {
        foreach (var (task, steps) in new (CognitiveTask, int)[]
        {
            (new PerceptualDecisionTask(), 100), (new DelayedMatchTask(), 125), (new InputDiscriminationTask(), 125),
            (new ParametricWorkingMemoryTask(), 125),
        })
        {
            var trial = Rendered.Draw(task with { CatchProbability = 1, InputNoise = 0 }, 0);
            var (u, y, m) = Steps(task, trial);
            Assert.True(trial.IsCatch);
            Assert.Equal(steps, u.Length);
            Assert.All(u, step => Assert.All(step, value => Assert.Equal(0.2f, value)));
            Assert.All(y, step => Assert.All(step, value => Assert.Equal(0.2f, value)));
            Assert.All(m, step => Assert.All(step, value => Assert.Equal(1f, value)));
        }
    }

    [Theory]
    [InlineData("hi", "hi", 0)]
    [InlineData("hi", "lo", 1)]
    [InlineData("lo", "hi", 1)]
    [InlineData("lo", "lo", 0)]
    public void Delayed_match_gives_two_pulses_and_asks_whether_they_were_the_same(string f1, string f2, int answer)
    {
        var task = new DelayedMatchTask { CatchProbability = 0, InputNoise = 0 }.Pin("f1", f1).Pin("f2", f2);
        var trial = Rendered.Draw(task, 0);
        var (u, y, _) = Steps(task, trial);

        // Fixation to 100, first pulse to 600, delay to 3600, second pulse to 4100, decision to 4400 ms: 220 steps.
        Assert.Equal(220, u.Length);
        Assert.Equal(f1 == "hi" ? 1.4f : 0.6f, u[29][0], 1e-6);
        Assert.Equal(0.2f, u[30][0]);
        Assert.Equal(0.2f, u[179][0]);
        Assert.Equal(f2 == "hi" ? 1.4f : 0.6f, u[180][0], 1e-6);
        Assert.Equal(1f, y[219][answer]);
        Assert.Equal(0.2f, y[219][1 - answer]);
        Assert.Equal($"{f1}-{f2}", task.Conditions[trial.Condition]);
        Assert.Equal(0.2, new DelayedMatchTask().CatchProbability);
    }

    [Theory]
    [InlineData("a", "a", 0)]
    [InlineData("a", "b", 1)]
    [InlineData("b", "a", 1)]
    [InlineData("b", "b", 0)]
    public void Input_discrimination_gives_each_pulse_on_one_channel_and_asks_for_a_match(string first, string second, int answer)
    {
        var task = new InputDiscriminationTask { CatchProbability = 0, InputNoise = 0 }.Pin("first", first).Pin("second", second);
        var trial = Rendered.Draw(task, 0);
        var (u, y, m) = Steps(task, trial);

        // Fixation to 100, first pulse to 600, delay to 3600, second pulse to 4100, decision to 4400 ms: 220 steps.
        Assert.Equal(220, u.Length);
        Assert.All(u[..5], step => Assert.Equal([0.2f, 0.2f], step));
        Assert.All(u[5..30], step => Assert.Equal(first == "a" ? [1.2f, 0.2f] : [0.2f, 1.2f], step, Close));
        Assert.All(u[30..180], step => Assert.Equal([0.2f, 0.2f], step));
        Assert.All(u[180..205], step => Assert.Equal(second == "a" ? [1.2f, 0.2f] : [0.2f, 1.2f], step, Close));
        Assert.All(u[205..], step => Assert.Equal([0.2f, 0.2f], step));
        Assert.Equal((1f, 0.2f), (y[219][answer], y[219][1 - answer]));
        Assert.Equal(answer, trial.Answer);
        Assert.Equal([.. Enumerable.Repeat(1f, 5), .. Enumerable.Repeat(0f, 200), .. Enumerable.Repeat(1f, 15)], m.Select(step => step[0]));
        Assert.Equal($"{first}-{second}", task.Conditions[trial.Condition]);
        Assert.Equal(0.2, new InputDiscriminationTask().CatchProbability);
    }

    [Fact]
    public void Without_a_delay_the_second_pulse_follows_the_first()
    {
        var task = new DelayedMatchTask { Delay = TimeSpan.Zero, CatchProbability = 0, InputNoise = 0 }.Pin("f1", "hi").Pin("f2", "lo");
        var (u, _, _) = Steps(task, Rendered.Draw(task, 0));
        Assert.Equal(70, u.Length);
        Assert.Equal([1.4f, 0.6f], [u[29][0], u[30][0]], Close);
    }

    [Fact]
    public void A_delay_is_uniform_in_its_range_and_a_constant_one_draws_the_same_frequencies()
    {
        var uniform = new DelayedMatchTask { Delay = Duration.Parse("0s..5s"), CatchProbability = 0 };
        var trials = Enumerable.Range(0, 2000).Select(index => Rendered.Draw(uniform, index)).ToArray();
        Assert.Equal(2500, trials.Average(trial => trial.Factor("delay")), 5 * 5000 / Math.Sqrt(12 * 2000));
        Assert.All(trials, trial => Assert.Equal(1400 + trial.Factor("delay"), trial.Duration.TotalMilliseconds, 1e-4));
        Assert.Equal(trials.Select(trial => trial.Condition),
            Enumerable.Range(0, 2000).Select(index => Rendered.Draw(uniform with { Delay = 3.Seconds }, index).Condition));
    }

    [Fact]
    public void Parametric_working_memory_tunes_one_channel_up_and_one_down()
    {
        var task = (ParametricWorkingMemoryTask)new ParametricWorkingMemoryTask { CatchProbability = 0, InputNoise = 0 }
            .Pin("lower-frequency", 10).Pin("order", "f1<f2").Pin("delay", 3.Seconds);
        var trial = Rendered.Draw(task, 0);
        var (u, y, _) = Steps(task, trial);

        // f1 = 10: 0.4 and 1.2; f2 = 18: 0.4 + 0.8·8/24 and 0.4 + 0.8·16/24; each on the baseline of 0.2.
        Assert.Equal(220, u.Length);
        Assert.Equal([0.6f, 1.4f], u[5], Close);
        Assert.Equal([0.8666667f, 1.1333333f], u[180], Close);
        Assert.Equal([0.2f, 1f], y[^1]);
        Assert.Equal("10<18", task.Conditions[trial.Condition]);
        Assert.Equal("18>10", task.Conditions[0]);
        Assert.Equal(Duration.Uniform(2500.Ms, 3500.Ms), task.Delay);
    }

    [Fact]
    public void An_unknown_task_names_the_nearest_known_one()
    {
        var fault = Assert.Throws<UsageException>(() => CognitiveTask.Catalog.Create("delayd-match")).Message;
        Assert.Contains("Did you mean 'delayed-match'?", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_a_factor_cannot_have_are_refused()
    {
        var task = new PerceptualDecisionTask();
        Assert.Contains("left, right", Fault(() => task.Pin("direction", "up")), StringComparison.Ordinal);
        Assert.Contains("number", Fault(() => task.Pin("coherence", "much")), StringComparison.Ordinal);
        Assert.Contains("500ms", Fault(() => task.Pin("stimulus", "long")), StringComparison.Ordinal);
        Assert.Contains("0ms", Fault(() => task.Pin("stimulus", -5)), StringComparison.Ordinal);
        Assert.Contains("label", Fault(() => task.Pin("direction", 1)), StringComparison.Ordinal);
        Assert.Contains("is not a time", Fault(() => task.Pin("coherence", 1.Seconds)), StringComparison.Ordinal);
        Assert.Contains("label", Fault(() => task.Ease("direction", 0, 0.5)), StringComparison.Ordinal);
        Assert.Contains("0 to 1", Fault(() => task.Ease("coherence", 0, 1.5)), StringComparison.Ordinal);
        var trial = Rendered.Draw(task with { CatchProbability = 0 }, 0);
        Assert.Contains("Did you mean 'coherence'?", Fault(() => trial.Factor("coherenc")), StringComparison.Ordinal);

        static string Fault(Action action) => Assert.Throws<UsageException>(action).Message;
    }

    [Fact]
    public void A_pin_between_two_levels_is_a_condition_of_its_own()
    {
        var task = new PerceptualDecisionTask { CatchProbability = 0 }.Pin("coherence", 14).Pin("direction", "left");
        Assert.Equal("left 14%", task.Conditions[Rendered.Draw(task, 3).Condition]);
        Assert.Equal(14, Rendered.Draw(task, 3).Factor("coherence"));
    }

    private static (float[][] U, float[][] Y, float[][] M) Steps(CognitiveTask task, Trial trial)
    {
        var rendered = Rendered.From(task, trial, Dt);
        return ([.. rendered.Inputs.Chunk(task.Inputs.Count)], [.. rendered.Targets.Chunk(task.Outputs.Count)],
            [.. rendered.Mask.Chunk(task.Outputs.Count)]);
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-6;
}
