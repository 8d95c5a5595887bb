using System.Runtime.CompilerServices;

namespace Engram.Numerics;

internal static unsafe partial class NormalNoise
{
    // −2 ln(1 + t) = t (L₀ + … + L₅ t⁵) for −½ ≤ t < 0, largest error of its root 2·10⁻⁶, and
    // bound to Ln4 at t = −½, where u = 1 must give 0 and not the root of a negative number.
    private const float L0 = -1.99988735f, L1 = 1.00585091f, L2 = -0.581132948f, L3 = 1.02116668f, L4 = 1.0572176f, L5 = 2.01347589f;

    // 2 ln 2 to 20 bits: 30 times it is a float, so that the terms of the exponent cancel exactly for u just below 1.
    private const float Ln4 = 1.38629341125f, Ln4Times30 = 30 * Ln4;

    // sin(½πx) = x (S₀ + … + S₃ x⁶), cos(½πx) = C₀ + … + C₄ x⁸ for |x| ≤ 1, absolute errors 6·10⁻⁷ and 6·10⁻⁸.
    private const float S0 = 1.57079101f, S1 = -0.645892799f, S2 = 0.0794342235f, S3 = -0.00433301553f;
    private const float C0 = 0.99999994f, C1 = -1.23369765f, C2 = 0.253647417f, C3 = -0.0208045729f, C4 = 0.000854835846f;

    private const float AngleUnit = 1f / (1u << 31);

    /// <summary>The path that any processor can take, and the definition of the numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ScalarRow<TSink>(float* row, int count, uint counter, StreamKey key, long index, int step, float scale)
        where TSink : struct, ISink
    {
        var (k0, k1) = (key.K0, key.K1);
        for (var j = 0; j < count; j += Block, counter += Block / 4)
        {
            for (var pair = 0; pair < Block / 2; pair++)
            {
                // A counter makes two neighbouring pairs; the cosines of a block come first, then the sines.
                var (x0, x1, x2, x3) = Words(counter + (uint)(pair / 2), (uint)step, index, k0, k1);
                var (cosine, sine) = (pair & 1) == 0 ? Pair((int)x1, (int)x3, scale) : Pair((int)x0, (int)x2, scale);
                if (j + pair < count)
                {
                    TSink.Put(row + j + pair, cosine);
                }

                if (j + pair + (Block / 2) < count)
                {
                    TSink.Put(row + j + pair + (Block / 2), sine);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint X0, uint X1, uint X2, uint X3) Words(uint counter, uint step, long index, uint k0, uint k1)
    {
        var (x0, x1, x2, x3) = (counter, step, (uint)index, (uint)((ulong)index >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Philox.Multiplier0 * x0;
            var p1 = (ulong)Philox.Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>
    /// Box and Muller: u = |v| / 2³¹ from 31 bits of the first word, θ = ½π (w / 2³¹) on half the circle, its sign from v.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (float Cosine, float Sine) Pair(int first, int second, float scale)
    {
        // |v| = 2^e · 2m with ½ ≤ m < 1, so −2 ln u = −2 ln m − (e − 30) 2 ln 2
        var v = BitConverter.SingleToInt32Bits((float)(first | 1));
        var e = (float)(((v >> 23) & 0xff) - 127);
        var t = BitConverter.Int32BitsToSingle((v & 0x007fffff) | 0x3f000000) - 1f;
        var p = MathF.FusedMultiplyAdd(L5, t, L4);
        p = MathF.FusedMultiplyAdd(p, t, L3);
        p = MathF.FusedMultiplyAdd(p, t, L2);
        p = MathF.FusedMultiplyAdd(p, t, L1);
        p = MathF.FusedMultiplyAdd(p, t, L0);
        var square = MathF.FusedMultiplyAdd(t, p, MathF.FusedMultiplyAdd(e, -Ln4, Ln4Times30));
        var radius = MathF.Sqrt(square);
        radius = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(radius) | (v & int.MinValue)) * scale;

        var x = second * AngleUnit;
        var z = x * x;
        var sine = MathF.FusedMultiplyAdd(S3, z, S2);
        sine = MathF.FusedMultiplyAdd(sine, z, S1);
        sine = MathF.FusedMultiplyAdd(sine, z, S0);
        var cosine = MathF.FusedMultiplyAdd(C4, z, C3);
        cosine = MathF.FusedMultiplyAdd(cosine, z, C2);
        cosine = MathF.FusedMultiplyAdd(cosine, z, C1);
        cosine = MathF.FusedMultiplyAdd(cosine, z, C0);
        return (cosine * radius, sine * (x * radius));
    }
}
