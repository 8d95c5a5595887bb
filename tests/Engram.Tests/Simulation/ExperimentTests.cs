using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;
using Engram.Tests.Equations;
using Engram.Tests.Learning;

namespace Engram.Tests.Simulation;

public sealed class ExperimentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly CognitiveTask Task = SmallRun.Growing().Task with { InputNoise = 0.1 };

    private static readonly Experiment Whole = Of(new LeakyCell { Units = 16, Noise = 0.3 }) with { Trials = 300, KeepStates = true };

    private static readonly Recording Recorded = Whole.Run(Token);

    [Fact]
    public void A_recording_is_what_an_evaluation_of_the_same_trials_measures()
    {
        var evaluation = Evaluation.Run(Whole.Network, Task, Whole.Dt, Whole.Trials, Whole.Seed);
        Assert.Equal(evaluation.Performance!.Conditions, Recorded.Performance.Conditions);
        Assert.Equal(4, Recorded.Performance.Conditions.Count);
        var (squares, mask) = (0.0, 0.0);
        for (var i = 0; i < Recorded.Output.Length; i++)
        {
            squares += Recorded.Mask[i] * Math.Pow(Recorded.Output[i] - Recorded.Target[i], 2);
            mask += Recorded.Mask[i];
        }

        Assert.Equal(evaluation.Error, Math.Sqrt(squares / mask), 1e-7);
        Assert.True(Recorded.Trials.Select(trial => trial.Steps).Distinct().Count() > 5);
    }

    [Fact]
    public void Rows_belong_to_the_trials_in_the_order_drawn()
    {
        var (trial, u) = (new Trial(), new float[Recorded.Steps]);
        foreach (var recorded in Recorded.Trials)
        {
            Task.Draw(trial, new StreamKey(Whole.Seed, Purpose.TestTrials), recorded.Index);
            trial.RenderInputs(u, 0, 1, u.Length, Whole.Dt, new StreamKey(Whole.Seed, Purpose.TestInputNoise), recorded.Index);
            Assert.Equal(u, Enumerable.Range(0, u.Length).Select(step => Recorded.InputAt(step, recorded.Index)[0]));
            Assert.Equal((trial.IsCatch, trial.Condition, trial.Answer), (recorded.IsCatch, recorded.Condition, recorded.Answer));
            Assert.Equal(trial.Periods, recorded.Periods);
            Assert.Equal(trial.Factor("delay"), recorded.Factors.GetValueOrDefault("delay", double.NaN));
            Assert.Equal(recorded.IsCatch ? "catch" : Task.Conditions[trial.Condition], recorded.ConditionName);
        }

        Assert.Contains(Recorded.Trials, recorded => recorded.IsCatch && recorded.IsCorrect is null);
    }

    [Fact]
    public void Nothing_is_recorded_after_the_end_of_a_trial()
    {
        foreach (var trial in Recorded.Trials)
        {
            for (var step = 0; step < Recorded.Steps; step++)
            {
                var ended = step >= trial.Steps;
                Assert.Equal(ended, !Recorded.State(step, trial.Index).ContainsAnyExcept(0));
                Assert.False(ended && Recorded.Rate(step, trial.Index).ContainsAnyExcept(0));
                Assert.False(ended && Recorded.OutputAt(step, trial.Index).ContainsAnyExcept(0));
                Assert.False(ended && Recorded.MaskAt(step, trial.Index).ContainsAnyExcept(0));
            }
        }
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public void Neither_threads_nor_the_keeping_of_states_change_a_bit(int threads, bool keepStates)
    {
        var other = (Whole with { Threads = threads, KeepStates = keepStates }).Run(Token);
        Assert.Equal(Recorded.Rates, other.Rates);
        Assert.Equal(Recorded.Output, other.Output);
        Assert.Equal(Recorded.Input, other.Input);
        Assert.Equal(keepStates ? Recorded.States : [], other.States);
        Assert.Equal(Recorded.Performance.Conditions, other.Performance.Conditions);
    }

    [Fact]
    public void Without_noise_trials_of_the_same_factors_are_the_same()
    {
        var still = (Whole with { Noise = false, Task = Task.Pin("delay", "200ms"), Trials = 60 }).Run(Token);
        foreach (var group in still.Trials.GroupBy(trial => trial.Condition).Where(group => group.Count() > 1))
        {
            foreach (var trial in group)
            {
                for (var step = 0; step < still.Steps; step++)
                {
                    Assert.Equal(still.Rate(step, group.First().Index), still.Rate(step, trial.Index));
                    Assert.Equal(still.InputAt(step, group.First().Index), still.InputAt(step, trial.Index));
                }
            }
        }

        var (a, b) = (still.Trials.First(trial => trial.Condition == 0).Index, still.Trials.First(trial => trial.Condition == 3).Index);
        Assert.False(still.Rate(10, a).SequenceEqual(still.Rate(10, b)));
    }

    [Fact]
    public void States_follow_the_map_of_one_step()
    {
        // What looks back is a map of one step under inputs that do not change alone.
        foreach (var cell in CellVariants.ForAnyTask(9).Where(cell => cell.Graph(Task.Inputs.Count, Task.Outputs.Count, Whole.Dt).LongestDelay == 0))
        {
            var quiet = new NetworkOptions { SpectralRadius = 0.2, InputScale = 0.2 };
            var experiment = Of(cell, quiet) with { Noise = false, KeepStates = true, Trials = 20 };
            var recording = experiment.Run(Token);
            using var map = new StepMap(cell.Graph(Task.Inputs.Count, Task.Outputs.Count, experiment.Dt));
            map.Load([.. experiment.Network.EffectiveValues.ToArray().Select(value => (double)value)]);
            Assert.Equal(map.Width, recording.StateWidth);
            var moved = 0.0;
            foreach (var trial in recording.Trials)
            {
                for (var step = 1; step < trial.Steps; step++)
                {
                    double[] Wide(Span<float> values) => [.. values.ToArray().Select(value => (double)value)];
                    var (before, after) = (Wide(recording.State(step - 1, trial.Index)), Wide(recording.State(step, trial.Index)));
                    var next = new double[map.Width];
                    map.Next(before, Wide(recording.InputAt(step, trial.Index)), next);
                    var size = Math.Max(1, next.Max(Math.Abs));
                    Assert.Equal(next, after, (x, y) => Math.Abs(x - y) < 1e-5 * size);
                    moved = Math.Max(moved, before.Zip(after, (x, y) => Math.Abs(x - y)).Max());
                }
            }

            Assert.True(moved > 1e-3, $"{cell.Name} stood still.");
        }
    }

    [Fact]
    public void The_rate_is_the_function_of_the_state()
    {
        for (var step = 0; step < Recorded.Trials[0].Steps; step++)
        {
            Assert.Equal(Recorded.State(step, 0).ToArray().Select(x => Math.Max(x, 0)), Recorded.Rate(step, 0).ToArray());
        }
    }

    [Fact]
    public void The_output_non_linearity_of_the_loss_is_applied()
    {
        var logistic = (Whole with { Loss = new BinaryCrossEntropy(), Trials = 20 }).Run(Token);
        for (var step = 0; step < logistic.Trials[0].Steps; step++)
        {
            Assert.Equal(1 / (1 + Math.Exp(-Recorded.OutputAt(step, 0)[0])), logistic.OutputAt(step, 0)[0], 1e-6);
        }
    }

    [Fact]
    public void What_cannot_be_run_is_refused_in_a_sentence()
    {
        var fault = Assert.Throws<UsageException>(() => (Whole with { Trials = 0, Dt = TimeSpan.Zero, Threads = 0 }).Run(Token));
        Assert.Equal(3, fault.Faults.Count);
        void Refused(string part, Experiment experiment) =>
            Assert.Contains(part, Assert.Throws<UsageException>(() => experiment.Run(Token)).Message);
        Refused("inputs", Whole with { Task = new PerceptualDecisionTask() });
        Refused("GB", Whole with { Trials = 100_000_000 });
        Assert.Throws<OperationCanceledException>(() => Whole.Run(new CancellationToken(canceled: true)));
    }

    private static Experiment Of(Cell cell, NetworkOptions? options = null) => new()
    {
        Network = Network.Create(
            cell, cell.Graph(Task.Inputs.Count, Task.Outputs.Count, 20.Ms), options ?? new() { InputScale = 0.5 }, 5),
        Task = Task,
    };
}
