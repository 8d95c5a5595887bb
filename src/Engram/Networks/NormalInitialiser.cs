using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Normal weights of mean 0: W[i, j] ~ s[i, j] · N(0, σ²), where s is the strength of the connection. Where weights must not be negative,
/// their magnitude is taken.
/// </summary>
public sealed record NormalInitialiser : Initialiser
{
    /// <summary>A normal distribution.</summary>
    /// <param name="deviation">σ, above 0.</param>
    public NormalInitialiser(double deviation = 1) => Deviation = AboveZero(deviation, "deviation", "normal(0.1)");

    /// <summary>σ, the standard deviation.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights)
    {
        foreach (ref var w in weights)
        {
            w = (float)(Deviation * stream.NextNormal());
        }
    }
}
