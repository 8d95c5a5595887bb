using System.Text.Json;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Learning;

public sealed class CurriculumTests
{
    private static readonly Curriculum Settings = new()
    {
        Factor = "delay",
        From = 0,
        Window = 5,
        MinStep = 0.1,
        Growth = 0.25,
        RelapsePatience = 10,
        MaxRelapses = 4,
    };

    [Fact]
    public void Stages_grow_by_the_larger_of_step_and_share_and_end_exactly_at_the_task()
    {
        Assert.Equal([0, 0.1, 0.2], Enumerable.Range(0, 3).Select(Settings.Progress));
        Assert.Equal([0, 0.5, 1, 1], Enumerable.Range(0, 4).Select((Settings with { MinStep = 0.5 }).Progress));
        Assert.Equal([0, 0.25, 0.625, 1], Enumerable.Range(0, 4).Select((Settings with { MinStep = 0.25, Growth = 1.5 }).Progress));
        Assert.Equal(1, Settings.Progress(1000));
        var stages = Enumerable.Range(0, 40).Select(Settings.Progress).ToList();
        Assert.All(stages.Zip(stages.Skip(1)), pair => Assert.True(pair.Second > pair.First || pair.First == 1));
    }

    [Fact]
    public void The_factor_goes_from_its_start_to_the_configured_value_exactly()
    {
        var settings = Settings with { From = 200 };
        Assert.Equal(200, settings.Value(0, 1234.567));
        Assert.Equal(700, settings.Value(0.5, 1200));
        Assert.Equal(1234.567, settings.Value(1, 1234.567));
        Assert.Equal(100, settings.Value(1, 100));
    }

