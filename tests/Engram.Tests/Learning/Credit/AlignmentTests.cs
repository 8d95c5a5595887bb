using Engram.Analysis;
using Engram.Cells;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Tests.Learning;

/// <summary>Angles between what a rule learns from and the gradient of the loss.</summary>
public sealed class AlignmentTests
{
    private static RunConfiguration Small(string rule, params (string Name, string Value)[] more) => (SmallRun.Easy() with
    {
        Cell = new LeakyCell { Units = 16, Noise = 0, Activation = Activation.Tanh },
        Network = new NetworkOptions { Autapses = true, Readout = ReadoutKind.All, TrainBias = true, TrainReadoutBias = true, InputScale = 0.5, SpectralRadius = 0.9 },
        Penalties = Penalties.None,
        Stopping = new Stopping { MaxUpdates = 60, Threshold = 0 },
    }).With(
    [
        new("credit", rule), new("input-noise", "0"), .. more.Select(one => KeyValuePair.Create(one.Name, one.Value)),
        .. more.Any(one => one.Name == "track-alignment") ? Array.Empty<KeyValuePair<string, string>>() : [new("track-alignment", "true")],
    ]);

    private static List<TrainingCheckLine> Checks(RunConfiguration configuration)
    {
        List<TrainingCheckLine> checks = [];
        using var trainer = new Trainer(configuration, 1);
        trainer.Run(TrainerHooks.None with { OnCheck = checks.Add }, CancellationToken.None);
        return checks;
    }

    private static ParameterAlignment Of(TrainingCheckLine line, string name) => line.Alignment!.Parameters.Single(one => one.Name == name);

    [Theory]
    [InlineData("feedback-alignment")]
    [InlineData("kolen-pollack")]
    [InlineData("sign-symmetric-redrawn")]
    [InlineData("rflo")]
    public void What_is_learned_is_the_same_with_and_without(string rule)
    {
        (float[] Raw, List<TrainingCheckLine> Checks) Run(bool track)
        {
            List<TrainingCheckLine> checks = [];
            using var trainer = new Trainer(Small(rule, ("track-alignment", track ? "true" : "false")), 2);
            trainer.Run(TrainerHooks.None with { OnCheck = checks.Add }, CancellationToken.None);
            return (trainer.Network.RawValues.ToArray(), checks);
        }

        var (with, without) = (Run(true), Run(false));
        Assert.Equal(without.Raw, with.Raw);
        Assert.Equal(without.Checks.Select(line => (line.Loss, line.Error, line.GradientNorm)), with.Checks.Select(line => (line.Loss, line.Error, line.GradientNorm)));
        Assert.All(with.Checks, line => Assert.NotNull(line.Alignment));
        Assert.All(without.Checks, line => Assert.Null(line.Alignment));
    }

    // Both gradients again, carried forward in time and in double precision.
    [Theory]
    [InlineData("rflo")]
    [InlineData("feedback-alignment")]
    public void Angles_are_those_of_gradients_that_are_computed_in_another_way(string rule)
    {
        var configuration = Small(rule);
        var network = configuration.Draw(configuration.Graph());
        var experiment = new Experiment
        {
            Network = network, Task = configuration.Task, Trials = configuration.Training.Trials, Seed = configuration.Seed, Set = Purpose.TrainingTrials,
        };
        var exact = RealTimeRecurrentLearning.Of(experiment, TestContext.Current.CancellationToken).ByParameter;
        var learned = ByRule(configuration, network, experiment);
        var first = Checks(configuration)[0];
        foreach (var (name, gradient) in exact)
        {
            Assert.Equal(Angle([.. gradient], learned[name]), Of(first, name).Gradient!.Value, 0.01);
        }

        Assert.Equal(Angle([.. exact.Values.SelectMany(values => values)], [.. learned.Values.SelectMany(values => values)]), first.Alignment!.Gradient!.Value, 0.01);
    }

