using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;
using Engram.Tests.Equations;

namespace Engram.Tests.Analysis;

/// <summary>What is carried forward in time against what goes back.</summary>
public sealed class RealTimeRecurrentLearningTests
{
    private const int Inputs = 3, Outputs = 2, Trials = 3, Steps = 12;

    public static TheoryData<Cell> Cells() => [.. CellVariants.Of(5).Where(cell => cell.Graph(Inputs, Outputs, 20.Ms) is { LongestDelay: 0, ReadsContext: false })];

    public static TheoryData<string> LocalRules() => ["rflo", "e-prop", "direct"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void It_is_the_gradient_of_back_propagation_for_every_cell(Cell cell) => Agrees(cell.Graph(Inputs, Outputs, 20.Ms));

    [Theory]
    [MemberData(nameof(LocalRules))]
    public void Local_rules_agree_with_traces_that_run_forward(string rule)
    {
        foreach (var cell in new Cell[]
        {
            new LeakyCell { Units = 5, Activation = Activation.Tanh }, new LstmCell { Units = 5 }, new GruCell { Units = 5 }, new AdaptingSpikes { Units = 5 },
        })
        {
            Agrees(Credit.Rules[rule].Through(cell.Graph(Inputs, Outputs, 20.Ms)));
        }
    }

    [Fact]
    public void The_gradient_of_an_experiment_is_that_of_its_loss()
    {
        var experiment = Small();
        var found = RealTimeRecurrentLearning.Of(experiment, TestContext.Current.CancellationToken);
        var graph = experiment.Network.Cell.Graph(experiment.Task.Inputs.Count, experiment.Task.Outputs.Count, experiment.Dt);
        using var engine = new Engine<double>(graph);
        engine.Load([.. experiment.Network.EffectiveValues.ToArray().Select(value => (double)value)]);
        var batch = new TaskBatch<double>(experiment.Task, new SquaredError(), experiment.Dt, experiment.Trials, experiment.Seed, Purpose.TestTrials);
        batch.Draw(0);
        var gradient = new double[engine.ParameterCount];
        engine.Gradient(batch, gradient);
        Assert.Equal(batch.Loss, found.Loss, 1e-12 * batch.Loss);
        Assert.Equal(graph.Parameters.Select(shape => shape.Name), found.ByParameter.Keys);
        double[] forward = [.. found.ByParameter.Values.SelectMany(values => values)];
        var largest = gradient.Max(Math.Abs);
        Assert.All(gradient.Zip(forward), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * largest));
    }

    [Fact]
    public void What_it_cannot_do_is_said()
    {
        var small = Small();
        string Told(Cell cell, CognitiveTask? task = null)
        {
            task ??= small.Task;
            var network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), new NetworkOptions(), 1);
            return Assert.Throws<UsageException>(() => RealTimeRecurrentLearning.Of(small with { Network = network, Task = task })).Message;
        }

        Assert.Contains("looks back", Told(new TdnnCell { Units = 8 }), StringComparison.Ordinal);
        Assert.Contains("use fewer `Units`", Told(new LeakyCell { Units = 400 }), StringComparison.Ordinal);
        Assert.Contains("set `Feedback = false`", Told(new EchoStateCell { Units = 8, Feedback = true }, new SinesTask()), StringComparison.Ordinal);
    }

    private static Experiment Small()
    {
        var task = new PerceptualDecisionTask { Stimulus = 200.Ms, Decision = 100.Ms, InputNoise = 0 };
        var cell = new LeakyCell { Units = 6, Noise = 0 };
        var network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), new NetworkOptions { TrainBias = true, SpectralRadius = 0.9 }, 1);
        return new() { Network = network, Task = task, Trials = 7 };
    }

    private static void Agrees(StepGraph graph)
    {
        var parameters = CellContract.Parameters<double>(graph, 5);
        var batch = new RandomBatch<double>(Trials, Steps, Inputs, Outputs, 21) { HasNoise = false, HasDropout = false };
        using var engine = new Engine<double>(graph);
        engine.Load(parameters);
        var (back, forward) = (new double[engine.ParameterCount], new double[engine.ParameterCount]);
        engine.Gradient(batch, back);
        var sensitivity = new StateSensitivity(graph, parameters);
        for (var k = 0; k < Trials; k++)
        {
            var (input, target, mask) = batch.Trial(k);
            sensitivity.Begin();
            for (var t = 0; t < batch.Steps(k); t++)
            {
                var u = input.AsSpan(t * Inputs, Inputs);
                sensitivity.Step(u);
                double[] slopes = [.. sensitivity.Output.Select((z, i) => 2 * mask[(t * Outputs) + i] * (z - target[(t * Outputs) + i]))];
                sensitivity.AddGradient(u, slopes, forward);
            }
        }

        var largest = back.Max(Math.Abs);
        Assert.True(largest > 1e-3, $"{largest}");
        Assert.All(back.Zip(forward), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Max(1, largest)));
    }

    /// <summary>Spiking units with a threshold that adapts: v ← βv + W s + W_in u − θ s, a ← ρa + s, s = 1 where v > θ + κa.</summary>
    private sealed record AdaptingSpikes : Cell
    {
        protected override void Define(Step step)
        {
            var y = step.State("y", Units);
            var v = step.State("v", Units);
            var a = step.State("a", Units);
            var s = step.Spike(v - 0.3 - (0.5 * a));
            var drive = step.Linear("w_rec", s, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
            step.Next(v, (0.8 * v) + drive - (0.3 * step.Detach(s)));
            step.Next(a, (0.95 * a) + s);
            step.Next(y, (0.8 * y) + (0.2 * s));
            step.Rate(y);
        }
    }
}
