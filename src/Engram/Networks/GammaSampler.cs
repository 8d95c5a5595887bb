using Engram.Numerics;

namespace Engram.Networks;

/// <summary>Gamma-distributed numbers.</summary>
/// <remarks>Marsaglia and Tsang (2000), <see href="https://doi.org/10.1145/358407.358414"/>.</remarks>
internal static class GammaSampler
{
    /// <summary>One number of density x^(k−1) e^(−x) / Γ(k): mean k, variance k.</summary>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="shape">k, above 0.</param>
    public static double Next(ref RandomStream stream, double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1)
        {
            // Gamma(k) = Gamma(k + 1) · U^(1/k); 1 - u lies in (0, 1].
            return Next(ref stream, shape + 1) * Math.Pow(1 - stream.NextUniform(), 1 / shape);
        }

        // d(1 + c z)³ with z normal is nearly gamma; rejection makes it exact.
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var z = stream.NextNormal();
            var v = 1 + (c * z);
            v = v * v * v;
            var u = 1 - stream.NextUniform();
            if (v > 0 && Math.Log(u) < (0.5 * z * z) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
