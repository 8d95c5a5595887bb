using Engram.Cells;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Learning.Readouts;

/// <summary>What reservoirs reach on the benchmarks of the field.</summary>
[Long]
public sealed class ReservoirTests
{
    [Fact]
    public void A_hundred_units_predict_one_step_of_Mackey_and_Glass_as_well_as_others_do()
    {
        // 2 000 steps, the last 20 % for the test.
        var errors = Enumerable.Range(1, 8).Select(seed =>
        {
            var basis = new EchoStatePreset().For(new MackeyGlassTask { Length = [1600], TestLength = [400] }, (ulong)seed);
            var configuration = basis with
            {
                Cell = new EchoStateCell { Units = 100, LeakRate = 0.3 },
                Network = basis.Network with { SpectralRadius = 1.25 },
                ReadoutRule = new RidgeRule { Regularisation = [1e-5] },
            };
            return Trained(configuration).Evaluated(configuration, 10).Error;
        }).Order().ToList();
        Assert.True((errors[3] + errors[4]) / 2 <= 3e-3, string.Join(", ", errors));
    }

    [Fact]
    public void A_thousand_units_go_on_with_Mackey_and_Glass_for_three_Lyapunov_times()
    {
        var basis = new EchoStatePreset().For(new MackeyGlassTask { Length = [5000] }, 1);
        var configuration = basis with
        {
            Cell = ((EchoStateCell)basis.Cell) with { Units = 1000 }, Training = basis.Training with { ValidationTrials = 1 },
        };
        var closed = Trained(configuration).Evaluated(configuration with { Task = configuration.Task.Pin("horizon", 2000) }, 10);
        Assert.True(closed.Measures.Single(measure => measure.Name == "valid-time").Median >= 3, string.Join(", ", closed.Measures));
    }

    [Fact]
    public void A_hundred_units_do_better_at_Narma_than_a_linear_filter_of_thirty_taps()
    {
        var basis = new EchoStatePreset().For(new NarmaTask { Length = [4000], TestLength = [4000] }, 1);
        var configuration = basis with { Cell = ((EchoStateCell)basis.Cell) with { Units = 100 } };
        var network = Trained(configuration).Network;
        var recording = new Experiment { Network = network, Task = configuration.Task, Trials = 2, Seed = 5 }.Run(TestContext.Current.CancellationToken);
        var (first, steps) = (100, recording.Steps);
        var fit = new RidgeRule { Regularisation = [1e-9] }.Begin(new(30, 1, true, 1));
        for (var t = first; t < steps; t++)
        {
            fit.Add(0, Taps(recording, t, 0), [recording.TargetAt(t, 0)[0]]);
        }

        fit.Merge();
        var filter = fit.Solve(TestContext.Current.CancellationToken)[0];
        var (reservoir, linear, z) = (0.0, 0.0, new double[1]);
        for (var t = first; t < steps; t++)
        {
            var y = recording.TargetAt(t, 1)[0];
            filter.Apply(Taps(recording, t, 1), z);
            reservoir += Math.Pow(recording.OutputAt(t, 1)[0] - y, 2);
            linear += Math.Pow(z[0] - y, 2);
        }

        Assert.True(reservoir < 0.5 * linear, $"{reservoir} {linear}");

        static double[] Taps(Recording recording, int step, int trial) => [.. Enumerable.Range(0, 30).Select(k => (double)recording.InputAt(step - k, trial)[0])];
    }

    [Fact]
    public void Force_learning_leaves_a_network_that_goes_on_with_four_sines_for_five_periods()
    {
        var configuration = new EchoStatePreset().For(new SinesTask(), 1);
        var found = Trained(configuration).Evaluated(configuration, 4);

        // Of the amplitude, which is half of the range.
        Assert.True(2 * found.Measures.Single(measure => measure.Name == "nrmse-range").Greatest < 0.02, string.Join(", ", found.Measures));
    }

    [Fact]
    public void Force_learning_leaves_a_network_that_goes_on_with_the_attractor_of_Lorenz()
    {
        var preset = new EchoStatePreset();
        var configuration = preset.For(new LorenzTask { Shown = false }, 1);
        var shown = preset.For(new LorenzTask(), 1);
        Assert.Equal(configuration.ToJson().ToJsonString(), preset.Fitted(shown with { Task = new LorenzTask { Shown = false } }).ToJson().ToJsonString());
        Assert.Same(shown, preset.Fitted(shown));
        var found = Trained(configuration).Evaluated(configuration, 10);
        var (error, valid) = (found.Measures.Single(measure => measure.Name == "nrmse-deviation"), found.Measures.Single(measure => measure.Name == "valid-time"));

        // Two states of the attractor that have nothing to do with each other are √2 deviations apart.
        Assert.True(error.Median < 1.6 && valid.Median > 0.5, string.Join(", ", found.Measures));
    }

    private static Fitted Trained(RunConfiguration configuration)
    {
        using var trainer = new Trainer(configuration, 1);
        var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(Outcome.Reached, result.Outcome);
        return new(trainer.Network);
    }

    private sealed record Fitted(Network Network)
    {
        public EvaluationResult Evaluated(RunConfiguration configuration, int trials) =>
            Evaluation.Run(Network, configuration.Task, configuration.Training.Dt, trials, seed: 99, Purpose.TestTrials);
    }
}
