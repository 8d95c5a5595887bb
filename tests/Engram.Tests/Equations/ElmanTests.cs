using Engram.Cells;
using Engram.Configuration;

namespace Engram.Tests.Equations;

/// <summary>
/// With cross-entropy the cell <c>elman</c> is a = b + W h + U x, h = tanh(a), o = c + V h, ŷ = softmax(o), L = −Σ log ŷ[y], forward and back
/// through time.
/// </summary>
public sealed class ElmanTests
{
    private const int Inputs = 3, Outputs = 4, Units = 7, Steps = 30;

    [Fact]
    public void It_is_the_five_equations_and_their_gradient()
    {
        var graph = new ElmanCell { Units = Units }.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        Assert.Equal(["b", "b_out", "h0", "w_in", "w_out", "w_rec"], graph.Parameters.Select(shape => shape.Name).Order(StringComparer.Ordinal));
        var x = ByHand.Drawn(Steps * Inputs).Chunk(Inputs).ToArray();
        int[] y = [.. Enumerable.Range(0, Steps).Select(t => (t * t) % Outputs)];
        var (made, gradient) = Given<double>.Learn(
            graph, hand.Parameters, [.. x.SelectMany(row => row)], z => [.. z.Chunk(Outputs).SelectMany((row, t) => Errors(row, y[t]))]);

        var h = new double[Steps + 1][];
        h[0] = hand["h0"];
        var errors = new double[Steps][];
        for (var t = 1; t <= Steps; t++)
        {
            var a = ByHand.Sum(hand["b"], hand.Times("w_rec", h[t - 1]), hand.Times("w_in", x[t - 1]));
            h[t] = [.. a.Select(Math.Tanh)];
            var o = ByHand.Sum(hand["b_out"], hand.Times("w_out", h[t]));
            ByHand.Same(o, made.Outputs[((t - 1) * Outputs)..(t * Outputs)]);
            errors[t - 1] = Errors(o, y[t - 1]);
        }

        var sums = graph.Parameters.ToDictionary(shape => shape.Name, shape => new double[shape.Count]);
        void Outer(string name, double[] left, double[] right)
        {
            for (var k = 0; k < left.Length * right.Length; k++)
            {
                sums[name][k] += left[k / right.Length] * right[k % right.Length];
            }
        }

        double[] later = new double[Units], one = [1];
        for (var t = Steps; t >= 1; t--)
        {
            Outer("w_out", errors[t - 1], h[t]);
            Outer("b_out", errors[t - 1], one);
            var dh = ByHand.Sum(hand.Transposed("w_out", errors[t - 1]), later);
            double[] da = [.. dh.Zip(h[t], (d, value) => d * (1 - (value * value)))];
            Outer("w_rec", da, h[t - 1]);
            Outer("w_in", da, x[t - 1]);
            Outer("b", da, one);
            later = hand.Transposed("w_rec", da);
        }

        sums["h0"] = later;
        Assert.All(sums, sum => ByHand.Same(sum.Value, hand.Part(sum.Key, gradient)));
    }

    // ŷ − 1[y]
    private static double[] Errors(double[] o, int right) =>
        [.. o.Select((value, k) => (Math.Exp(value) / o.Sum(Math.Exp)) - (k == right ? 1 : 0))];
}
