using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// A small world: on a ring, each unit sends to its k nearest neighbours, half on either side. Each connection is then rewired with a probability: it
/// ends at another unit, uniform among those that its unit does not yet send to. Weights are normal, W[i, j] ~ s[i, j] · N(0, g²), where s is the
/// strength of the connection.
/// </summary>
/// <remarks>Connections of Watts and Strogatz have no direction; here each has one, and every unit keeps its k outgoing ones.</remarks>
[Cite("10.1038/30918", "Watts & Strogatz (1998), Collective dynamics of 'small-world' networks")]
[Cite(
    "10.1016/j.neunet.2019.01.002",
    "Kawai, Park & Asada (2019), A small-world topology enhances the echo state property and signal propagation in reservoir computing")]
public sealed record SmallWorldInitialiser : TopologyInitialiser
{
    private const string Example = "small-world(6, 0.1)";

    /// <summary>A small world.</summary>
    /// <param name="neighbours">k, even, below the number of units.</param>
    /// <param name="rewiring">Probability that a connection is rewired, 0 to 1.</param>
    /// <param name="gain">g, above 0: the standard deviation of the weights.</param>
    public SmallWorldInitialiser(double neighbours = 6, double rewiring = 0.1, double gain = 1)
    {
        Neighbours = Whole(neighbours, 2, "number of neighbours", Example);
        if (Neighbours % 2 != 0)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The number of neighbours of an initialiser is {Neighbours}, but must be even, half on either side; write for example {Example}."));
        }

        Rewiring = Probability(rewiring, "rewiring", Example);
        Gain = AboveZero(gain, "gain", "small-world(6, 0.1, 1)");
    }

    /// <summary>k, the connections that each unit sends.</summary>
    public int Neighbours { get; }

    /// <summary>Probability that a connection is rewired.</summary>
    public double Rewiring { get; }

    /// <summary>g, the standard deviation of the weights.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    protected override string? Fault(int units) => Neighbours < units ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"each of {units} units has only {units - 1} others, and not {Neighbours}; write fewer neighbours, or set `Units` to at least {Neighbours + 1}.");

    /// <inheritdoc/>
    protected override void Connect(int units, ref RandomStream stream, Span<bool> connected)
    {
        for (var j = 0; j < units; j++)
        {
            for (var away = 1; away <= Neighbours / 2; away++)
            {
                connected[((j + away) % units * units) + j] = true;
                connected[((j + units - away) % units * units) + j] = true;
            }
        }

        for (var j = 0; j < units; j++)
        {
            for (var away = 1; away <= Neighbours / 2; away++)
            {
                Rewire(connected, units, (j + away) % units, j, ref stream);
                Rewire(connected, units, (j + units - away) % units, j, ref stream);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights) => Normal(weights, Gain, ref stream);

    private void Rewire(Span<bool> connected, int units, int i, int j, ref RandomStream stream)
    {
        // A unit that sends to all others has nowhere else to send.
        if (stream.NextUniform() >= Rewiring || Neighbours == units - 1)
        {
            return;
        }

        int other;
        do
        {
            other = stream.NextInt(units);
        }
        while (other == j || connected[(other * units) + j]);

        connected[(i * units) + j] = false;
        connected[(other * units) + j] = true;
    }
}