    [Fact]
    public void Several_delays_grow_together()
    {
        var task = new DualRetroCueTask { FirstDelay = 2.Seconds };
        var configuration = new ModernPreset().For(task, seed: 1);
        Assert.Equal("first-delay,delay", configuration.Curriculum.Factor);
        Assert.Equal(task.Longest - 3.Seconds, configuration.TaskAt(0).Longest);
        Assert.Equal(task.Longest - 1.5.Seconds, configuration.TaskAt(0.5).Longest);
        Assert.Equal(task.Longest, configuration.TaskAt(1).Longest);
        Assert.Equal("delay", new ModernPreset().For(new PairedAssociatesTask(), seed: 1).Curriculum.Factor);
        var wrong = configuration with { Curriculum = configuration.Curriculum with { Factor = "first-delay,dely" } };
        Assert.Contains("dual-retro-cue has no factor 'dely'", Assert.Throws<UsageException>(() => wrong.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Good_performance_over_full_windows_finishes_the_curriculum()
    {
        var state = new CurriculumState(Settings);
        var updates = 0;
        for (; !state.IsFinal; updates++)
        {
            Assert.Equal((updates + 1) % 5 == 0 ? CurriculumMove.Grow : CurriculumMove.Stay, state.Observe(Batch(1)));
        }

        Assert.Equal(5 * state.Stage, updates);
        Assert.Equal(1, state.Progress);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(CurriculumMove.Stay, state.Observe(Batch(1))));
    }

    [Fact]
    public void Counts_are_pooled_over_the_window_before_the_worst_condition_is_taken()
    {
        // Each batch misses one condition in turn: every batch has a minimum of 0.9, the pooled minimum is 0.98.
        var state = new CurriculumState(Settings with { Threshold = 0.97 });
        for (var i = 0; i < 5; i++)
        {
            var batch = new PerformanceCounter();
            for (var c = 0; c < 5; c++)
            {
                batch.Add($"c{c}", c == i ? 9 : 10, 10);
            }

            Assert.Equal(i == 4 ? CurriculumMove.Grow : CurriculumMove.Stay, state.Observe(batch));
        }
    }

    [Fact]
    public void The_window_moves()
    {
        var state = new CurriculumState(Settings);
        state.Observe(Batch(0));
        Assert.Equal(0, Observe(state, 1, 4));
        Assert.Equal(1, Observe(state, 1, 1));
    }

    [Fact]
    public void Middling_performance_stays_for_ever()
    {
        var state = At(3);
        Assert.Equal(3, Observe(state, 0.8, 1000));
    }

    [Fact]
    public void A_relapse_steps_back_one_stage_after_the_patience_and_not_before()
    {
        // Five observations fill the window, and the fifth is the first of ten windows below the threshold.
        var state = At(3);
        Assert.Equal(3, Observe(state, 0.5, 13));
        Assert.Equal(CurriculumMove.StepBack, state.Observe(Batch(0.5)));
        Assert.Equal(2, state.Stage);
        Assert.Equal(Settings.Progress(2), state.Progress);
    }

    [Fact]
    public void Recovery_before_the_patience_ends_forgives()
    {
        var state = At(3);
        Assert.Equal(3, Observe(state, 0.5, 13));
        Assert.Equal(3, Observe(state, 1, 4));
        Assert.Equal(3, Observe(state, 0.5, 10));
    }

    [Fact]
    public void A_lost_network_goes_back_stage_by_stage_to_the_first_and_stays_there()
    {
        var state = At(3);
        Assert.Equal(0, Observe(state, 0.3, 3 * 14));
        Assert.Equal(0, Observe(state, 0.3, 500));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void It_does_not_swing_for_ever_between_the_last_two_stages(int relapses)
    {
        // Everything is learnt except the task as configured: each arrival at it fails.
        var state = new CurriculumState(Settings with { MaxRelapses = relapses });
        List<int> arrivals = [];
        var stepsBack = 0;
        for (var update = 0; update < 5000; update++)
        {
            var move = state.Observe(Batch(state.IsFinal ? 0.2 : 1));
            stepsBack += move == CurriculumMove.StepBack ? 1 : 0;
            if (move == CurriculumMove.Grow && state.IsFinal)
            {
                arrivals.Add(update);
            }
        }

        Assert.Equal(relapses, stepsBack);
        Assert.Equal(relapses + 1, arrivals.Count);
        Assert.True(state.IsFinal);
        List<int> stays = [.. arrivals.Zip(arrivals.Skip(1), (from, to) => to - from)];
        Assert.All(stays.Zip(stays.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void A_state_restored_from_JSON_makes_the_same_moves()
    {
        for (var cut = 0; cut < 200; cut += 7)
        {
            CurriculumState unbroken = new(Settings), resumed = new(Settings);
            for (var update = 0; update < 200; update++)
            {
                if (update == cut)
                {
                    var json = JsonSerializer.Serialize(unbroken.Snapshot, LearningJson.Default.CurriculumSnapshot);
                    resumed.Restore(JsonSerializer.Deserialize(json, LearningJson.Default.CurriculumSnapshot)!);
                    Assert.Equal(unbroken.Progress, resumed.Progress);
                }

                var batch = Batch((update / 40) % 2 == 0 ? 1 : 0.4);
                var move = unbroken.Observe(batch);
                if (update >= cut)
                {
                    Assert.Equal((move, unbroken.Stage), (resumed.Observe(batch), resumed.Stage));
                }
            }
        }
    }

    [Fact]
    public void A_snapshot_of_another_curriculum_is_refused()
    {
        var state = new CurriculumState(Settings);
        Observe(state, 0.8, 5);
        Assert.Throws<UsageException>(() => new CurriculumState(Settings with { Window = 3 }).Restore(state.Snapshot));
    }

    [Fact]
    public void No_curriculum_is_the_task_as_configured()
    {
        var state = new CurriculumState(Curriculum.None);
        Assert.True(state.IsFinal);
        Assert.Equal(5000, Curriculum.None.Value(state.Progress, 5000));
        Assert.Equal(0, Observe(state, 0, 100));
        Assert.Empty(state.Snapshot.Window);
    }

    [Fact]
    public void Observing_allocates_nothing_while_the_stage_stays()
    {
        var state = At(2);
        var batch = Batch(0.8);
        for (var i = 0; i < 10; i++)
        {
            state.Observe(batch);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            state.Observe(batch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CurriculumState At(int stage)
    {
        var state = new CurriculumState(Settings);
        Assert.Equal(stage, Observe(state, 1, 5 * stage));
        return state;
    }

    private static int Observe(CurriculumState state, double share, int times)
    {
        for (var i = 0; i < times; i++)
        {
            state.Observe(Batch(share));
        }

        return state.Stage;
    }

    private static PerformanceCounter Batch(double share)
    {
        var batch = new PerformanceCounter();
        batch.Add("match", 20, 20);
        batch.Add("non-match", (int)Math.Round(20 * share), 20);
        return batch;
    }
}
