using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Weights of one magnitude and either sign: W[i, j] = ± s[i, j] · a with equal probability, where s is the strength of the connection. Where weights
/// must not be negative, all are a.
/// </summary>
[Cite("10.1109/TNN.2010.2089641", "Rodan & Tiňo (2011), Minimum complexity echo state network")]
public sealed record BernoulliInitialiser : Initialiser
{
    /// <summary>Weights of one magnitude.</summary>
    /// <param name="scale">a, above 0.</param>
    public BernoulliInitialiser(double scale = 1) => Scale = AboveZero(scale, "scale", "bernoulli(1)");

    /// <summary>a, the magnitude.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights)
    {
        foreach (ref var w in weights)
        {
            w = (float)(stream.NextUniform() < 0.5 ? -Scale : Scale);
        }
    }
}
