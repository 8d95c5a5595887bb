using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Uniform weights: W[i, j] ~ s[i, j] · U(−a, a), where s is the strength of the connection. Where weights must not be negative, their
/// magnitude is taken.
/// </summary>
public sealed record UniformInitialiser : Initialiser
{
    /// <summary>A uniform distribution.</summary>
    /// <param name="bound">a, above 0.</param>
    public UniformInitialiser(double bound = 0.1) => Bound = AboveZero(bound, "bound", "uniform(0.1)");

    /// <summary>a, the largest magnitude.</summary>
    public double Bound { get; }

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights)
    {
        foreach (ref var w in weights)
        {
            w = (float)stream.NextUniform(-Bound, Bound);
        }
    }
}
