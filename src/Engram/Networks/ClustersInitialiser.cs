using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Clusters: units fall into c groups that lie one after the other and are as equal in size as can be. A connection exists with one probability within a
/// group and with another between groups. Weights are normal, W[i, j] ~ s[i, j] · N(0, g²), where s is the strength of the connection.
/// </summary>
[Cite("10.1162/netn_a_00082", "Rodriguez, Izquierdo & Ahn (2019), Optimal modularity and memory capacity of neural reservoirs")]
public sealed record ClustersInitialiser : TopologyInitialiser
{
    private const string Example = "clusters(5, 0.5, 0.02)";

    /// <summary>Clusters.</summary>
    /// <param name="clusters">c, the number of groups; at most one for each unit.</param>
    /// <param name="inside">Probability of a connection within a group, 0 to 1.</param>
    /// <param name="between">Probability of a connection between groups, 0 to 1.</param>
    /// <param name="gain">g, above 0: the standard deviation of the weights.</param>
    public ClustersInitialiser(double clusters = 5, double inside = 0.5, double between = 0.02, double gain = 1)
    {
        Clusters = Whole(clusters, 1, "number of clusters", Example);
        Inside = Probability(inside, "probability inside clusters", Example);
        Between = Probability(between, "probability between clusters", Example);
        Gain = AboveZero(gain, "gain", "clusters(5, 0.5, 0.02, 1)");
        if (Inside == 0 && Between == 0)
        {
            throw new UsageException($"An initialiser of clusters has the probability 0 inside and between them, so there would be no connection; write for example {Example}.");
        }
    }

    /// <summary>c, the number of groups.</summary>
    public int Clusters { get; }

    /// <summary>Probability of a connection within a group.</summary>
    public double Inside { get; }

    /// <summary>Probability of a connection between groups.</summary>
    public double Between { get; }

    /// <summary>g, the standard deviation of the weights.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    protected override string? Fault(int units) => Clusters <= units ? null : string.Create(
        CultureInfo.InvariantCulture, $"{units} units cannot make {Clusters} clusters; write at most {units}, or set `Units` to at least {Clusters}.");

    /// <inheritdoc/>
    protected override void Connect(int units, ref RandomStream stream, Span<bool> connected)
    {
        for (var i = 0; i < units; i++)
        {
            for (var j = 0; j < units; j++)
            {
                var same = (long)i * Clusters / units == (long)j * Clusters / units;
                connected[(i * units) + j] = stream.NextUniform() < (same ? Inside : Between);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights) => Normal(weights, Gain, ref stream);
}
