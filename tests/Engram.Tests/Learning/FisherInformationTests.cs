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
    public void What_is_not_learned_has_none()
    {
        var (configuration, network) = Linear(new LinearTask());
        var fisher = FisherInformation.Diagonal(network, configuration, 5, 3);
        Assert.All(network.Parameters.Of("w_rec", fisher.AsSpan()).ToArray(), value => Assert.Equal(0, value));
        Assert.All(network.Parameters.Of("x0", fisher.AsSpan()).ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("cross-entropy")]
    [InlineData("binary-cross-entropy")]
    public void Of_probabilities_it_is_their_variance(string loss)
    {
        // One step: dz_o/db_o = 1, so F of a readout bias is E p (1 − p); for binary outputs the weight of each of two is ½.
        var (squared, network) = Linear(new LinearTask { Width = 2 });
        var configuration = squared with { Training = squared.Training with { Loss = loss } };
        const int Many = 20_000;
        var fisher = FisherInformation.Diagonal(network, configuration, Many, 3);
        var levels = Levels(configuration.Task, Many);
        for (var o = 0; o < 2; o++)
        {
            var expected = levels.Average(u =>
            {
                double[] z = [Output(0, u), Output(1, u)];
                Loss.Catalog.Create(loss).Output<double>(z, 2, 2);
                return (loss == "cross-entropy" ? 1 : 0.5) * z[o] * (1 - z[o]);
            });
            Assert.Equal(expected, network.Parameters.Of("b_out", fisher.AsSpan())[o], 0.03 * expected);
        }

        double Output(int o, float u) => network["b_out", o, 0] + Enumerable.Range(0, network.Units).Sum(
            j => network["w_out", o, j] * ((network["w_in", j, 0] * u) + network["b", j, 0]));
    }

    [Theory]
    [InlineData("squared-error")]
    [InlineData("cross-entropy")]
    [InlineData("binary-cross-entropy")]
    public void Drawn_adjoints_have_mean_zero_and_the_curvature_of_the_loss(string name)
    {
        // Where the targets are what the network says, the Fisher information is the second derivative of the loss.
        var loss = Loss.Catalog.Create(name);
        float[] z = [0.3f, -0.8f, 1.1f], mask = [1, 1, 1], y = [.. z];
        loss.Output<float>(y, 3, 3);
        double[] z2 = [.. z.Select(value => (double)value)], y2 = [.. y.Select(value => (double)value)], mask2 = [1, 1, 1];
        var (mean, square, g) = (new double[3], new double[3, 3], new float[3]);
        var stream = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        const int Draws = 200_000;
        for (var draw = 0; draw < Draws; draw++)
        {
            loss.Sample(z, y, mask, 3, 3, g, 0.7, ref stream);
            for (var i = 0; i < 3; i++)
            {
                mean[i] += g[i] / (double)Draws;
                for (var j = 0; j < 3; j++)
                {
                    square[i, j] += g[i] * g[j] / (double)Draws;
                }
            }
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, mean[i], 0.01);
            double[] up = [.. z2], down = [.. z2], above = new double[3], below = new double[3];
            up[i] += 1e-4;
            down[i] -= 1e-4;
            loss.Accumulate<double>(up, y2, mask2, 3, 3, above, 0.7);
            loss.Accumulate<double>(down, y2, mask2, 3, 3, below, 0.7);
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal((above[j] - below[j]) / 2e-4, square[i, j], 0.01);
            }
        }
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
        return (configuration, Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, configuration.Seed));
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
