using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The numbers of the course and of the paper on low-rank networks, written out once more, in steps of 20 ms.</summary>
public sealed class SignedTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Theory]
    [InlineData("positive", 0.064)]
    [InlineData("negative", 0.512)]
    public void Perceptual_decision_of_the_course_shows_41_steps_and_asks_at_the_last_15(string direction, double coherence)
    {
        var task = new PerceptualDecisionLowRankTask { InputNoise = 0 }.Pin("direction", direction).Pin("coherence", coherence);
        var trial = Rendered.Draw(task, 3);
        var rendered = Rendered.From(task, trial, Dt);
        var sign = direction == "positive" ? 1 : -1;
        Assert.Equal(Steps(75, (5, 46, sign * coherence)), rendered.Inputs);
        Assert.Equal(Steps(75, (60, 75, sign)), rendered.Targets);
        Assert.Equal(Steps(75, (60, 75, 1)), rendered.Mask);
        Assert.Equal((sign > 0 ? "+" : "-") + coherence, task.Conditions[trial.Condition]);
        Assert.Equal(Steps(75, (5, 46, 2 * sign * coherence)), Rendered.From(
            task, Rendered.Draw(((PerceptualDecisionLowRankTask)task) with { Strength = 2 }, 3), Dt).Inputs);
    }

    [Fact]
    public void Perceptual_decision_of_the_paper_asks_at_the_51st_step()
    {
        var task = PerceptualDecisionLowRankTask.Dubreuil2022 with { InputNoise = 0 };
        var levels = new HashSet<float>();
        for (var index = 0; index < 100; index++)
        {
            var rendered = Rendered.From(task, Rendered.Draw(task, index), Dt);
            var u = rendered.Inputs[5];
            levels.Add(u);
            Assert.Equal(Steps(51, (5, 45, u)), rendered.Inputs);
            Assert.Equal(Steps(51, (50, 51, MathF.Sign(u))), rendered.Targets);
            Assert.Equal(Steps(51, (50, 51, 1)), rendered.Mask);
        }

        Assert.Equal([-0.4f, -0.2f, -0.1f, 0.1f, 0.2f, 0.4f], levels.Order());
    }

    public static TheoryData<string, double> Noises => new()
    {
        { "perceptual-decision-low-rank", 0.03 }, { "parametric-working-memory-low-rank", 0 }, { "context-dependent-decision", 0.1 },
        { "multi-sensory-decision", 0.1 }, { "match-to-sample", 0.03 },
    };

    [Theory]
    [MemberData(nameof(Noises))]
    public void Noise_of_each_step_has_the_published_deviation_and_cues_have_none(string name, double deviation) =>
        AssertNoise(CognitiveTask.Catalog.Create(name), deviation, name.EndsWith("decision", StringComparison.Ordinal) ? 2 : 0);

    [Fact]
    public void Noise_of_the_paper_has_its_deviation()
    {
        AssertNoise(PerceptualDecisionLowRankTask.Dubreuil2022, 0.1, 0);
        AssertNoise(ParametricWorkingMemoryLowRankTask.Dubreuil2022, 0.01, 0);
    }

    [Theory]
    [InlineData(10, 34)]
    [InlineData(34, 30)]
    [InlineData(22, 22)]
    public void Parametric_working_memory_of_the_course_has_6_and_11_steps_of_stimulus_and_asks_at_the_last_5(double f1, double f2)
    {
        var task = new ParametricWorkingMemoryLowRankTask().Pin("f1", f1).Pin("f2", f2);
        var trial = Rendered.Draw(task, 0);
        var rendered = Rendered.From(task, trial, Dt);
        Assert.Equal(Steps(75, (5, 11, (f1 - 22) / 24), (60, 71, (f2 - 22) / 24)), rendered.Inputs);
        Assert.Equal(Steps(75, (70, 75, (f1 - f2) / 24)), rendered.Targets);
        Assert.Equal(Steps(75, (70, 75, 1)), rendered.Mask);
        Assert.Equal($"{f1}{(f1 > f2 ? ">" : f1 < f2 ? "<" : "=")}{f2}", task.Conditions[trial.Condition]);
        Assert.Equal(f1 != f2, trial.IsScored);
        Assert.Equal(f1 == f2 ? null : true, trial.IsCorrect(rendered.Targets, 0, 1, Dt));
    }

    [Fact]
    public void Without_a_delay_the_second_vibration_follows_the_first()
    {
        var task = new ParametricWorkingMemoryLowRankTask().Pin("f1", 10).Pin("f2", 34).Ease("delay", 0, 0);
        Assert.Equal(Steps(26, (5, 11, -0.5), (11, 22, 0.5)), Rendered.From(task, Rendered.Draw(task, 0), Dt).Inputs);
    }

    [Fact]
    public void The_pairs_of_the_paper_are_54_and_equally_likely()
    {
        const int Count = 10_800;
        var task = ParametricWorkingMemoryLowRankTask.Dubreuil2022 with { InputNoise = 0 };
        var counts = new int[task.Conditions.Count];
        var trial = new Trial();
        Assert.Equal(54, counts.Length);
        for (var index = 0; index < Count; index++)
        {
            task.Draw(trial, Rendered.Trials, index);
            var (f1, f2) = (trial.Factor("f1"), trial.Factor("f2"));
            Assert.Contains(Math.Abs(f1 - f2), task.Differences);
            Assert.Equal($"{f1}{(f1 > f2 ? ">" : "<")}{f2}", task.Conditions[trial.Condition]);
            counts[trial.Condition]++;
        }

        // Expected 200 of each, with a standard deviation of √(200·53/54) = 14.
        Assert.All(counts, count => Assert.InRange(count, 130, 270));
    }

    [Fact]
    public void Parametric_working_memory_of_the_paper_asks_in_the_5_steps_after_the_second_stimulus()
    {
        var task = PinnedPaper(1000.Ms);
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);
        Assert.Equal(Steps(70, (5, 10, (11 - 22) / 24.0), (60, 65, (27 - 22) / 24.0)), rendered.Inputs);
        Assert.Equal(Steps(70, (65, 70, -16 / 24.0)), rendered.Targets);
        Assert.Equal(Steps(70, (65, 70, 1)), rendered.Mask);
        Assert.Equal(45, Rendered.Draw(PinnedPaper(500.Ms), 0).Steps(Dt));

        static CognitiveTask PinnedPaper(TimeSpan delay) => (ParametricWorkingMemoryLowRankTask.Dubreuil2022 with { InputNoise = 0 })
            .Pin("f1", 11).Pin("f2", 27).Pin("delay", delay);
    }

    [Fact]
    public void A_frequency_without_a_partner_and_a_response_of_nothing_are_refused()
    {
        var faults = Assert.Throws<UsageException>(
            () => new ParametricWorkingMemoryLowRankTask
            {
                Frequencies = [10, 13, 18], Differences = [8], Response = TimeSpan.Zero,
            }.Validate()).Faults;
        Assert.Equal(2, faults.Count);
        Assert.Contains("`Response` is 0ms", faults[0], StringComparison.Ordinal);
        Assert.Contains("13 Hz", faults[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 0.4, -0.1, 1)]
    [InlineData("b", 0.4, -0.1, -1)]
    [InlineData("b", -0.2, 0.2, 1)]
    public void Context_says_which_signal_counts(string context, double a, double b, int answer)
    {
        var task = new ContextDependentDecisionTask { InputNoise = 0 }
            .Pin("context", context).Pin("coherence-a", a).Pin("coherence-b", b);
        var trial = Rendered.Draw(task, 0);
        var rendered = Rendered.From(task, trial, Dt);
        Assert.Equal(["a", "b", "context-a", "context-b"], task.Inputs);
        Assert.Equal(Steps(68, (22, 62, a)), Channel(rendered, 0, 4));
        Assert.Equal(Steps(68, (22, 62, b)), Channel(rendered, 1, 4));
        Assert.Equal(Steps(68, (5, 67, context == "a" ? 0.1 : 0)), Channel(rendered, 2, 4));
        Assert.Equal(Steps(68, (5, 67, context == "b" ? 0.1 : 0)), Channel(rendered, 3, 4));
        Assert.Equal(Steps(68, (67, 68, answer)), rendered.Targets);
        Assert.Equal(Steps(68, (67, 68, 1)), rendered.Mask);
        Assert.Equal($"{context}: a{(a > 0 ? "+" : "-")} b{(b > 0 ? "+" : "-")}", task.Conditions[trial.Condition]);
    }

    [Theory]
    [InlineData("visual", 0.4, 0)]
    [InlineData("auditory", 0, 0.1)]
    [InlineData("both", 0.4, 0.1)]
    public void Senses_give_signals_of_one_sign_and_cues_until_the_delay(string context, double visual, double auditory)
    {
        var task = new MultiSensoryDecisionTask { InputNoise = 0 }
            .Pin("context", context).Pin("direction", "negative").Pin("coherence-visual", 0.4).Pin("coherence-auditory", 0.1);
        var trial = Rendered.Draw(task, 0);
        var rendered = Rendered.From(task, trial, Dt);
        Assert.Equal(Steps(68, (22, 62, -visual)), Channel(rendered, 0, 4));
        Assert.Equal(Steps(68, (22, 62, -auditory)), Channel(rendered, 1, 4));
        Assert.Equal(Steps(68, (5, 62, visual > 0 ? 0.1 : 0)), Channel(rendered, 2, 4));
        Assert.Equal(Steps(68, (5, 62, auditory > 0 ? 0.1 : 0)), Channel(rendered, 3, 4));
        Assert.Equal(Steps(68, (67, 68, -1)), rendered.Targets);
        Assert.Equal(Steps(68, (67, 68, 1)), rendered.Mask);
        Assert.Equal($"{context}-", task.Conditions[trial.Condition]);
    }

    [Theory]
    [InlineData("a", "a", 1)]
    [InlineData("a", "b", -1)]
    [InlineData("b", "a", -1)]
    [InlineData("b", "b", 1)]
    public void Match_to_sample_shows_two_stimuli_and_asks_for_50_steps(string first, string second, int answer)
    {
        var task = new MatchToSampleTask { InputNoise = 0 }.Pin("first", first).Pin("second", second).Pin("delay", 3.Seconds);
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);
        foreach (var (channel, kind) in new[] { (0, "a"), (1, "b") })
        {
            Assert.Equal(
                Steps(255, (5, 30, first == kind ? 1 : 0), (180, 205, second == kind ? 1 : 0)), Channel(rendered, channel, 2));
        }

        Assert.Equal(Steps(255, (205, 255, answer)), rendered.Targets);
        Assert.Equal(Steps(255, (205, 255, 1)), rendered.Mask);
        Assert.Equal(Duration.Uniform(500.Ms, 3000.Ms), new MatchToSampleTask().Delay);
    }

    [Fact]
    public void The_sign_of_the_mean_over_the_response_decides_and_nothing_before_it()
    {
        var task = new PerceptualDecisionLowRankTask().Pin("direction", "negative");
        var trial = Rendered.Draw(task, 0);
        Assert.True(Correct(t => t < 60 ? 9 : t < 74 ? -0.1f : 1.3f));
        Assert.False(Correct(t => t < 60 ? -9 : t < 74 ? -0.1f : 1.5f));

        bool? Correct(Func<int, float> z) => trial.IsCorrect([.. Enumerable.Range(0, 75).Select(z)], 0, 1, Dt);
    }

    [Fact]
    public void A_signal_of_nothing_has_no_right_answer()
    {
        var task = new ContextDependentDecisionTask { Coherences = [-0.2, 0, 0.2] }.Pin("context", "a").Pin("coherence-a", 0);
        var trial = Rendered.Draw(task, 0);
        Assert.False(trial.IsScored);
        Assert.Null(trial.IsCorrect(new float[68], 0, 1, Dt));
        task.Pin("coherence-a", 0.2).Draw(trial, Rendered.Trials, 0);
        Assert.True(trial.IsScored);
    }

    private static void AssertNoise(CognitiveTask task, double deviation, int cues)
    {
        var silent = task with { InputNoise = 0 };
        var (sum, squares, count) = (0.0, 0.0, 0);
        var trial = new Trial();
        var (u, signal) = (new float[300 * task.Inputs.Count], new float[300 * task.Inputs.Count]);
        for (var index = 0; index < 100; index++)
        {
            task.Draw(trial, Rendered.Trials, index);
            trial.RenderInputs(u, 0, task.Inputs.Count, 300, Dt, Rendered.Noise, index);
            silent.Draw(trial, Rendered.Trials, index);
            trial.RenderInputs(signal, 0, task.Inputs.Count, 300, Dt, Rendered.Noise, index);
            for (var at = 0; at < trial.Steps(Dt) * task.Inputs.Count; at++)
            {
                var noise = u[at] - signal[at];
                if (at % task.Inputs.Count >= task.Inputs.Count - cues)
                {
                    Assert.Equal(0, noise);
                    continue;
                }

                sum += noise;
                squares += noise * noise;
                count++;
            }
        }

        // Standard errors of mean and deviation: s/√n and s/√(2n).
        Assert.Equal(0, sum / count, (5 * deviation / Math.Sqrt(count)) + 1e-12);
        Assert.Equal(deviation, Math.Sqrt(squares / count), (5 * deviation / Math.Sqrt(2.0 * count)) + 1e-12);
    }

    // Zero but for the steps [first, last) of each part.
    private static float[] Steps(int count, params (int First, int Last, double Value)[] parts)
    {
        var steps = new float[count];
        foreach (var (first, last, value) in parts)
        {
            steps.AsSpan(first..last).Fill((float)value);
        }

        return steps;
    }

    private static float[] Channel(Rendered rendered, int channel, int channels) =>
        [.. rendered.Inputs.Where((_, at) => at % channels == channel)];
}
