using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>The Fisher information of linear networks, x = W_in u + b and z = W_out x + b_out, is known in closed form.</summary>
public sealed class FisherInformationTests
{
    private const int Trials = 50;

    [Fact]
    public void Of_one_linear_output_and_one_step_it_equals_the_closed_form()
    {
        var (configuration, network) = Linear(new LinearTask());
        var fisher = FisherInformation.Diagonal(network, configuration, Trials, 3);
        var levels = Levels(configuration.Task);

        // F = 2/M E Σ (∂z/∂θ)² with M = 1.
        for (var j = 0; j < network.Units; j++)
        {
            var (w, b, v) = (network["w_in", j, 0], network["b", j, 0], network["w_out", 0, j]);
            Near(2 * levels.Average(u => Square((w * u) + b)), Of("w_out", j));
            Near(2 * levels.Average(u => Square(v * u)), Of("w_in", j));
            Near(2 * Square(v), Of("b", j));
        }

        Near(2, Of("b_out", 0));

        double Of(string name, int place) => network.Parameters.Of(name, fisher.AsSpan())[place];
        static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-4 * expected);
    }

    [Fact]
    public void Of_several_outputs_and_steps_the_signs_average_to_the_sum_of_squares()
    {
        var (configuration, network) = Linear(new LinearTask { Steps = 4, Width = 3 });
        const int Many = 4000;
        var fisher = FisherInformation.Diagonal(network, configuration, Many, 3);
        var levels = Levels(configuration.Task, Many);

        // M = 12; each output has 4 steps with the same x, and each input weight reaches all outputs.
        var x = (float u, int j) => (network["w_in", j, 0] * u) + network["b", j, 0];
        for (var j = 0; j < network.Units; j++)
        {
            var readout = 2.0 / 12 * 4 * levels.Average(u => Square(x(u, j)));
            Assert.Equal(readout, network.Parameters.Of("w_out", fisher.AsSpan())[j], 0.1 * readout);
            var squares = Enumerable.Range(0, 3).Sum(o => Square(network["w_out", o, j]));
            var input = 2.0 / 12 * 4 * squares * levels.Average(u => Square(u));
            Assert.Equal(input, network.Parameters.Of("w_in", fisher.AsSpan())[j], 0.1 * input);
        }
    }

    [Fact]
    public void What_is_not_learned_has_none_and_another_loss_is_refused()
    {
        var (configuration, network) = Linear(new LinearTask());
        var fisher = FisherInformation.Diagonal(network, configuration, 5, 3);
        Assert.All(network.Parameters.Of("w_rec", fisher.AsSpan()).ToArray(), value => Assert.Equal(0, value));
        Assert.All(network.Parameters.Of("x0", fisher.AsSpan()).ToArray(), value => Assert.Equal(0, value));

        var other = configuration with { Training = configuration.Training with { Loss = "binary-cross-entropy" } };
        Assert.Contains(
            "squared-error", Assert.Throws<UsageException>(() => FisherInformation.Diagonal(network, other, 5, 3)).Message,
            StringComparison.Ordinal);
    }

    private static (RunConfiguration Configuration, Network Network) Linear(LinearTask task)
    {
        // With dt = τ a step forgets the state before it.
        var configuration = new RunConfiguration
        {
            Task = task,
            Cell = new LeakyCell { Units = 3, Tau = 10.Ms, Activation = Activation.Linear, Noise = 0 },
            Network = new NetworkOptions
            {
                Recurrent = new ConstantInitialiser(), SpectralRadius = null, TrainRecurrent = false, TrainInitialState = false,
                TrainBias = true, TrainReadoutBias = true, InitialBias = 0.2, InputScale = 1, ReadoutScale = 1, InitialState = 0,
            },
            Training = new TrainingOptions { Dt = 10.Ms },
            Seed = 4,
        };
        return (configuration, Network.Create(configuration.Graph().Parameters, configuration.Network, configuration.Seed, false));
    }

    private static float[] Levels(CognitiveTask task, int trials = Trials)
    {
        var trial = new Trial();
        return [.. Enumerable.Range(0, trials).Select(index =>
        {
            task.Draw(trial, new StreamKey(3, Purpose.TestTrials), index);
            return (float)trial.Factor("level");
        })];
    }

    private static double Square(double value) => value * value;
}
