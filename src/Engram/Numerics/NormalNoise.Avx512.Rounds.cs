using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static unsafe partial class NormalNoise
{
    // Truth table of a ^ b ^ c and of (a & b) | c.
    private const byte Xor3 = 0x96, AndOr = 0xEA;

    /// <summary>A full round; the identity if this is not a round before the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> X0, Vector512<ulong> X1, Vector512<ulong> X2, Vector512<ulong> X3) Middle(
        int round,
        Vector512<ulong> x0,
        Vector512<ulong> x1,
        Vector512<ulong> x2,
        Vector512<ulong> x3,
        Vector512<uint> m0,
        Vector512<uint> m1,
        ulong* keys)
    {
        if (round >= Rounds - 1)
        {
            return (x0, x1, x2, x3);
        }

        var p0 = Avx512F.Multiply(x0.AsUInt32(), m0);
        var p1 = Avx512F.Multiply(x2.AsUInt32(), m1);
        x0 = Avx512F.TernaryLogic(High(p1), x1, Vector512.Create(keys[2 * round]), Xor3);
        x2 = Avx512F.TernaryLogic(High(p0), x3, Vector512.Create(keys[(2 * round) + 1]), Xor3);
        return (x0, p1, x2, p0);
    }

    /// <summary>The same of two independent states, word by word in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Middle(
        int round,
        ref Vector512<ulong> x0,
        ref Vector512<ulong> x1,
        ref Vector512<ulong> x2,
        ref Vector512<ulong> x3,
        ref Vector512<ulong> y0,
        ref Vector512<ulong> y1,
        ref Vector512<ulong> y2,
        ref Vector512<ulong> y3,
        Vector512<uint> m0,
        Vector512<uint> m1,
        ulong* keys)
    {
        if (round >= Rounds - 1)
        {
            return;
        }

        var p1 = Avx512F.Multiply(x2.AsUInt32(), m1);
        var q1 = Avx512F.Multiply(y2.AsUInt32(), m1);
        var p0 = Avx512F.Multiply(x0.AsUInt32(), m0);
        var q0 = Avx512F.Multiply(y0.AsUInt32(), m0);
        x0 = Avx512F.TernaryLogic(High(p1), x1, Vector512.Create(keys[2 * round]), Xor3);
        y0 = Avx512F.TernaryLogic(High(q1), y1, Vector512.Create(keys[2 * round]), Xor3);
        x2 = Avx512F.TernaryLogic(High(p0), x3, Vector512.Create(keys[(2 * round) + 1]), Xor3);
        y2 = Avx512F.TernaryLogic(High(q0), y3, Vector512.Create(keys[(2 * round) + 1]), Xor3);
        (x1, x3, y1, y3) = (p1, p0, q1, q0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> High(Vector512<ulong> product) => Avx512F.ShiftRightLogical(product, 32);
}
