using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Equations;

/// <summary>Reservoirs by equations written out.</summary>
public sealed class EchoStateTests
{
    private const int Inputs = 3, Outputs = 2, Units = 9, Steps = 25;

    [Fact]
    public void Outputs_go_back_and_the_readout_sees_inputs_and_squares()
    {
        var cell = new EchoStateCell { Units = Units, LeakRate = 0.3, Feedback = true, ReadInputs = true, ReadSquares = true };
        var (hand, inputs, made) = Run(cell);
        var (x, y) = (hand["x0"], hand["y0"]);
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            var drive = ByHand.Sum(hand.Times("w_rec", x), hand.Times("w_in", u), hand.Times("w_fb", y), hand["b"]);
            x = [.. x.Zip(drive, (before, d) => (0.7 * before) + (0.3 * Math.Tanh(d)))];
            y = ByHand.Sum(hand.Times("w_out", x), hand.Times("w_out_u", u), hand.Times("w_out_sq", [.. x.Select(one => one * one)]), hand["b_out"]);
            ByHand.Same(x, made.Rates[(t * Units)..((t + 1) * Units)]);
            ByHand.Same(y, made.Outputs[(t * Outputs)..((t + 1) * Outputs)]);
        }
    }

    [Fact]
    public void At_the_edge_of_stability_the_state_turns()
    {
        var (hand, inputs, made) = Run(new EchoStateCell { Units = Units, Proximity = 0.4 });
        var x = hand["x0"];
        for (var t = 0; t < Steps; t++)
        {
            var drive = ByHand.Sum(hand.Times("w_rec", x), hand.Times("w_in", inputs[(t * Inputs)..((t + 1) * Inputs)]), hand["b"]);
            x = [.. hand.Times("w_o", x).Zip(drive, (turned, d) => (0.4 * Math.Tanh(d)) + (0.6 * turned))];
            ByHand.Same(x, made.Rates[(t * Units)..((t + 1) * Units)]);
        }
    }

    [Fact]
    public void A_layer_sees_what_the_one_before_has_become_in_the_same_step()
    {
        var (hand, inputs, made) = Run(new EchoStateCell { Units = Units, Depth = 4, LeakRate = 0.5 });
        (int From, int To)[] layers = [(0, 3), (3, 5), (5, 7), (7, 9)];
        double[] x = [.. hand["x0"]];
        for (var t = 0; t < Steps; t++)
        {
            for (var layer = 0; layer < layers.Length; layer++)
            {
                var given = layer == 0 ? hand.Times("w_in", inputs[(t * Inputs)..((t + 1) * Inputs)]) : hand.Times($"w_layer{layer + 1}", x);
                var drive = ByHand.Sum(hand.Times($"w_rec{layer + 1}", x), given, hand["b"]);
                for (var unit = layers[layer].From; unit < layers[layer].To; unit++)
                {
                    x[unit] = (0.5 * x[unit]) + (0.5 * Math.Tanh(drive[unit]));
                }
            }

            ByHand.Same(x, made.Rates[(t * Units)..((t + 1) * Units)]);
        }
    }

    [Fact]
    public void Each_layer_has_its_own_spectral_radius_and_hears_only_the_one_before()
    {
        var cell = new EchoStateCell { Units = 50, Depth = 3, InterScale = 0.5 };
        var network = Network.Create(
            cell, cell.Graph(1, 1, 20.Ms), new NetworkOptions { Readout = ReadoutKind.All, SpectralRadius = 0.8, PExcitatory = 0.5, Autapses = true }, 3);
        (int From, int To)[] layers = [(0, 17), (17, 34), (34, 50)];
        for (var layer = 0; layer < 3; layer++)
        {
            var w = network.Effective($"w_rec{layer + 1}").ToArray();
            Assert.Equal(0.8, SpectralRadius.Of(w, 50), 1e-5);
            Within(w, layers[layer], layers[layer]);
            Assert.InRange(w.Count(weight => weight != 0), 0.3 * 17 * 17, 0.7 * 17 * 17);
            if (layer > 0)
            {
                var between = network.Effective($"w_layer{layer + 1}").ToArray();
                Within(between, layers[layer], layers[layer - 1]);
                Assert.Equal(0.5 / Math.Sqrt(17), Math.Sqrt(between.Sum(weight => (double)weight * weight) / (17 * (layers[layer].To - layers[layer].From))), 0.03);
            }
        }

        static void Within(float[] w, (int From, int To) rows, (int From, int To) columns)
        {
            for (var k = 0; k < w.Length; k++)
            {
                var (i, j) = (k / 50, k % 50);
                Assert.True(w[k] == 0 || (i >= rows.From && i < rows.To && j >= columns.From && j < columns.To), $"{i}, {j}");
            }
        }
    }

    [Fact]
    public void The_turning_matrix_is_orthogonal_whatever_the_topology()
    {
        var cell = new EchoStateCell { Units = 12, Proximity = 0.2 };
        var network = Network.Create(
            cell, cell.Graph(1, 1, 20.Ms), new NetworkOptions { Readout = ReadoutKind.All, Recurrent = new RingInitialiser(), SpectralRadius = 0.9, Autapses = true }, 3);
        var o = network.Effective("w_o");
        for (var i = 0; i < 12; i++)
        {
            for (var j = 0; j < 12; j++)
            {
                var product = 0.0;
                for (var k = 0; k < 12; k++)
                {
                    product += (double)o[(i * 12) + k] * o[(j * 12) + k];
                }

                Assert.Equal(i == j ? 1 : 0, product, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    public void Gains_and_biases_move_by_the_published_rules(Activation activation)
    {
        const double Eta = 0.01, Mu = 0.2, Sigma = 0.4;
        var cell = new EchoStateCell
        {
            Units = Units, Activation = activation, Plasticity = Eta, PlasticityMean = Mu, PlasticityDeviation = Sigma, LeakRate = 0.5, IsAdapting = true,
        };
        var (hand, inputs, made) = Run(cell);
        double[] x = [.. hand["x0"]], g = [.. hand["g0"]], h = [.. hand["h0"]];
        for (var t = 0; t < Steps; t++)
        {
            var a = ByHand.Sum(hand.Times("w_rec", x), hand.Times("w_in", inputs[(t * Inputs)..((t + 1) * Inputs)]));
            for (var k = 0; k < Units; k++)
            {
                var drive = (g[k] * a[k]) + h[k];
                var y = activation == Activation.Tanh ? Math.Tanh(drive) : 1 / (1 + Math.Exp(-drive));
                var change = activation == Activation.Tanh
                    ? -Eta * ((-Mu / (Sigma * Sigma)) + (y / (Sigma * Sigma) * ((2 * Sigma * Sigma) + 1 - (y * y) + (Mu * y))))
                    : Eta * (1 - ((2 + (1 / Mu)) * y) + (y * y / Mu));
                x[k] = (0.5 * x[k]) + (0.5 * y);
                h[k] += change;
                g[k] += (Eta / g[k]) + (change * a[k]);
            }

            ByHand.Same(x, made.Rates[(t * Units)..((t + 1) * Units)]);
        }
    }

    private static (ByHand Hand, double[] Inputs, Given<double> Made) Run(Cell cell)
    {
        var graph = cell.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        var inputs = ByHand.Drawn(Steps * Inputs);
        return (hand, inputs, Given<double>.Run(graph, hand.Parameters, inputs));
    }
}
