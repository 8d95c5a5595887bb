using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static partial class Philox
{
    /// <summary>The words of four counters, one after the other: in U words 1 and 0 of each, in W words 3 and 2.</summary>
    /// <param name="counter">First word of the first counter.</param>
    /// <param name="step">Second word of all.</param>
    /// <param name="index">Third and fourth word of all.</param>
    /// <param name="k0">First word of the key.</param>
    /// <param name="k1">Second word of the key.</param>
    /// <param name="rounds">How many rounds.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<int> U, Vector256<int> W) Words256(uint counter, uint step, long index, uint k0, uint k1, int rounds)
    {
        var m0 = Vector256.Create((ulong)Multiplier0).AsUInt32();
        var m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        var x0 = Avx2.Add(Vector256.Create((ulong)counter), Vector256.Create(0UL, 1, 2, 3));
        var x1 = Vector256.Create((ulong)step);
        var x2 = Vector256.Create((ulong)(uint)index);
        var x3 = Vector256.Create((ulong)index >> 32);
        for (var round = 0; round < rounds - 1; round++)
        {
            var p0 = Avx2.Multiply(x0.AsUInt32(), m0);
            var p1 = Avx2.Multiply(x2.AsUInt32(), m1);
            x0 = Avx2.Xor(Avx2.Xor(Avx2.ShiftRightLogical(p1, 32), x1), Vector256.Create((ulong)k0));
            x2 = Avx2.Xor(Avx2.Xor(Avx2.ShiftRightLogical(p0, 32), x3), Vector256.Create((ulong)k1));
            x1 = p1;
            x3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        var q0 = Avx2.Multiply(x0.AsUInt32(), m0);
        var q1 = Avx2.Multiply(x2.AsUInt32(), m1);
        var u = Avx2.Xor(Avx2.Xor(q1, Avx2.ShiftLeftLogical(x1, 32)), Vector256.Create((ulong)k0 << 32));
        var w = Avx2.Xor(Avx2.Xor(q0, Avx2.ShiftLeftLogical(x3, 32)), Vector256.Create((ulong)k1 << 32));
        return (u.AsInt32(), w.AsInt32());
    }
}
