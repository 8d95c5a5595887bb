using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// W[i, j] ~ g · U(−a, a) with a = √(6 / (rows + columns)), the whole matrix counted, whichever connections exist. Excitation and
/// inhibition are not balanced.
/// </summary>
/// <remarks>Glorot and Bengio (2010), <see href="https://proceedings.mlr.press/v9/glorot10a.html"/>.</remarks>
public sealed record GlorotInitialiser : Initialiser
{
    /// <summary>A uniform distribution scaled by the size of the matrix.</summary>
    /// <param name="gain">g, above 0.</param>
    public GlorotInitialiser(double gain = 1) => Gain = AboveZero(gain, "gain", "glorot(1)");

    /// <summary>g, a factor on all weights.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    public override bool FollowsStrength => false;

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights)
    {
        var a = Gain * Math.Sqrt(6.0 / (rows + columns));
        foreach (ref var w in weights)
        {
            w = (float)stream.NextUniform(-a, a);
        }
    }
}
