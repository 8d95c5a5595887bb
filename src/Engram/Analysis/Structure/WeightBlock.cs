using MathNet.Numerics.Statistics;

namespace Engram.Analysis;

/// <summary>
/// The recurrent weights from units of one kind to units of one kind, as magnitudes |W[i, j]|. A weight that rectification holds at zero is
/// counted as zero and left out of all moments; what is not connected is no weight.
/// </summary>
/// <param name="Name"><c>E→E</c>, <c>E→I</c>, <c>I→E</c> or <c>I→I</c>, from → to.</param>
/// <param name="FromExcitatory">Whether the senders are excitatory.</param>
/// <param name="ToExcitatory">Whether the receivers are.</param>
/// <param name="Magnitudes">Of all connections, ascending.</param>
public sealed record WeightBlock(string Name, bool FromExcitatory, bool ToExcitatory, IReadOnlyList<double> Magnitudes)
{
    private readonly double[] present = [.. Magnitudes.Where(w => w > 0)];

    /// <summary>n, the number of connections.</summary>
    public int Count => Magnitudes.Count;

    /// <summary>Share of the connections whose weight is zero; NaN without connections.</summary>
    public double ZeroShare => Count == 0 ? double.NaN : 1 - ((double)present.Length / Count);

    /// <summary>Magnitudes above zero, ascending.</summary>
    public IReadOnlyList<double> Present => present;

    /// <summary>m, the mean of those above zero.</summary>
    public double Mean => present.Mean();

    /// <summary>s, their standard deviation (n − 1).</summary>
    public double Sd => present.StandardDeviation();

    /// <summary>Their skewness, Σ (w − m)³/n / (Σ (w − m)²/n)^(3/2): 0 for a normal distribution, 2 for an exponential one.</summary>
    public double Skewness => Central(3) / Math.Pow(Central(2), 1.5);

    /// <summary>Their excess kurtosis, Σ (w − m)⁴/n / (Σ (w − m)²/n)² − 3: 0 for a normal distribution, 6 for an exponential one.</summary>
    public double ExcessKurtosis => (Central(4) / Math.Pow(Central(2), 2)) - 3;

    /// <summary>The four blocks of a network: E→E, E→I, I→E, I→I.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyList<WeightBlock> Of(SignedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [Block(network, true, true), Block(network, true, false), Block(network, false, true), Block(network, false, false)];
    }

    /// <summary>Two blocks as one, such as all weights from inhibitory units.</summary>
    /// <param name="other">The other block.</param>
    /// <param name="name">Name of the whole.</param>
    public WeightBlock With(WeightBlock other, string name) =>
        new(name, FromExcitatory, ToExcitatory, [.. Magnitudes.Concat(other.Magnitudes).Order()]);

    private static WeightBlock Block(SignedNetwork network, bool from, bool to)
    {
        var w = network.Weights;
        var units = network.Units;
        var magnitudes = new List<double>();
        for (var i = to ? 0 : network.Excitatory; i < (to ? network.Excitatory : units); i++)
        {
            for (var j = from ? 0 : network.Excitatory; j < (from ? network.Excitatory : units); j++)
            {
                if (network.Connected(i, j))
                {
                    magnitudes.Add(Math.Abs(w[(i * units) + j]));
                }
            }
        }

        magnitudes.Sort();
        return new($"{(from ? "E" : "I")}→{(to ? "E" : "I")}", from, to, magnitudes);
    }

    private double Central(int power)
    {
        var mean = Mean;
        return present.Length == 0 ? double.NaN : present.Average(w => Math.Pow(w - mean, power));
    }
}
