using System.Runtime.CompilerServices;

namespace Engram.Numerics;

/// <summary>
/// The counter-based generator Philox4x32-10: four 32-bit words are a function of a 128-bit counter and a 64-bit key, nothing else.
/// </summary>
/// <remarks>Salmon, Moraes, Dror and Shaw (2011), <see href="https://doi.org/10.1145/2063384.2063405"/>.</remarks>
internal static partial class Philox
{
    internal const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>The four words of one counter.</summary>
    /// <param name="c">Counter, four words.</param>
    /// <param name="k0">First word of the key.</param>
    /// <param name="k1">Second word of the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X0, uint X1, uint X2, uint X3) Words((uint C0, uint C1, uint C2, uint C3) c, uint k0, uint k1)
    {
        var (x0, x1, x2, x3) = c;
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * x0;
            var p1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }
}
