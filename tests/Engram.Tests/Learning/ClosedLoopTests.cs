using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Tasks whose inputs and targets depend on what the network does.</summary>
public sealed class ClosedLoopTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_network_sees_what_it_did()
    {
        var recording = new Experiment { Network = Network(new ChaseTask()), Task = new ChaseTask(), Trials = 3 }.Run(Cancel);
        for (var trial = 0; trial < 3; trial++)
        {
            var place = 0.0f;
            for (var step = 0; step < recording.Steps; step++)
            {
                Assert.Equal(place, recording.InputAt(step, trial)[0], 1e-6f);
                place += recording.OutputAt(step, trial)[0];
            }
        }

        Assert.NotEqual(0, recording.InputAt(recording.Steps - 1, 0)[0]);
    }

    [Fact]
    public void Its_targets_follow_what_it_did_where_there_are_any()
    {
        var task = new ChaseTask();
        var experiment = new Experiment { Network = Network(task), Task = task, Trials = 3 };
        var recording = experiment.Run(Cancel);
        for (var trial = 0; trial < 3; trial++)
        {
            var steps = recording.StepsOf("chase", trial)!.Value;
            for (var step = 0; step < recording.Steps; step++)
            {
                var wanted = step < steps.First ? 0 : 0.5f * (0.8f - recording.InputAt(step, trial)[0]);
                Assert.Equal(wanted, recording.TargetAt(step, trial)[0], 1e-6f);
            }
        }
    }

    [Fact]
    public void A_batch_that_is_run_again_begins_again()
    {
        var (network, batch) = (Network(new ChaseTask()), Batch(new ChaseTask(), 5));
        using var engine = new Engine<double>(Graph(new ChaseTask()));
        engine.Load([.. network.EffectiveValues.ToArray().Select(value => (double)value)]);
        engine.Forward(batch);
        var first = batch.Loss;
        engine.Gradient(batch, new double[engine.ParameterCount]);
        Assert.Equal(first, batch.Loss);
    }

    [Fact]
    public void Trials_of_an_open_task_are_rehearsed_beside_a_closed_loop()
    {
        var (closed, open) = (new ChaseTask(), new HoldTask());
        double Loss(CognitiveTask task, params CognitiveTask[] rehearsed)
        {
            var batch = Batch(task, 6, rehearsed);
            using var engine = new Engine<double>(Graph(closed));
            engine.Load([.. Network(closed).EffectiveValues.ToArray().Select(value => (double)value)]);
            engine.Forward(batch);
            return batch.LossSums[0];
        }

        // With no noise and nothing drawn, a task's trials have one loss each.
        Assert.Equal((Loss(closed) + Loss(open)) / 2, Loss(closed, open), 1e-9);
        Assert.Equal((Loss(closed) + Loss(open)) / 2, Loss(open, closed), 1e-9);
    }

    [Fact]
    public void Training_learns_to_act()
    {
        var configuration = new ModernPreset().For(new ChaseTask(), 1) with { Cell = new LeakyCell { Units = 16, Noise = 0.01 } };
        configuration = configuration with
        {
            Training = configuration.Training with { Dt = Dt, Trials = 20, ValidationTrials = 40 },
            Stopping = configuration.Stopping with { MaxUpdates = 400, Threshold = 0 },
        };
        using var trainer = new Trainer(configuration, 1);
        var before = Scored(trainer.Network);
        trainer.Run(TrainerHooks.None, Cancel);
        var after = Scored(trainer.Network);
        Assert.True(before < 0.2, $"{before}");
        Assert.True(after > 0.8, $"{after}");

        static double Scored(Network network) =>
            new Experiment { Network = network, Task = new ChaseTask(), Trials = 40 }.Run(Cancel).Performance.Overall;
    }

    [Theory]
    [InlineData(Wrong.Output, "gives output 1 another target; its outputs are 0 to 0")]
    [InlineData(Wrong.Value, "chase responds to outputs equal to its targets with inputs or targets of NaN; fix Respond")]
    [InlineData(Wrong.Memory, "A trial of chase has a MemoryLength of -1; give 0 or more")]
    [InlineData(Wrong.Composing, "is given a target in Respond, after it was composed; call trial.Retarget instead")]
    [InlineData(Wrong.Drawing, "is given a period or a factor in Respond, after it was composed; do it in Compose instead")]
    [InlineData(Wrong.Early, "calls trial.Retarget before the network has acted; call it in Respond")]
    [InlineData(Wrong.Input, "chase responds to outputs equal to its targets with inputs or targets of NaN; fix Respond")]
    [InlineData(Wrong.Covariate, "gives covariate 1 the value 0.5, but its covariates are 0 to 0 (where)")]
    [InlineData(Wrong.LateCovariate, "is given a covariate during a period in Respond, after it was composed; leave the period out")]
    [InlineData(Wrong.EarlyCovariate, "gives a covariate a value without a period before the network has acted; in Compose give the period too")]
    [InlineData(Wrong.Thrown, "Respond of chase failed: IndexOutOfRangeException")]
    public void A_mistake_in_a_loop_gets_a_sentence(Wrong wrong, string sentence)
    {
        var task = new ChaseTask { Wrong = wrong };
        var fault = Assert.Throws<UsageException>(() => new Experiment { Network = Network(task), Task = task, Trials = 3 }.Run(Cancel));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Faults);
    }

    [Theory]
    [InlineData("delay", 100, "chase has no factor 'delay'")]
    [InlineData("goal", 9, "at the first stage, with goal 9: Outputs equal to the targets count as wrong")]
    public void A_curriculum_that_a_closed_loop_cannot_have_is_refused_with_one_sentence(string factor, double from, string sentence)
    {
        var configuration = new ModernPreset().For(new ChaseTask(), 1) with { Curriculum = new() { Factor = factor, From = from } };
        var fault = Assert.Throws<UsageException>(() => configuration.Validate());
        Assert.Contains(sentence, Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_keep_covariates_that_follow_what_the_network_did()
    {
        var recording = new Experiment { Network = Network(new ChaseTask()), Task = new ChaseTask(), Trials = 3 }.Run(Cancel);
        Assert.Equal(recording.Input, recording.Covariate("where"));
        Assert.Contains(recording.Covariates, value => value != 0);
    }

    [Fact]
    public void Outputs_of_another_program_are_scored_in_the_loop()
    {
        var experiment = new Experiment { Network = Network(new ChaseTask()), Task = new ChaseTask(), Trials = 3 };
        var recording = experiment.Run(Cancel);
        var scored = experiment.Score(recording.Output);
        Assert.Equal(recording.Performance.Overall, scored.Performance!.Overall);
        Assert.Equal(Evaluation.Run(experiment.Network, experiment.Task, experiment.Dt, 3, experiment.Seed).Error, scored.Error, 1e-6);
    }

    private static StepGraph Graph(CognitiveTask task) => Cell.Graph(task.Inputs.Count, task.Outputs.Count, Dt);

    private static LeakyCell Cell => new() { Units = 12, Noise = 0 };

    private static Network Network(CognitiveTask task) => Engram.Networks.Network.Create(
        Cell, Graph(task), new NetworkOptions { Readout = ReadoutKind.All, TrainReadoutBias = true, TrainBias = true, InitialState = 0.5 }, 3);

    private static TaskBatch<double> Batch(CognitiveTask task, int trials, params CognitiveTask[] rehearsed)
    {
        var batch = new TaskBatch<double>(task, new SquaredError(), Dt, trials, 1, Purpose.TestTrials)
        {
            Rehearsed = rehearsed, RehearsedTrials = rehearsed.Length == 0 ? 0 : trials / 2,
        };
        batch.Draw(0);
        return batch;
    }

    /// <summary>What a task can get wrong.</summary>
    public enum Wrong
    {
        None,
        Output,
        Value,
        Early,
        Input,
        Thrown,
        Memory,
        Composing,
        Drawing,
        Covariate,
        LateCovariate,
        EarlyCovariate,
    }

    /// <summary>The output moves what the input shows, and is to move it half of the way to a goal.</summary>
    private sealed record ChaseTask : ClosedLoopTask
    {
        private const double Goal = 0.8;

        public Wrong Wrong { get; init; }

        public override IReadOnlyList<string> Inputs => ["place"];

        public override IReadOnlyList<string> Outputs => ["move"];

        public override IReadOnlyList<string> Conditions => ["all"];

        public override IReadOnlyList<string> Covariates => ["where"];

        public override int MemoryLength => Wrong == Wrong.Memory ? -1 : 2;

        public ChaseTask() => (BaselineInput, InputNoise) = (0, 0);

        protected internal override bool RectifiesInputs => false;

        protected override void Compose(Trial trial)
        {
            trial.Period("wait", 60.Ms);
            var chase = trial.Period("chase", 240.Ms);
            trial.Memory[1] = trial.Draw("goal", Goal, Goal + 1e-9);
            trial.Condition = 0;
            trial.Target(0, Goal / 2, chase);
            trial.Covariate(0, 0, trial.Periods[0]);
            if (Wrong == Wrong.Early)
            {
                trial.Retarget(0, 0.5);
            }

            if (Wrong == Wrong.EarlyCovariate)
            {
                trial.Covariate(0, 0.5);
            }
        }

        protected internal override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
        {
            if (Wrong == Wrong.Composing)
            {
                trial.Target(0, 1, trial.Periods[0]);
            }

            if (Wrong == Wrong.Drawing)
            {
                trial.Draw("late", 0, 1);
            }

            if (Wrong == Wrong.LateCovariate)
            {
                trial.Covariate(0, 1, trial.Periods[0]);
            }

            trial.Memory[Wrong == Wrong.Thrown ? 2 : 0] += outputs[0];
            next[0] += Wrong == Wrong.Input ? float.NaN : (float)trial.Memory[0];
            trial.Covariate(Wrong == Wrong.Covariate ? 1 : 0, Wrong == Wrong.Covariate ? 0.5 : trial.Memory[0]);
            trial.Retarget(Wrong == Wrong.Output ? 1 : 0, Wrong == Wrong.Value ? double.NaN : Wrong == Wrong.Output ? 0.5 : 0.5 * (trial.Memory[1] - trial.Memory[0]));
        }

        protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
            Math.Abs(trial.Memory[0] - Goal) < 0.1;
    }

    /// <summary>The output is to stay where it is told, whatever it does.</summary>
    private sealed record HoldTask : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => ["place"];

        public override IReadOnlyList<string> Outputs => ["move"];

        public override IReadOnlyList<string> Conditions => ["all"];

        public HoldTask() => (BaselineInput, InputNoise) = (0, 0);

        protected override void Compose(Trial trial)
        {
            var hold = trial.Period("hold", 300.Ms);
            trial.Condition = 0;
            trial.IsScored = false;
            trial.Input(0, 0.3, hold);
            trial.Target(0, 0.3, hold);
        }
    }
}
