using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Training that is stopped in the midst of an update, or of a check, has not begun it.</summary>
public sealed class CancellationTests
{
    public static TheoryData<Cell> Cells => [new LeakyCell { Units = 12 }, new LowRankCell { Units = 12, Populations = 2, RedrawBasis = true }];

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_update_or_check_that_is_stopped_leaves_no_trace(Cell cell)
    {
        var task = new StoppingTask();
        var configuration = new RunConfiguration
        {
            Task = task,
            Cell = cell,
            Training = new TrainingOptions { Trials = 6, CheckEvery = 4, ValidationTrials = 10, Dt = 10.Ms },
            Stopping = new Stopping { Threshold = 0, TargetError = 1e-9, MaxUpdates = 12 },
        };
        using var whole = new Trainer(configuration, 1);
        whole.Run(TrainerHooks.None, CancellationToken.None);
        var composed = task.Watch.Composed;
        var stops = 0;
        var state = new Trainer(configuration, 2).Capture();
        for (var at = 1; at < composed; at += 13)
        {
            using var cancel = new CancellationTokenSource();
            task.Watch.StopAt(at, cancel);
            using var trainer = new Trainer(configuration, 2);
            trainer.Restore(state);
            var result = trainer.Run(TrainerHooks.None, cancel.Token);
            stops += result.Outcome == Outcome.Cancelled ? 1 : 0;
            state = trainer.Capture();
            task.Watch.StopAt(long.MaxValue, null);
        }

        Assert.InRange(stops, 2, int.MaxValue);
        using var last = new Trainer(configuration, 1);
        last.Restore(state);
        last.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(whole.Network.RawValues.ToArray(), last.Network.RawValues.ToArray());
        foreach (var (expected, found) in whole.Capture().Arrays.Zip(last.Capture().Arrays))
        {
            Assert.Equal(expected.Name, found.Name);
            Assert.Equal(expected.Values, found.Values);
        }
    }

    [Fact]
    public void An_engine_that_is_stopped_says_so_and_works_again()
    {
        var configuration = SmallRun.Easy();
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 1);
        using var engine = new Engine<float>(configuration.Graph(), 2);
        engine.Load(network.EffectiveValues);
        var batch = new TaskBatch<float>(configuration.Task, new SquaredError(), 20.Ms, 30, 1, Purpose.TrainingTrials);
        batch.Draw(0);
        var (expected, found) = (new float[engine.ParameterCount], new float[engine.ParameterCount]);
        engine.Gradient(batch, expected);
        engine.Stop = new CancellationToken(true);
        Assert.Throws<OperationCanceledException>(() => engine.Gradient(batch, found));
        Assert.Throws<OperationCanceledException>(() => engine.Forward(batch));
        engine.Stop = CancellationToken.None;
        engine.Gradient(batch, found);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Eigenvalues_are_not_waited_for()
    {
        var w = new float[400 * 400];
        for (var k = 0; k < w.Length; k++)
        {
            w[k] = MathF.Sin(k);
        }

        Assert.Null(SpectralRadius.Unless(w, 400, new CancellationToken(true)));
        Assert.Equal(SpectralRadius.Of(w, 400), SpectralRadius.Unless(w, 400, TestContext.Current.CancellationToken));
    }

    /// <summary>Counts the trials that are composed, and cancels at one of them: in the midst of an update or a check.</summary>
    internal sealed class Watch
    {
        private long composed, stopAt = long.MaxValue;
        private CancellationTokenSource? source;

        public long Composed => Volatile.Read(ref composed);

        public void StopAt(long count, CancellationTokenSource? cancel) => (composed, stopAt, source) = (0, count, cancel);

        public void Count()
        {
            if (Interlocked.Increment(ref composed) == stopAt)
            {
                source!.Cancel();
            }
        }
    }

    private sealed record StoppingTask : CognitiveTask
    {
        internal Watch Watch { get; } = new();

        public override IReadOnlyList<string> Inputs => ["level"];

        public override IReadOnlyList<string> Outputs => ["level"];

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override void Compose(Trial trial)
        {
            Watch.Count();
            (trial.Condition, trial.IsScored) = (0, false);
            var level = trial.Draw("level", 1, 2);
            var all = trial.Period("all", 400.Ms);
            trial.Input(0, level, all);
            trial.Target(level, all);
        }
    }
}
