using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>What is wrong with a task is told in a sentence before anything is done with it.</summary>
public sealed class TrialCheckTests
{
    public static TheoryData<string> Tasks => [.. CognitiveTask.Catalog.All.Select(task => task.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_passes_at_the_usual_steps_and_is_refused_where_a_period_that_counts_has_none(string name)
    {
        var task = CognitiveTask.Catalog.Create(name) with { CatchProbability = 0.1 };
        TrialCheck.Run(task, 20.Ms);
        TrialCheck.Run(task, 1.Ms);

        // Every period that shows or asks something, one after the other, shorter than a step.
        var trial = new Trial();
        task.Draw(trial, new(1, Engram.Numerics.Purpose.TestTrials), 0);
        var factors = task.Factors.Select(factor => factor.Name).ToList();
        foreach (var period in trial.Periods.Where(period => trial.IsUsed(period) && factors.Contains(period.Name)))
        {
            var message = Refusal(task.Pin(period.Name, 7.Ms), 10.Ms);
            var isRefused = message.Contains($"'{period.Name}' of 7ms, less than one step of 10ms", StringComparison.Ordinal)
                || message.Contains($"{period.Name} is 7ms, too short for", StringComparison.Ordinal);
            Assert.True(isRefused, message);
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
        var configuration = new ModernPreset().For(CognitiveTask.Catalog.Create(task), 1);
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
    [InlineData("input", "sets a signal on input 7 in the period 'cue', but it has inputs 0 to 1 (left, right)")]
    [InlineData("output", "sets a target for output 2 in the period 'go', but it has outputs 0 to 1 (a, b)")]
    [InlineData("condition", "has the condition -1, but its conditions are 0 to 1 (a, b)")]
    [InlineData("condition that never comes", "No trial of broken has the condition 'b', although 20000 were drawn")]
    [InlineData("unknown condition", "has the condition 5, but its conditions are 0 to 1 (a, b)")]
    [InlineData("answer", "but its answer is -1; set trial.Answer to the output that should be highest at the end, from 0 to 1 (a, b)")]
    [InlineData("answer out of range", "its answer is 2;")]
    [InlineData("no response", "has a period 'go' of 0ms")]
    [InlineData("no target", "has no step with a target")]
    [InlineData("two periods", "draws 'cue' twice, or has two periods of that name")]
    [InlineData("not finite", "sets a signal on input 'left' in the period 'cue' of the value NaN")]
    [InlineData("weight", "gives the target of output 'a' in the period 'go' the weight -1")]
    [InlineData("exception", "cannot compose a trial, after the period 'go': InvalidOperationException, no cards left")]
    [InlineData("foreign period", "which is not a period of this trial")]
    [InlineData("response", "has a period 'go' of 0ms, less than one step of 20ms, so no step may fall within it; make the period 'go' longer")]
    [InlineData("wrong answer", "Outputs equal to the targets count as wrong in a trial of broken with the condition")]
    [InlineData("lenient rule", "Outputs of NaN count as correct in a trial of broken")]
    [InlineData("waveform", "has an input or target of NaN, with the condition")]
    [InlineData("waveform of a target", "has an input or target of Infinity, with the condition")]
    [InlineData("period name", "has a factor or period named 'go now', which cannot be used as a flag")]
    [InlineData("factor name", "has a factor or period named '', which cannot be used as a flag")]
    [InlineData("twice the same label", "has 2 labels 'a' of 'side'")]
    [InlineData("no labels", "draws 'side' from an empty list")]
    [InlineData("weights", "draws 'weighed' from 2 numbers with the weights 0, 0")]
    [InlineData("negative weight", "draws 'weighed' from 2 numbers with the weights 3, -1")]
    [InlineData("missing weight", "draws 'weighed' from 2 numbers with the weights 1;")]
    [InlineData("ends exchanged", "draws 'level' from 2 to 1; give the lower end first")]
    [InlineData("factor drawn at times", "draws side, cue, extra, go, but another draws side, cue, go; draw the same factors in the same order")]
    [InlineData("negative duration", "cannot compose a trial, before its first period: '-5ms' is negative")]
    [InlineData("unscored condition", "has the condition 9, but its conditions are 0 to 1 (a, b)")]
    [InlineData("unknown factor", "cannot compose a trial, after the period 'go': broken has no factor 'sidde'. Did you mean 'side'?")]
    [InlineData("nothing shown", "has a period 'cue' of 0ms")]
    [InlineData("choice", "IsCorrect of broken failed: IndexOutOfRangeException")]
    [InlineData("rule", "IsCorrect of broken failed: IndexOutOfRangeException")]
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
    [InlineData("half", "control characters (%EF%BF%BDb)")]
    public void Names_of_channels_are_checked(string names, string expected)
    {
        var task = new NamedTask(names switch
        {
            "two a, a" => ["a", "a"],
            "empty" => ["a", " "],
            "null" => ["null"],
            "none" => [],
            "half" => ["\ud800b"],
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
    [InlineData("0.9765625ms", 1024, 102400)]
    [InlineData("16.6667ms", 60, 6000)]
    [InlineData("33.3333ms", 30, 3000)]
    [InlineData("20ms", 50, 5000)]
    [InlineData("0.1ms", 10000, 1000000)]
    [InlineData("16.667ms", 60, 6000)]
    [InlineData("6.667ms", 150, 15000)]
    [InlineData("66.667ms", 15, 1500)]
    [InlineData("0.48828125ms", 2048, 204800)]
    [InlineData("12.5ms", 80, 8000)]
    [InlineData("30ms", 33, 3333)]
    [InlineData("12.345ms", 81, 8100)]
    [InlineData("0.3ms", 3333, 333333)]
    [InlineData("400ms", 2, 250)]
    public void A_second_has_as_many_steps_as_one_would_say_and_no_error_adds_up(string dt, int steps, int in100)
    {
        var step = TimeText.Parse(dt);
        Assert.Equal(steps, StepGrid.Count(1.Seconds, step));
        Assert.Equal(in100, StepGrid.Count(100.Seconds, step));
        Assert.Equal(3, StepGrid.Count(3.5 * step, step));
        Assert.Equal(0, StepGrid.Count(0.5 * step, step));
    }

    [Fact]
    public void A_time_in_seconds_is_the_nearest_tick()
    {
        Assert.Equal(430_000, 0.043.Seconds.Ticks);
        Assert.Equal(3, 0.0003.Ms.Ticks);
        Assert.All(Enumerable.Range(0, 5000), ms => Assert.Equal(ms.Ms, (ms / 1000.0).Seconds));
        Assert.Throws<UsageException>(() => double.NaN.Ms);
        var task = new DelayedMatchTask { CatchProbability = 0 }.Pin("delay", 0.0003.Ms);
        Assert.Equal(3, Rendered.Draw(task, 0).Periods.First(period => period.Name == "delay").Duration.Ticks);
    }

    [Fact]
    public void What_is_to_be_learned_must_be_shown_and_a_test_may_leave_it_out()
    {
        var task = new PerceptualDecisionTask { Stimulus = TimeSpan.Zero };
        Assert.Contains("'stimulus' of 0ms", Refusal(task, 20.Ms), StringComparison.Ordinal);
        Assert.Contains("set a longer `Stimulus", Refusal(task, 20.Ms), StringComparison.Ordinal);
        TrialCheck.Run(task, 20.Ms, learns: false);
        TrialCheck.Run(new SequenceATask { Wait = TimeSpan.Zero, Cue = 1 }, 20.Ms);
    }

    [Fact]
    public void A_curriculum_may_begin_at_a_delay_of_nothing_and_not_without_a_stimulus()
    {
        RunConfiguration With(string factor) => new ModernPreset().For(new DelayedMatchTask(), 1) with
        {
            Curriculum = new Curriculum { Factor = factor, From = 0 },
        };
        With("delay").Validate();
        var fault = Assert.Throws<UsageException>(() => With("sample").Validate()).Message;
        Assert.Contains("`Curriculum`: at the first stage, with sample 0: ", fault, StringComparison.Ordinal);
        Assert.Contains("'sample' of 0ms", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_do_not_hide_behind_names_that_depend_on_them()
    {
        Assert.Contains("`Bits`", Assert.Throws<UsageException>(() => new FlipFlopTask { Bits = 99 }.Validate()).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new PerceptualDecisionTask { Coherences = null! }.Validate());
        Assert.Throws<UsageException>(() => new ParametricWorkingMemoryLowRankTask { Frequencies = null! }.Validate());
        var fault = Assert.Throws<UsageException>(() => new BrokenTask { Mistake = "names" }.Validate()).Message;
        Assert.Contains("cannot tell its Inputs: NotSupportedException, no names", fault, StringComparison.Ordinal);
        Assert.Contains(
            "cannot tell its Covariates: NotSupportedException, none", Assert.Throws<UsageException>(() => new BrokenTask { Mistake = "covariates" }.Validate()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_output_is_no_choice_unless_the_task_says_so()
    {
        var fault = Refusal(new OneOutputTask(), 20.Ms);
        Assert.Contains("one output, which is always the highest", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_of_catch_trials_alone_asks_for_nothing() => Assert.Contains(
        "`CatchProbability` is 1, so no trial of perceptual-decision asks for anything",
        Refusal(new PerceptualDecisionTask { CatchProbability = 1 }, 20.Ms), StringComparison.Ordinal);

    [Fact]
    public void A_test_may_leave_conditions_out() => TrialCheck.Run(new PerceptualDecisionTask().Pin("coherence", 3), 20.Ms, learns: false);

    private static string Refusal(CognitiveTask task, TimeSpan dt) =>
        Assert.Throws<UsageException>(() => TrialCheck.Run(task, dt)).Message;

    private sealed record NamedTask(IReadOnlyList<string> Names) : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => [];

        public override IReadOnlyList<string> Outputs => Names is ["null"] ? null! : Names;

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override void Compose(Trial trial) => trial.Target(1, trial.Period("all", 100.Ms));
    }

    private sealed record OneOutputTask : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => ["u"];

        public override IReadOnlyList<string> Outputs => ["z"];

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override void Compose(Trial trial)
        {
            (trial.Condition, trial.Answer) = (0, 0);
            trial.Target(1, trial.Period("all", 100.Ms));
        }
    }

    private sealed record BrokenTask : CognitiveTask
    {
        public string Mistake { get; init; } = "";

        public override IReadOnlyList<string> Inputs =>
            Mistake == "names" ? throw new NotSupportedException("no names") : ["left", "right"];

        public override IReadOnlyList<string> Outputs => ["a", "b"];

        public override IReadOnlyList<string> Covariates => Mistake == "covariates" ? throw new NotSupportedException("none") : [];

        public override IReadOnlyList<string> Conditions => Outputs;

        protected override void Compose(Trial trial)
        {
            var side = trial.Choose(
                Mistake == "factor name" ? "" : "side", Mistake switch { "no labels" => [], "condition that never comes" => ["a"], "twice the same label" => ["a", "a"], _ => Outputs });
            trial.Condition = Mistake switch { "condition" => -1, "unknown condition" => 5, "unscored condition" => 9, _ => side };
            trial.IsScored = Mistake != "unscored condition";
            trial.Answer = Mistake switch { "answer" => -1, "answer out of range" => 2, _ => side };
            var cue = trial.Period("cue", Mistake == "negative duration" ? (-5).Ms : Mistake == "nothing shown" ? 0.Ms : 100.Ms);
            Draw(trial, side);
            var go = trial.Period(
                Mistake switch { "two periods" => "cue", "period name" => "go now", _ => "go" },
                Mistake is "no response" or "response" ? 0.Ms : 100.Ms);
            trial.Input(Mistake == "input" ? 7 : 0, Mistake == "not finite" ? double.NaN : 1, during: cue);
            if (Mistake is "response")
            {
                trial.Target(0, during: cue);
            }

            trial.Target(
                Mistake switch { "output" => 2, "wrong answer" => 1 - side, _ => side }, 1,
                during: Mistake == "foreign period" ? new Period("other", 1.Seconds, 2.Seconds) : go, weight: Mistake switch { "weight" => -1, "no target" => 0, _ => 1 });
            if (Mistake == "waveform")
            {
                trial.Input(1, new Shape(1), go, static (TimeSpan _, in Shape _) => double.NaN);
            }

            if (Mistake == "waveform of a target")
            {
                trial.Target(0, new Shape(1), go, static (TimeSpan _, in Shape _) => 1e300);
            }

            _ = Mistake == "unknown factor" ? trial.Factor("sidde") : 0;
            if (Mistake == "exception")
            {
                throw new InvalidOperationException("no cards left");
            }
        }

        protected internal override int Choice(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
            Mistake == "choice" ? outputs[^1] > outputs[int.MaxValue] ? 1 : 0 : base.Choice(trial, outputs, offset, stepStride, dt);

        protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
            Mistake == "rule" ? outputs[^1] > outputs[int.MaxValue]
                : Mistake == "lenient rule" || base.IsCorrect(trial, outputs, offset, stepStride, dt);

        private void Draw(Trial trial, int side)
        {
            switch (Mistake)
            {
                case "weights":
                    trial.Choose("weighed", [1, 2], [0, 0], 0, 9);
                    break;
                case "negative weight":
                    trial.Choose("weighed", [1, 2], [3, -1], 0, 9);
                    break;
                case "missing weight":
                    trial.Choose("weighed", [1, 2], [1], 0, 9);
                    break;
                case "ends exchanged":
                    trial.Draw("level", 2, 1);
                    break;
                case "factor drawn at times" when side == 1:
                    trial.Draw("extra", 0, 1);
                    break;
                default:
                    break;
            }
        }
    }
}
