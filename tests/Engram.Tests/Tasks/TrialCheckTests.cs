using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>What is wrong with a task is told in a sentence before anything is done with it.</summary>
public sealed class TrialCheckTests
{
    public static TheoryData<string> Tasks => [.. TaskCatalog.All.Select(task => task.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_passes_at_the_usual_steps_and_is_refused_where_a_period_that_counts_has_none(string name)
    {
        var task = TaskCatalog.Create(name) with { CatchProbability = 0.1 };
        TrialCheck.Run(task, 20.Ms);
        TrialCheck.Run(task, 1.Ms);

        // Every period that shows or asks something, one after the other, shorter than a step.
        var trial = new Trial();
        task.Draw(trial, new(1, Engram.Numerics.Purpose.TestTrials), 0);
        foreach (var period in trial.Periods.Where(period => trial.IsUsed(period)))
        {
            var message = Refusal(task.Pin(period.Name, 7.Ms), 10.Ms);
            Assert.Contains($"'{period.Name}' of 7ms, less than one step of 10ms", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("flip-flop", "hold-1", "pulse=100ms,hold=10ms", "100ms")]
    [InlineData("perceptual-decision", "decision", "decision=15ms", "20ms")]
    [InlineData("perceptual-decision", "decision", "fixation=0ms,decision=10ms", "20ms")]
    [InlineData("perceptual-decision", "catch", "catch-probability=0.002,catch-duration=10ms", "20ms")]
    [InlineData("delayed-match", "decision", "decision=5ms..500ms", "20ms")]
    public void A_period_that_counts_and_has_no_step_is_refused_before_training(string task, string period, string settings, string dt)
    {
        var configuration = new ModernPreset().For(TaskCatalog.Create(task), 1);
        var message = Assert.Throws<UsageException>(() => configuration.With(
        [
            .. settings.Split(',').Select(setting => setting.Split('=')).Select(setting => new KeyValuePair<string, string>(setting[0], setting[1])),
            new("dt", dt),
        ])).Message;
        Assert.Contains($"period '{period}'", message, StringComparison.Ordinal);
        Assert.Contains($"less than one step of {dt}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delay_of_nothing_is_fine() =>
        TrialCheck.Run(new DelayedMatchTask { Delay = TimeSpan.Zero, Fixation = TimeSpan.Zero }, 20.Ms);

    [Theory]
    [InlineData("input", "shows something on input 7 in the period 'cue', but it has inputs 0 to 1 (left, right)")]
    [InlineData("output", "asks something of output 2 in the period 'go', but it has outputs 0 to 1 (a, b)")]
    [InlineData("condition", "has the condition -1, and its conditions are 0 to 1 (a, b)")]
    [InlineData("unknown condition", "has the condition 5, and its conditions are 0 to 1 (a, b)")]
    [InlineData("answer", "its answer is -1; set trial.Answer to the output that should be the highest at the end, 0 to 1 (a, b)")]
    [InlineData("answer out of range", "its answer is 2;")]
    [InlineData("no response", "asks for nothing")]
    [InlineData("two periods", "draws 'cue' twice, or has two periods of that name")]
    [InlineData("not finite", "shows something on input 'left' in the period 'cue' that is NaN")]
    [InlineData("weight", "weighs its target of output 'a' in the period 'go' by -1")]
    [InlineData("exception", "cannot compose a trial: InvalidOperationException, no cards left")]
    [InlineData("foreign period", "which is none of the trial's")]
    [InlineData("rule", "The rule of broken that says whether a trial is correct failed: IndexOutOfRangeException")]
    public void A_mistake_in_a_task_of_ones_own_is_told_in_the_words_of_the_trial(string mistake, string expected)
    {
        var task = new BrokenTask { Mistake = mistake };
        Assert.Contains(expected, Refusal(task, 20.Ms), StringComparison.Ordinal);

        // Training is refused before it begins, and so is a test.
        var configuration = new RunConfiguration { Task = task, Cell = new LeakyCell { Units = 8 } };
        Assert.Contains(expected, Assert.Throws<UsageException>(() => configuration.Validate()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two a, a", "has 2 outputs 'a'")]
    [InlineData("empty", "an output without a name")]
    [InlineData("null", "null for its outputs")]
    [InlineData("none", "has no outputs")]
    [InlineData("escape", "control characters (a%1B)")]
    public void Names_of_channels_are_checked(string names, string expected)
    {
        var task = new NamedTask(names switch
        {
            "two a, a" => ["a", "a"],
            "empty" => ["a", " "],
            "null" => null!,
            "none" => [],
            _ => ["a\u001b"],
        });
        Assert.Contains(expected, Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_a_mistake_passes()
    {
        TrialCheck.Run(new BrokenTask { Mistake = "" }, 20.Ms);
        new NamedTask(["a", "b"]).Validate();
    }

    [Theory]
    [InlineData("0.9765625ms", 1024)]
    [InlineData("16.6667ms", 60)]
    [InlineData("33.3333ms", 30)]
    [InlineData("20ms", 50)]
    [InlineData("0.1ms", 10000)]
    public void A_second_has_as_many_steps_as_one_would_say(string dt, int steps) =>
        Assert.Equal(steps, StepGrid.Count(1.Seconds, TimeText.Parse(dt)));

    private static string Refusal(CognitiveTask task, TimeSpan dt) =>
        Assert.Throws<UsageException>(() => TrialCheck.Run(task, dt)).Message;

    private sealed record NamedTask(IReadOnlyList<string> Names) : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => [];

        public override IReadOnlyList<string> Outputs => Names;

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override void Compose(Trial trial) => trial.Target(1, trial.Period("all", 100.Ms));
    }

    private sealed record BrokenTask : CognitiveTask
    {
        public string Mistake { get; init; } = "";

        public override IReadOnlyList<string> Inputs => ["left", "right"];

        public override IReadOnlyList<string> Outputs => ["a", "b"];

        public override IReadOnlyList<string> Conditions => Outputs;

        protected override void Compose(Trial trial)
        {
            var side = trial.Choose("side", Outputs);
            trial.Condition = Mistake switch { "condition" => -1, "unknown condition" => 5, _ => side };
            trial.Answer = Mistake switch { "answer" => -1, "answer out of range" => 2, _ => side };
            var cue = trial.Period("cue", 100.Ms);
            var go = trial.Period(Mistake == "two periods" ? "cue" : "go", Mistake == "no response" ? 0.Ms : 100.Ms);
            trial.Input(Mistake == "input" ? 7 : 0, Mistake == "not finite" ? double.NaN : 1, during: cue);
            trial.Target(Mistake == "output" ? 2 : 0, 1, during: Mistake == "foreign period" ? new Period("other", 1.Seconds, 2.Seconds) : go,
                weight: Mistake == "weight" ? -1 : 1);
            if (Mistake == "exception")
            {
                throw new InvalidOperationException("no cards left");
            }
        }

        protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
            Mistake == "rule" ? outputs[^1] > outputs[int.MaxValue] : base.IsCorrect(trial, outputs, offset, stepStride, dt);
    }
}
