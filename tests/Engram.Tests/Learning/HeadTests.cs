using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Heads with losses of their own, contexts, closed loops and both precisions, from the task to the update.</summary>
public sealed class HeadTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_gradient_of_heads_with_losses_of_their_own_agrees_with_central_differences() => Differences(new ThreeHeadsTask(), null);

    private static void Differences(CognitiveTask task, Cell? cell)
    {
        var (network, batch) = (Network(task, cell), Batch<double>(task, 6));
        using var engine = new Engine<double>(Graph(task, cell));
        double[] parameters = [.. network.EffectiveValues.ToArray().Select(value => (double)value)];
        var gradient = new double[parameters.Length];
        double Loss()
        {
            engine.Load(parameters);
            engine.Forward(batch);
            return batch.Loss;
        }

        engine.Load(parameters);
        engine.Gradient(batch, gradient);
        var largest = gradient.Max(Math.Abs);
        Assert.True(largest > 1e-3);
        for (var i = 0; i < parameters.Length; i += 7)
        {
            var value = parameters[i];
            parameters[i] = value + 1e-5;
            var above = Loss();
            parameters[i] = value - 1e-5;
            Assert.Equal((above - Loss()) / 2e-5, gradient[i], 1e-7 * Math.Max(1, largest));
            parameters[i] = value;
        }
    }

    [Fact]
    public void A_cell_that_makes_nothing_of_the_context_begins_with_a_map_of_it()
    {
        var (cell, task) = (new LstmCell { Units = 6 }, new PathIntegrationTask { PlaceCells = 5, DirectionCells = 3, PlaceWidth = 0.5, Path = 100.Ms });
        var graph = Graph(task, cell);
        Assert.Equal(
            ["w_c0: 6 x 8", "w_h0: 6 x 8"],
            graph.Parameters.Where(shape => shape.Role == ParameterRole.InitialMap).Select(shape => $"{shape.Name}: {shape.Rows} x {shape.Columns}").Order());
        Assert.DoesNotContain(cell.Graph(3, 8, Dt).Parameters, shape => shape.Role == ParameterRole.InitialMap);
        Assert.DoesNotContain(new PlainCell { Units = 12 }.Graph(1, 1, Dt, 2).Parameters, shape => shape.Role == ParameterRole.InitialMap);
        Differences(task, cell);

        // Nothing else differs at the first step.
        var leaky = new LeakyCell { Units = 12, Noise = 0 };
        var recording = new Experiment { Network = Network(new WalkTask(), leaky), Task = new WalkTask(), Trials = 2, KeepStates = true }.Run(Cancel);
        Assert.NotEqual(recording.State(0, 0).ToArray(), recording.State(0, 1).ToArray());
    }

    [Fact]
    public void The_first_weights_from_a_context_are_of_the_size_that_is_asked_for()
    {
        var (cell, task) = (new LstmCell { Units = 40 }, new PathIntegrationTask { PlaceCells = 50, DirectionCells = 14, PlaceWidth = 0.5, Path = 100.Ms });
        double[] Weights(double scale)
        {
            var network = Engram.Networks.Network.Create(cell, Graph(task, cell), new NetworkOptions { Readout = ReadoutKind.All, SpectralRadius = null, ContextScale = scale }, 3);
            return [.. from i in Enumerable.Range(0, 40) from j in Enumerable.Range(0, 64) select (double)network["w_c0", i, j]];
        }

        var (plain, large) = (Weights(1), Weights(50));
        Assert.Equal(1 / 8.0, Math.Sqrt(plain.Average(w => w * w)), 0.01);
        Assert.All(plain.Zip(large), pair => Assert.Equal(50 * pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void The_loss_is_the_weighted_sum_of_the_means_of_the_heads()
    {
        var batch = Batch<double>(new ThreeHeadsTask(), 6);
        using var engine = new Engine<double>(Graph(new ThreeHeadsTask()));
        var weights = new double[engine.ParameterCount];
        var bias = Enumerable.Range(0, 6).Select(o => 0.3 * (o - 2)).ToArray();
        bias.CopyTo(weights.AsSpan()[^6..]);
        engine.Load(weights);
        engine.Forward(batch);

        // Outputs are the biases at every step: targets are those of ThreeHeadsTask.
        var squares = ((bias[0] - 0.5) * (bias[0] - 0.5)) + ((bias[1] - 0.5) * (bias[1] - 0.5));
        var entropy = -Math.Log(Math.Exp(bias[3]) / (Math.Exp(bias[2]) + Math.Exp(bias[3]) + Math.Exp(bias[4])));
        var binary = -Math.Log(1 / (1 + Math.Exp(-bias[5])));
        Assert.Equal((squares / 2) + (2 * entropy) + (0.5 * binary), batch.Loss, 1e-12);
        var result = Evaluation.Run(Network(new ThreeHeadsTask()), [new ThreeHeadsTask()], Dt, 20, seed: 2, cancel: Cancel)[0];
        Assert.True(double.IsFinite(result.Loss) && result.Loss > 0);
    }

    [Fact]
    public void Heads_of_a_recording_have_the_outputs_of_their_losses()
    {
        var recording = new Experiment { Network = Network(new ThreeHeadsTask()), Task = new ThreeHeadsTask(), Trials = 3 }.Run(Cancel);
        var z = recording.OutputAt(4, 1);
        Assert.Equal(1, z[2] + z[3] + z[4], 1e-6);
        Assert.InRange(z[5], 0, 1);
    }

    [Fact]
    public void A_head_that_cannot_be_is_told()
    {
        static string Fault(params Head[] heads) => Assert.Throws<UsageException>(new ThreeHeadsTask { Given = heads }.Validate).Message;
        Assert.Contains("'place' of three-heads has 0 channels", Fault(new Head("place", 0), new Head("rest", 6)), StringComparison.Ordinal);
        Assert.Contains("have 5 channels (2 + 3), but it has 6 outputs", Fault(new Head("a", 2), new Head("b", 3)), StringComparison.Ordinal);
        Assert.Contains("2 heads 'a'", Fault(new Head("a", 3), new Head("a", 3)), StringComparison.Ordinal);
        Assert.Contains("the weight 0", Fault(new Head("a", 6, Weight: 0)), StringComparison.Ordinal);
        var unknown = new ThreeHeadsTask { Given = [new Head("a", 6, "cross-entropie")] };
        Assert.Contains("cross-entropy", Assert.Throws<UsageException>(() => Batch<float>(unknown, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_precisions_learn_the_same_to_rounding()
    {
        double[] Learned<T>()
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            using var engine = new Engine<T>(Graph(new ThreeHeadsTask()));
            var step = new UpdateStep<T>(
                engine, Network(new ThreeHeadsTask()), new Sgd { LearningRate = 0.1 }, new ConstantSchedule(), Penalties.None, null);
            var batch = Batch<T>(new ThreeHeadsTask(), 8);
            for (var update = 0; update < 10; update++)
            {
                batch.Draw(update * 8);
                step.Run(batch);
            }

            return [.. step.Raw.ToArray().Select(double.CreateChecked)];
        }

        var (single, exact) = (Learned<float>(), Learned<double>());
        Assert.Contains(single.Zip(exact), pair => pair.First != pair.Second);
        Assert.All(single.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void A_recording_in_double_precision_is_the_single_one_to_rounding()
    {
        var experiment = new Experiment { Network = Network(new ThreeHeadsTask()), Task = new ThreeHeadsTask(), Trials = 5, KeepStates = true };
        var (single, exact) = (experiment.Run(Cancel), (experiment with { DoublePrecision = true }).Run(Cancel));
        Assert.Contains(single.Rates.Zip(exact.Rates), pair => pair.First != pair.Second);
        Assert.All(single.Rates.Zip(exact.Rates), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.All(single.States.Zip(exact.States), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void A_lesion_silences_units_in_its_period_alone()
    {
        var experiment = new Experiment { Network = Network(new ThreeHeadsTask()), Task = new ThreeHeadsTask(), Trials = 2, Noise = false };
        var intact = experiment.Run(Cancel);
        var lesioned = (experiment with { Lesions = [new Lesion([.. Enumerable.Range(0, 12)], "answer")] }).Run(Cancel);
        var (from, end) = intact.StepsOf("answer", 0)!.Value;
        Assert.Equal(intact.OutputAt(from - 1, 0).ToArray(), lesioned.OutputAt(from - 1, 0).ToArray());
        var bias = experiment.Network.Effective("b_out");

        // With all units silent outputs are the biases; states decay by themselves.
        Assert.Equal(bias[0], lesioned.OutputAt(end - 1, 0)[0], 1e-6f);
        Assert.NotEqual(bias[0], intact.OutputAt(end - 1, 0)[0]);
        var fault = Assert.Throws<UsageException>(() => (experiment with { Lesions = [new Lesion([12], "answer")] }).Run(Cancel));
        Assert.Contains("There is no unit 12 to silence in the period 'answer'; units are numbered 0 to 11", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<UsageException>(() => (experiment with { Lesions = [new Lesion([0], "answr")] }).Run(Cancel));
        Assert.Contains("There is no period 'answr' in the trials of", Assert.Single(fault.Faults), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'answer'?", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_a_task_does_not_have_is_told()
    {
        var fault = Assert.Throws<UsageException>(() => new WalkTask { Wrong = true }.Draw(new Trial(), new StreamKey(1, Purpose.TestTrials), 0));
        Assert.Contains("gives context 1 the value", fault.Message, StringComparison.Ordinal);
        Assert.Contains("its contexts are 0 to 0 (start)", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "the task gives its trials none",
            Assert.Throws<UsageException>(() => new PlainCell { Units = 12 }.Graph(1, 1, Dt)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_does_not_fit_the_trials_is_told()
    {
        static string Fault(CognitiveTask task, Cell cell) => Assert.Throws<UsageException>(
            () => new Experiment { Network = Network(task, cell), Task = task, Trials = 2 }.Run(Cancel)).Message;
        Assert.Contains(
            "looks back 15 steps, but the longest trial of three-heads has only 15 steps of 20ms",
            Fault(new ThreeHeadsTask(), new LateCell { Units = 12, Steps = 15 }),
            StringComparison.Ordinal);
        new Experiment
        {
            Network = Network(new ThreeHeadsTask(), new LateCell { Units = 12, Steps = 14 }), Task = new ThreeHeadsTask(), Trials = 2,
        }.Run(Cancel);
    }

    private static StepGraph Graph(CognitiveTask task, Cell? cell = null) => (cell ?? new LeakyCell { Units = 12, Noise = 0.05 }).Graph(
        task.Inputs.Count, task.Outputs.Count, Dt, task.ContextNames.Count);

    private static Network Network(CognitiveTask task, Cell? cell = null) => Engram.Networks.Network.Create(
        cell ?? new LeakyCell { Units = 12, Noise = 0.05 }, Graph(task, cell),
        new NetworkOptions { Readout = ReadoutKind.All, TrainReadoutBias = true, TrainBias = true, InitialState = 0.5 }, 3);

    private static TaskBatch<T> Batch<T>(CognitiveTask task, int trials)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var batch = new TaskBatch<T>(task, new SquaredError(), Dt, trials, 1, Purpose.TrainingTrials);
        batch.Draw(0);
        return batch;
    }

    /// <summary>Two channels by squared error, three classes, and one yes or no.</summary>
    private sealed record ThreeHeadsTask : CognitiveTask
    {
        [NotASetting]
        public IReadOnlyList<Head>? Given { get; init; }

        public override IReadOnlyList<string> Inputs => ["in"];

        public override IReadOnlyList<string> Outputs => ["x", "y", "left", "middle", "right", "yes"];

        public override IReadOnlyList<string> Conditions => ["all"];

        public override IReadOnlyList<string> Choices => [];

        public override IReadOnlyList<Head> Heads =>
            Given ?? [new("place", 2), new("class", 3, "cross-entropy", 2), new("answer", 1, "binary-cross-entropy", 0.5)];

        protected override void Compose(Trial trial)
        {
            var shown = trial.Period("shown", 100.Ms);
            var answer = trial.Period("answer", 200.Ms);
            trial.Input(0, 1, shown);
            trial.Condition = 0;
            trial.IsScored = false;
            trial.Target(0, 0.5, answer);
            trial.Target(1, 0.5, answer);
            trial.Target(2, 0, answer);
            trial.Target(3, 1, answer);
            trial.Target(4, 0, answer);
            trial.Target(5, 1, answer);
        }
    }

    /// <summary>The output is a step, and the input where all steps so far have led.</summary>
    private sealed record WalkTask : ClosedLoopTask
    {
        public bool Wrong { get; init; }

        public override IReadOnlyList<string> Inputs => ["position"];

        public override IReadOnlyList<string> Outputs => ["step"];

        public override IReadOnlyList<string> Conditions => ["all"];

        public override IReadOnlyList<string> ContextNames => ["start"];

        public override int MemoryLength => 1;

        public WalkTask() => (BaselineInput, InputNoise) = (0, 0);

        protected internal override bool RectifiesInputs => false;

        protected override void Compose(Trial trial)
        {
            var walk = trial.Period("walk", 300.Ms);
            trial.Context(Wrong ? 1 : 0, trial.Draw("start", -1, 1));
            trial.Condition = 0;
            trial.IsScored = false;
            trial.Target(0, 0.1, walk);
        }

        protected internal override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
        {
            trial.Memory[0] += outputs[0];
            next[0] += (float)trial.Memory[0];
        }
    }

    /// <summary>Units that see their input late.</summary>
    private sealed record LateCell : Cell
    {
        public int Steps { get; init; }

        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            step.Next(x, (0.8 * x) + step.Linear("w_in", step.Delay(step.Input, Steps), Units) + step.Linear("w_rec", x, Units));
            step.Rate(x);
        }
    }

    /// <summary>Leaky units that begin with the context.</summary>
    private sealed record PlainCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", step.Linear("w_start", step.Context, Units));
            var r = step.Apply(Activation.Tanh, x);
            step.Next(x, (0.8 * x) + (0.2 * (step.Linear("w_rec", r, Units) + step.Linear("w_in", step.Input, Units))));
            step.Rate(r);
        }
    }
}