    [Fact]
    public void A_run_that_was_stopped_has_the_same_angles()
    {
        var configuration = Small("sign-symmetric-redrawn");
        var whole = Checks(configuration);
        using var cancel = new CancellationTokenSource();
        using var begun = new Trainer(configuration, 2);
        begun.Run(SmallRun.StopAfter(30, cancel), cancel.Token);
        List<TrainingCheckLine> rest = [];
        using var resumed = new Trainer(configuration, 1);
        resumed.Restore(begun.Capture());
        resumed.Run(TrainerHooks.None with { OnCheck = rest.Add }, CancellationToken.None);
        Assert.Equal([40, 60], rest.Select(line => line.Update));
        Assert.Equal(whole.TakeLast(2).SelectMany(line => line.Alignment!.Parameters), rest.SelectMany(line => line.Alignment!.Parameters));
    }

    [Fact]
    public void The_readout_learns_by_its_gradient_and_the_rest_not()
    {
        var first = Checks(Small("feedback-alignment"))[0];
        Assert.Equal(0, Of(first, "w_out").Gradient!.Value, 1e-3);
        Assert.True(Of(first, "w_rec").Gradient > 20, $"{Of(first, "w_rec").Gradient}");
        Assert.InRange(Of(first, "w_rec").Matrix!.Value, 75, 105);
        Assert.Null(Of(first, "w_in").Matrix);
        Assert.Null(Of(first, "b").Matrix);
    }

    [Fact]
    public void Entries_of_one_magnitude_are_at_the_angle_of_normal_numbers_to_their_signs()
    {
        // cos = E|w| / √E w² = √(2/π) for normal weights.
        var first = Checks(Small("sign-symmetric-uniform", ("units", "100")))[0];
        Assert.Equal(Math.Acos(Math.Sqrt(2 / Math.PI)) * 180 / Math.PI, Of(first, "w_rec").Matrix!.Value, 1.0);
    }

    [Fact]
    public void Learned_matrices_turn_towards_the_weights()
    {
        var checks = Checks(Small("kolen-pollack", ("feedback-decay", "0.05")));
        var angles = checks.Select(line => Of(line, "w_rec").Matrix!.Value).ToList();
        Assert.True(angles[0] > 70 && angles[^1] < 40, string.Join(" ", angles));
        Assert.True(checks[^1].Alignment!.Gradient < checks[0].Alignment!.Gradient);
    }

    [Fact]
    public void Errors_that_are_cut_off_in_time_are_measured_too()
    {
        var (whole, cut) = (Checks(Small("back-propagation", ("unroll", "1000")))[0], Checks(Small("back-propagation", ("unroll", "1")))[0]);
        Assert.Equal(0, whole.Alignment!.Gradient);
        Assert.True(cut.Alignment!.Gradient > 5, $"{cut.Alignment.Gradient}");
        Assert.Single(Small("back-propagation").Idle(["track-alignment"]));
        Assert.Empty(Small("back-propagation", ("unroll", "1")).Idle(["track-alignment"]));
    }

    [Fact]
    public void What_is_never_learned_has_no_angle()
    {
        var first = Checks(Small("rflo", ("train-input", "false")))[0];
        Assert.DoesNotContain(first.Alignment!.Parameters, one => one.Name == "w_in");
        Assert.Contains(first.Alignment.Parameters, one => one.Name == "w_rec");
    }

    private static Dictionary<string, double[]> ByRule(RunConfiguration configuration, Network network, Experiment experiment)
    {
        var graph = configuration.Credit.Through(configuration.Graph());
        var backward = new BackwardMatrices<double>(graph, configuration.Credit, network, configuration.Seed);
        using var engine = new Engine<double>(graph);
        engine.Load([.. network.EffectiveValues.ToArray().Select(value => (double)value), .. backward.Values]);
        var batch = new TaskBatch<double>(
            configuration.Task, new SquaredError(), configuration.Training.Dt, experiment.Trials, configuration.Seed, Purpose.TrainingTrials);
        batch.Draw(0);
        var gradient = new double[engine.ParameterCount];
        engine.Gradient(batch, gradient);
        var (found, start) = (new Dictionary<string, double[]>(), 0);
        foreach (var shape in network.Parameters.Shapes)
        {
            found[shape.Name] = gradient[start..(start + shape.Count)];
            start += shape.Count;
        }

        return found;
    }

    private static double Angle(double[] a, double[] b)
    {
        double Dot(double[] x, double[] y) => x.Zip(y).Sum(pair => pair.First * pair.Second);
        return Math.Acos(Math.Clamp(Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), -1, 1)) * 180 / Math.PI;
    }
}
