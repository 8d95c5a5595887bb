using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// A delay line: each unit sends to the next, the last one to none, all with the weight g. W[i + 1, i] = g. Every eigenvalue is 0, so it has no spectral
/// radius to be scaled to.
/// </summary>
[Cite("10.1109/TNN.2010.2089641", "Rodan & Tiňo (2011), Minimum complexity echo state network")]
public sealed record LineInitialiser : TopologyInitialiser
{
    /// <summary>A delay line.</summary>
    /// <param name="gain">g, above 0: the weight of every connection.</param>
    public LineInitialiser(double gain = 1) => Gain = AboveZero(gain, "gain", "line(0.9)");

    /// <summary>g, the weight of every connection.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    public override bool FollowsStrength => false;

    /// <inheritdoc/>
    protected override void Connect(int units, ref RandomStream stream, Span<bool> connected)
    {
        for (var j = 0; j + 1 < units; j++)
        {
            connected[((j + 1) * units) + j] = true;
        }
    }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights) => weights.Fill((float)Gain);
}
