using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Equations;

/// <summary>The two populations of the consolidator, by equations written out.</summary>
public sealed class ConsolidatorTests
{
    private const int Inputs = 3, Outputs = 2, Units = 7, Steps = 25;

    [Fact]
    public void Populations_take_turns()
    {
        var graph = new ConsolidatorCell { Units = Units }.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        var inputs = ByHand.Drawn(Steps * Inputs);
        var made = Given<double>.Run(graph, hand.Parameters, inputs);
        var (a, b) = (hand["h_a0"], hand["h_b0"]);
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            a = Leak(a, ByHand.Sum(hand.Times("w_ba", Rates(b)), hand.Times("w_in", u)));
            b = Leak(b, hand.Times("w_ab", Rates(a)));
            ByHand.Same(Rates(b), made.Rates[(t * Units)..((t + 1) * Units)]);
            ByHand.Same(ByHand.Sum(hand.Times("w_out", Rates(b)), hand["b_out"]), made.Outputs[(t * Outputs)..((t + 1) * Outputs)]);
        }

        static double[] Rates(double[] h) => [.. h.Select(Math.Tanh)];

        // h ← c h + d p with d = 1/10.
        static double[] Leak(double[] h, double[] p) => [.. h.Zip(p, (old, drive) => (0.9 * old) + (0.1 * drive))];
    }

    [Fact]
    public void Weights_begin_as_published()
    {
        const int N = 200, O = 50;
        var cell = new ConsolidatorCell { Units = N };
        var network = Network.Create(cell, cell.Graph(100, O, 20.Ms), new NetworkOptions { TrainReadoutBias = true }, 1);
        foreach (var (name, deviation) in new[]
        {
            ("w_ab", 1.5 / Math.Sqrt(N)), ("w_ba", 1.5 / Math.Sqrt(N)), ("w_in", 0.1 / Math.Sqrt(N)), ("w_out", 0.1 / Math.Sqrt(O)),
        })
        {
            var weights = network.Effective(name).ToArray();
            Assert.Equal(1, Math.Sqrt(weights.Average(w => w * w)) / deviation, 0.03);
        }

        // Unit i of one population is not unit i of the other.
        Assert.All(Enumerable.Range(0, N), i => Assert.NotEqual(0, network["w_ab", i, i]));
        Assert.All(network.Effective("b_out").ToArray(), bias => Assert.Equal(0, bias));
        Assert.False(network.Parameters.Constraint("b_out").Trainable);
    }
}
