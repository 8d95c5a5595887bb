using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Learning.Replay;

/// <summary>How many updates follow a check.</summary>
public sealed class ReplayRateTests
{
    private static readonly RunConfiguration Plan = SmallRun.Easy() with
    {
        Training = new TrainingOptions { Trials = 2, CheckEvery = 400, ValidationTrials = 20, ReplayRate = ReplayRate.Performance },
        Stopping = new Stopping { Threshold = 1, Window = 1000, MaxUpdates = 1200 },
    };

    [Fact]
    public void The_better_replayed_trials_were_answered_the_fewer_are_replayed_next()
    {
        var lines = Trained(Plan).Lines;
        Assert.Null(lines[0].Replayed);
        Assert.Equal(400, lines[1].Update);
        for (var k = 1; k + 2 < lines.Count; k++)
        {
            var replays = lines[k + 1].Update - lines[k].Update;
            Assert.Equal(Math.Max(100, (long)((1 - lines[k].Replayed!.Overall!.Value) * 400)), replays);
            Assert.Equal(replays, lines[k + 1].Replayed!.Updates);
        }

        Assert.True(lines.Count > 6, $"{lines.Count}");
        Assert.True(lines[^1].Replayed!.Overall > 0.8);
        Assert.True(lines[^1].Replayed!.Loss < lines[1].Replayed!.Loss);
    }

    [Fact]
    public void As_many_are_replayed_as_were_wrong()
    {
        var options = new TrainingOptions { CheckEvery = 2880, ReplayRate = ReplayRate.Performance };
        var check = new TrainingCheckLine(10, 10, 0.1, 0.1, null, null, null, 1e-3, 0, 1);
        Assert.All(Enumerable.Range(0, 2781), right => Assert.Equal(2880 - right, options.UpdatesAfter(check with { Replayed = new(2880, 1, right / 2880.0) })));
    }

    [Theory]
    [InlineData(2.0, 1000)]
    [InlineData(1.0, 1000)]
    [InlineData(0.5, 930)]
    [InlineData(0.01, 539)]
    [InlineData(1e-5, 100)]
    public void Prediction_errors_decide_by_their_logarithm(double loss, long expected)
    {
        var options = new TrainingOptions { CheckEvery = 1000, ReplayRate = ReplayRate.PredictionError };
        var check = new TrainingCheckLine(10, 10, 0.1, 0.1, null, null, null, 1e-3, 0, 1) { Replayed = new(10, loss, null) };
        Assert.Equal(expected, options.UpdatesAfter(check));
    }

    [Fact]
    public void The_first_session_has_all_and_none_has_more()
    {
        var start = new TrainingCheckLine(0, 0, 1, 1, null, null, null, 1e-3, 0, 1);
        foreach (var rate in Enum.GetValues<ReplayRate>())
        {
            Assert.Equal(150, new TrainingOptions { CheckEvery = 150, ReplayRate = rate }.UpdatesAfter(start));
            Assert.InRange(new TrainingOptions { CheckEvery = 150, ReplayRate = rate }.UpdatesAfter(start with { Replayed = new(150, 2, 0) }), 150, 150);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(399)]
    [InlineData(400)]
    [InlineData(523)]
    public void A_training_that_was_stopped_goes_on_with_the_same_bits(int stop)
    {
        using var cancel = new CancellationTokenSource();
        using var first = new Trainer(Plan, 1);
        first.Run(SmallRun.StopAfter(stop, cancel), cancel.Token);
        Assert.Equal(stop, first.Updates);
        using var second = new Trainer(Plan, 1);
        second.Restore(first.Capture());
        second.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(Trained(Plan).Weights, second.Network.RawValues.ToArray());
    }

    [Fact]
    public void What_was_replayed_is_told_again_from_the_configuration()
    {
        var replays = ReplayedTrials.Of(Plan, 30).ToList();
        Assert.Equal(120, replays.Count);
        Assert.Equal(60, replays.Count(replay => replay.Direction == ReplayDirection.Reverse));
        Assert.Equal([0L, 1, 0, 1, 2, 3], replays.Take(6).Select(replay => replay.Trial));
        Assert.Equal([1L, 1, 1, 1, 2, 2], replays.Take(6).Select(replay => replay.Update));
        Assert.Equal(["catch", "left 50%", "right 50%"], replays.Select(replay => replay.Condition).Distinct().Order());
    }

    [Fact]
    public void A_rate_that_cannot_be_known_is_refused()
    {
        Refused(SmallRun.Easy() with { Task = new MackeyGlassTask(), Training = Plan.Training }, "neither right nor wrong");
        Refused(Plan with { Training = Plan.Training with { CheckEvery = 100 } }, "`CheckEvery` is 100");
        Refused(Plan with { ReadoutRule = new RidgeRule() }, "`ReplayRate` is performance");
        Assert.Contains("`updates` is -1", Assert.Throws<UsageException>(() => ReplayedTrials.Of(Plan, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("`Curriculum` is delay", Assert.Throws<UsageException>(() => ReplayedTrials.Of(SmallRun.Growing(), 1)).Message, StringComparison.Ordinal);

        static void Refused(RunConfiguration configuration, string told) =>
            Assert.Contains(told, Assert.Throws<UsageException>(() => new Trainer(configuration, 1)).Message, StringComparison.Ordinal);
    }

    private static (List<TrainingCheckLine> Lines, float[] Weights) Trained(RunConfiguration configuration)
    {
        var lines = new List<TrainingCheckLine>();
        using var trainer = new Trainer(configuration, 1);
        trainer.Run(new TrainerHooks { OnCheck = lines.Add }, CancellationToken.None);
        return (lines, trainer.Network.RawValues.ToArray());
    }
}
