using System.Globalization;
using Engram.Configuration;
using Engram.Tasks;
using Engram.Tests.Configuration;

namespace Engram.Tests.Tasks;

/// <summary>What every task of the library keeps, the ones not yet written included.</summary>
public sealed class TaskContractTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    public static TheoryData<CognitiveTask> All => [.. CognitiveTask.Catalog.All.SelectMany(task => Variants.OfChoices(ShortTask.Of(task)))];

    [Theory]
    [MemberData(nameof(All))]
    public void A_trial_depends_on_key_and_index_alone(CognitiveTask task)
    {
        var reused = new Trial();
        var differing = 0;
        for (var index = 0; index < 50; index++)
        {
            task.Draw(reused, Rendered.Trials, index);
            AssertSame(task, Rendered.Draw(task with { }, index), reused, 1);
            task.Draw(reused, Rendered.Trials with { Seed = 6 }, index);
            var same = Rendered.Draw(task, index);
            differing += task.Factors.All(factor => reused.Factor(factor.Name) == same.Factor(factor.Name)) ? 0 : 1;
        }

        Assert.True(differing > 10);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_condition_occurs_as_often_as_the_others_and_catch_trials_as_configured(CognitiveTask task)
    {
        const int Count = 2000;
        task = task is MultiTaskTask several ? several with { Shares = [.. task.Conditions.Select(_ => 1.0)] } : task;
        var counts = new int[task.Conditions.Count];
        var trial = new Trial();
        var catches = 0;
        for (var index = 0; index < Count; index++)
        {
            task.Draw(trial, Rendered.Trials, index);
            Assert.Equal(trial.IsCatch, trial.Condition < 0);
            if (trial.IsCatch)
            {
                catches++;
            }
            else
            {
                counts[trial.Condition]++;
            }
        }

        AssertShare(task.CatchProbability, catches);
        Assert.All(counts, count => AssertShare((1 - task.CatchProbability) / counts.Length, count));

        static void AssertShare(double p, int count) => Assert.InRange(count, (Count * p) - (5 * Sd(p)), (Count * p) + (5 * Sd(p)));
        static double Sd(double p) => Math.Sqrt(Count * p * (1 - p));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Outputs_equal_to_the_targets_are_correct_and_exchanged_or_turned_ones_wrong(CognitiveTask task)
    {
        for (var index = 0; index < 200; index++)
        {
            var trial = Rendered.Draw(task, index);
            var (o, z) = (task.Outputs.Count, Rendered.From(task, trial, Dt).Targets);
            bool? wrong = trial.IsScored ? false : null;
            Assert.False(trial.IsCatch && trial.IsScored);
            Assert.Equal(trial.IsScored ? true : null, trial.IsCorrect(z, 0, o, Dt));

            // Of an odd number of choices the middle one stays where it is.
            var stays = trial.Answer >= 0 && (2 * trial.Answer) + 1 == task.Choices.Count;
            Assert.Equal(stays ? true : wrong, trial.IsCorrect(Other(task, z), 0, o, Dt));
            Assert.Equal(wrong, trial.IsCorrect(new float[z.Length], 0, o, Dt));
            Assert.Equal(wrong, trial.IsCorrect([.. z.Select(_ => float.NaN)], 0, o, Dt));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Signals_are_finite_inputs_not_negative_unless_signed_and_the_mask_sums_to_what_it_says(CognitiveTask task)
    {
        var longest = task.Longest;
        for (var index = 0; index < 100; index++)
        {
            var trial = Rendered.Draw(task, index);
            var rendered = Rendered.From(task, trial, Dt);
            Assert.True(Array.TrueForAll(rendered.Inputs, u => float.IsFinite(u) && (u >= 0 || !task.RectifiesInputs)));
            Assert.True(Array.TrueForAll(rendered.Targets, float.IsFinite));
            Assert.True(Array.TrueForAll(rendered.Mask, m => float.IsFinite(m) && m >= 0));

            // A weight such as 0.1 is rounded to single precision in the mask.
            Assert.Equal(rendered.Mask.Sum(m => (double)m), trial.MaskSum(Dt), 1e-7 * trial.MaskSum(Dt));
            Assert.True(trial.MaskSum(Dt) > 0);
            Assert.True(trial.Duration <= longest);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Another_dt_changes_no_factor_no_duration_and_no_signal_at_the_times_they_share(CognitiveTask task)
    {
        task = task with { InputNoise = 0 };
        for (var index = 0; index < 50; index++)
        {
            AssertSame(task, Rendered.Draw(task, index), Rendered.Draw(task, index), 4);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_pinned_factor_has_that_value_and_leaves_all_others_as_they_were(CognitiveTask task)
    {
        task = task with { CatchProbability = 0 };
        Assert.NotEmpty(task.Factors);
        Assert.Equal(task.Factors.Count, task.Factors.DistinctBy(factor => factor.Name).Count());
        foreach (var factor in task.Factors)
        {
            var (text, value) = factor.Kind switch
            {
                FactorKind.Label => (factor.Labels[^1], factor.Labels.Count - 1.0),
                FactorKind.Time => ("1.25s", 1250.0),
                _ => (Last(factor), double.Parse(Last(factor), CultureInfo.InvariantCulture)),
            };
            var pinned = task.Pin(factor.Name, text);

            // Which of several tasks a trial is of says how long its parts last, and nothing else.
            var setsTimes = task is MultiTaskTask && factor.Name == "rule";
            for (var index = 0; index < 20; index++)
            {
                var (before, after) = (Rendered.Draw(task, index), Rendered.Draw(pinned, index));
                Assert.Equal(value, after.Factor(factor.Name));
                Assert.All(task.Factors, other => Assert.True(
                    other == factor || (setsTimes && other.Kind == FactorKind.Time) || before.Factor(other.Name) == after.Factor(other.Name)));
            }
        }

        static string Last(Factor factor) => factor.Values.Split(factor.Numbers.Count > 0 ? "," : "..")[^1];
        var fault = Assert.Throws<UsageException>(() => task.Pin(task.Factors[0].Name + "x", "1")).Message;
        Assert.Contains($"Did you mean '{task.Factors[0].Name}'", fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Easing_goes_from_its_start_to_the_task_as_configured(CognitiveTask task)
    {
        foreach (var factor in task.Factors.Where(factor => factor.Kind != FactorKind.Label))
        {
            Assert.Equal(task, task.Ease(factor.Name, 77.7, 1));
            Assert.Equal(task, task.Ease(factor.Name, 77.7, 0.5).Ease(factor.Name, 33.3, 1));
            for (var index = 0; index < 20; index++)
            {
                var drawn = Rendered.Draw(task, index);
                var halfway = Rendered.Draw(task.Ease(factor.Name, 77.7, 0.5), index);
                AssertSame(task, drawn, Rendered.Draw(task.Ease(factor.Name, 77.7, 1), index), 1);
                if (!drawn.IsCatch)
                {
                    Assert.Equal(77.7, Rendered.Draw(task.Ease(factor.Name, 77.7, 0), index).Factor(factor.Name));
                    Assert.Equal((77.7 + drawn.Factor(factor.Name)) / 2, halfway.Factor(factor.Name), 1.5e-4);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Drawing_rendering_and_scoring_allocate_nothing_once_warm(CognitiveTask task)
    {
        var trial = new Trial();
        var steps = (int)(task.Longest / Dt) + 1;
        var u = new float[steps * task.Inputs.Count];
        var (z, m) = (new float[steps * task.Outputs.Count], new float[steps * task.Outputs.Count]);
        Assert.Equal(0, Allocated.InEachRun(Run));

        void Run()
        {
            for (var index = 0; index < 300; index++)
            {
                task.Draw(trial, Rendered.Trials, index);
                trial.RenderInputs(u, 0, u.Length / steps, steps, Dt, Rendered.Noise, index);
                trial.RenderTargets(z, m, 0, z.Length / steps, steps, Dt);
                trial.IsCorrect(z, 0, z.Length / steps, Dt);
                trial.MaskSum(Dt);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_channel_is_named_and_two_of_the_same_settings_are_equal(CognitiveTask task)
    {
        task.Validate();
        Assert.Equal(task.Name, task.ToString());
        Assert.Equal(task, Settings.FromJson(CognitiveTask.Catalog.Create(task.Name), Settings.ToJson(task)));
        Assert.NotEqual(task, task with { BaselineInput = 0.3 });
        Assert.All([task.Inputs, task.Outputs, task.Conditions], names => Assert.Equal(names.Count, names.Distinct().Count()));
    }

    // Outputs that say something else: a ring that points to the opposite side, with what is before it exchanged from high to low; others in the
    // opposite order, or with the opposite sign where there is one.
    private static float[] Other(CognitiveTask task, float[] z)
    {
        var o = task.Outputs.Count;
        var steps = z.Chunk(o);
        return task is not RingTask ring ? [.. steps.SelectMany(step => step.Reverse()).Select(y => o == 1 ? -y : y)]
            :
            [
                .. steps.SelectMany(step => step[..^ring.RingUnits].Select(y => (float)(ring.HighTarget + ring.LowTarget) - y)
                    .Concat(step[^(ring.RingUnits / 2)..]).Concat(step[^ring.RingUnits..^(ring.RingUnits / 2)])),
            ];
    }

    // Same values of all factors, and the same signals at every time on both grids, dt and dt/refinement.
    private static void AssertSame(CognitiveTask task, Trial expected, Trial actual, int refinement)
    {
        Assert.Equal(
            (expected.IsCatch, expected.Condition, expected.Answer, expected.Duration),
            (actual.IsCatch, actual.Condition, actual.Answer, actual.Duration));
        Assert.All(task.Factors, factor => Assert.Equal(expected.Factor(factor.Name), actual.Factor(factor.Name)));
        var (coarse, fine) = (Rendered.From(task, expected, Dt), Rendered.From(task, actual, Dt / refinement));
        AssertShared(coarse.Inputs, fine.Inputs, task.Inputs.Count);
        AssertShared(coarse.Targets, fine.Targets, task.Outputs.Count);
        AssertShared(coarse.Mask, fine.Mask, task.Outputs.Count);

        void AssertShared(float[] a, float[] b, int channels)
        {
            if (channels == 0)
            {
                return;
            }

            Assert.Equal(a.Length / channels, b.Length / channels / refinement);
            for (var step = 0; step < a.Length / channels; step++)
            {
                Assert.True(a.AsSpan(step * channels, channels).SequenceEqual(b.AsSpan((((step + 1) * refinement) - 1) * channels, channels)));
            }
        }
    }
}
