using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Magnitudes from a gamma distribution of shape k and mean m times the strength s of the connection: |W[i, j]| ~ s[i, j] · Gamma(k, m /
/// k).
/// </summary>
/// <remarks>
/// Under Dale's law the column gives the sign and the strengths balance excitation and inhibition
/// (<see cref="Connectivity.Balanced"/>); without it each weight has a random sign.
/// </remarks>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang and Wang (2016), Training excitatory-inhibitory recurrent neural networks")]
public sealed record GammaInitialiser : Initialiser
{
    /// <summary>A gamma distribution.</summary>
    /// <param name="shape">k, above 0; the coefficient of variation is 1/√k.</param>
    /// <param name="mean">m, above 0, at a connection of strength 1.</param>
    public GammaInitialiser(double shape = 2, double mean = 0.1)
    {
        Shape = AboveZero(shape, "shape", "gamma(2)");
        Mean = AboveZero(mean, "mean", "gamma(2, 0.1)");
    }

    /// <summary>k; the coefficient of variation is 1/√k.</summary>
    public double Shape { get; }

    /// <summary>m, at a connection of strength 1.</summary>
    public double Mean { get; }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights)
    {
        foreach (ref var w in weights)
        {
            var magnitude = Mean / Shape * GammaSampler.Next(ref stream, Shape);
            w = (float)((stream.NextUInt32() & 1) == 0 ? magnitude : -magnitude);
        }
    }
}
