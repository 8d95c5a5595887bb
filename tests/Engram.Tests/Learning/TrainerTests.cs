using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class TrainerTests
{
    [Fact]
    public void An_easy_decision_is_learned()
    {
        var lines = new List<TrainingCheckLine>();
        using var trainer = new Trainer(SmallRun.Easy(), 1);
        var result = trainer.Run(new TrainerHooks { OnCheck = lines.Add }, CancellationToken.None);

        Assert.Equal(Outcome.Reached, result.Outcome);
        Assert.True(result.Minimum >= 0.95);
        Assert.True(lines[0].Minimum < 0.95);
        Assert.True(lines[^1].Loss < 0.5 * lines[0].Loss);
        Assert.Equal(lines[^1].Update, result.Updates);
        Assert.Equal(20 * result.Updates, result.Trials);
    }

    [Fact]
    public void The_first_check_comes_before_any_update_and_the_last_at_the_end()
    {
        var lines = new List<TrainingCheckLine>();
        var configuration = SmallRun.Easy() with { Stopping = new Stopping { Threshold = 1, Window = 100, MaxUpdates = 30 } };
        using var trainer = new Trainer(configuration, 1);
        var result = trainer.Run(new TrainerHooks { OnCheck = lines.Add }, CancellationToken.None);

        Assert.Equal(Outcome.Exhausted, result.Outcome);
        Assert.Equal([0, 20, 30], lines.Select(line => line.Update));
        Assert.Null(lines[0].GradientNorm);
        Assert.True(lines[1].GradientNorm > 0);
        Assert.InRange(lines[0].SpectralRadius!.Value, 1.499, 1.501);
    }

    [Fact]
    public void Each_check_has_fresh_trials()
    {
        // Without learning, only the trials differ from check to check.
        var losses = new List<double>();
        var configuration = SmallRun.Easy() with
        {
            Optimiser = new Sgd { LearningRate = 1e-30 },
            Stopping = new Stopping { Threshold = 1, MaxUpdates = 60 },
        };
        using var trainer = new Trainer(configuration, 1);
        trainer.Run(new TrainerHooks { OnCheck = line => losses.Add(line.Loss) }, CancellationToken.None);
        Assert.Equal(losses.Count, losses.Distinct().Count());
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Assert.Equal(Trained(1, int.MaxValue), Trained(2, int.MaxValue));
        Assert.Equal(Trained(1, int.MaxValue), Trained(3, int.MaxValue));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(44)]
    [InlineData(59)]
    public void A_captured_state_goes_on_with_the_same_bits(int stop) => Assert.Equal(Trained(1, int.MaxValue), Trained(1, stop));

    [Fact]
    public void A_gradient_without_bounds_is_divergence_and_keeps_the_last_good_weights()
    {
        var configuration = SmallRun.Easy() with
        {
            Optimiser = new Sgd { LearningRate = 1e30 },
            Training = new TrainingOptions { Trials = 20, CheckEvery = 100, ValidationTrials = 20, ClipNorm = 0 },
        };
        using var trainer = new Trainer(configuration, 1);
        float[] start = [.. trainer.Network.RawValues];
        var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(Outcome.Diverged, result.Outcome);
        Assert.Contains("`LearningRate`", result.Advice, StringComparison.Ordinal);
        Assert.Equal(start, trainer.Network.RawValues.ToArray());
    }

    [Fact]
    public void A_cancelled_training_makes_no_further_update()
    {
        using var cancel = new CancellationTokenSource();
        using var trainer = new Trainer(SmallRun.Growing(), 1);
        var result = trainer.Run(
            new TrainerHooks
            {
                OnCheck = line =>
                {
                    if (line.Update == 30)
                    {
                        cancel.Cancel();
                    }
                },
            },
            cancel.Token);
        Assert.Equal((Outcome.Cancelled, 30L), (result.Outcome, result.Updates));
    }

    [Fact]
    public void A_state_of_another_network_is_refused()
    {
        using var trainer = new Trainer(SmallRun.Easy(), 1);
        using var other = new Trainer(SmallRun.Easy().With([new("units", "17")]), 1);
        Assert.Throws<UsageException>(() => other.Restore(trainer.Capture()));
    }

    [Fact]
    public void A_check_shows_every_condition_equally_often_and_has_the_penalty_in_its_loss()
    {
        var configuration = SmallRun.Easy();
        var first = First(configuration);
        var shown = first.Performance!.Conditions.Select(condition => condition.Trials).ToList();
        Assert.Equal(configuration.Task.Conditions.Count, shown.Count);
        Assert.True(shown.Max() - shown.Min() <= 1);
        var plain = First(configuration with { Penalties = Penalties.None });
        Assert.Equal(plain.Error, first.Error);
        Assert.True(plain.Loss < first.Loss);

        static TrainingCheckLine First(RunConfiguration configuration)
        {
            using var trainer = new Trainer(configuration, 1);
            TrainingCheckLine? first = null;
            trainer.Run(new TrainerHooks { OnCheck = line => first ??= line }, CancellationToken.None);
            return first!;
        }
    }

    // Weights, optimiser and everything else after 60 updates, in one go or with a break after the given number.
    private static List<float> Trained(int threads, int stop)
    {
        var configuration = SmallRun.Growing();
        TrainerState? state = null;
        if (stop < 60)
        {
            using var cancel = new CancellationTokenSource();
            using var first = new Trainer(configuration, threads);
            first.Run(SmallRun.StopAfter(stop, cancel), cancel.Token);
            state = first.Capture();
            Assert.Equal(stop, first.Updates);
        }

        using var trainer = new Trainer(configuration, threads);
        if (state is not null)
        {
            trainer.Restore(state);
        }

        var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(Outcome.Exhausted, result.Outcome);
        return [.. trainer.Capture().Arrays.SelectMany(array => array.Values), .. trainer.Network.EffectiveValues];
    }
}
