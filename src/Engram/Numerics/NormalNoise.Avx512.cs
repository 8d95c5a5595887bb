using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

public static unsafe partial class NormalNoise
{
    // Truth table of a ^ b ^ c and of (a & b) | c.
    private const byte Xor3 = 0x96, AndOr = 0xEA;

    /// <summary>
    /// Eight counters to a step, one 32-bit word in the low half of each 64-bit lane; the high halves hold leftovers, which the
    /// multiplication does not read.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Avx512Row<TSink>(float* row, int count, uint counter, StreamKey key, long index, int step, float scale)
        where TSink : struct, ISink
    {
        var (k0, k1) = (key.K0, key.K1);

        // Three of the four words of a row's counters are the same, so most of the first two rounds is done here, once.
        var p1 = (ulong)Philox.Multiplier1 * (uint)index;
        var first = (uint)(p1 >> 32) ^ (uint)step ^ k0;
        var entry0 = Vector512.Create((ulong)((uint)((ulong)index >> 32) ^ k1));
        (k0, k1) = (k0 + Philox.Weyl0, k1 + Philox.Weyl1);
        var p0 = (ulong)Philox.Multiplier0 * first;
        var entry1 = Vector512.Create((ulong)((uint)p1 ^ k0));
        var entry2 = Vector512.Create((ulong)((uint)(p0 >> 32) ^ k1));
        (k0, k1) = (k0 + Philox.Weyl0, k1 + Philox.Weyl1);
        var key2 = Vector512.Create((ulong)k0);
        var entry3 = Vector512.Create((ulong)((uint)p0 ^ k1));

        var keys = stackalloc ulong[2 * Rounds];
        for (var round = 3; round < Rounds; round++)
        {
            (k0, k1) = (k0 + Philox.Weyl0, k1 + Philox.Weyl1);
            keys[2 * round] = k0;
            keys[(2 * round) + 1] = k1;
        }

        var last0 = Vector512.Create((ulong)k0 << 32);
        var last1 = Vector512.Create((ulong)k1 << 32);

        var m0 = Vector512.Create((ulong)Philox.Multiplier0).AsUInt32();
        var m1 = Vector512.Create((ulong)Philox.Multiplier1).AsUInt32();
        var amplitude = Vector512.Create(scale);
        var counters = Avx512F.Add(Vector512.Create((ulong)counter), Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7));
        var side = stackalloc float[Block];
        Avx512F.Store(side, Vector512<float>.Zero);
        Avx512F.Store(side + (Block / 2), Vector512<float>.Zero);
        for (var j = 0; j < count; j += Block)
        {
            var q0 = Avx512F.Multiply(counters.AsUInt32(), m0);
            var x2 = Avx512F.Xor(High(q0), entry0);
            var q1 = Avx512F.Multiply(x2.AsUInt32(), m1);
            var x0 = Avx512F.Xor(High(q1), entry1);
            var x1 = q1;
            x2 = Avx512F.Xor(q0, entry2);
            q0 = Avx512F.Multiply(x0.AsUInt32(), m0);
            q1 = Avx512F.Multiply(x2.AsUInt32(), m1);
            x0 = Avx512F.TernaryLogic(High(q1), x1, key2, Xor3);
            x2 = Avx512F.Xor(High(q0), entry3);
            x1 = q1;
            var x3 = q0;
            (x0, x1, x2, x3) = Middle(3, x0, x1, x2, x3, m0, m1, keys);
            (x0, x1, x2, x3) = Middle(4, x0, x1, x2, x3, m0, m1, keys);
            (x0, x1, x2, x3) = Middle(5, x0, x1, x2, x3, m0, m1, keys);
            (x0, x1, x2, x3) = Middle(6, x0, x1, x2, x3, m0, m1, keys);
            (x0, x1, x2, x3) = Middle(7, x0, x1, x2, x3, m0, m1, keys);
            (x0, x1, x2, x3) = Middle(8, x0, x1, x2, x3, m0, m1, keys);

            // The last round leaves words 1 and 0 in the halves of one vector, words 3 and 2 in those of the other.
            q0 = Avx512F.Multiply(x0.AsUInt32(), m0);
            q1 = Avx512F.Multiply(x2.AsUInt32(), m1);
            var u = Avx512F.TernaryLogic(q1, Avx512F.ShiftLeftLogical(x1, 32), last0, Xor3).AsInt32();
            var w = Avx512F.TernaryLogic(q0, Avx512F.ShiftLeftLogical(x3, 32), last1, Xor3).AsInt32();
            var (cosine, sine) = Pair(u, w, amplitude);

            // A last, partial block goes to the side; a branch with its own stores would make the registers spill here.
            var at = j + Block <= count ? row + j : side;
            TSink.Put(at, cosine);
            TSink.Put(at + (Block / 2), sine);
            counters = Avx512F.Add(counters, Vector512.Create((ulong)(Block / 4)));
        }

        var rest = count % Block;
        if (rest != 0)
        {
            row += count - rest;
            if (rest >= Block / 2)
            {
                TSink.Put(row, Avx512F.LoadVector512(side));
                row += Block / 2;
                side += Block / 2;
                rest -= Block / 2;
            }

            if (rest != 0)
            {
                var mask = Avx512F.CompareGreaterThan(Vector512.Create(rest), Vector512<int>.Indices).AsSingle();
                TSink.PutMasked(row, mask, Avx512F.LoadVector512(side));
            }
        }
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> High(Vector512<ulong> product) => Avx512F.ShiftRightLogical(product, 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Cosine, Vector512<float> Sine) Pair(Vector512<int> first, Vector512<int> second, Vector512<float> scale)
    {
        var v = Avx512F.ConvertToVector512Single(Avx512F.Or(first, Vector512.Create(1)));
        var e = Avx512F.GetExponent(v);
        var m = Avx512F.TernaryLogic(v.AsInt32(), Vector512.Create(0x007fffff), Vector512.Create(0x3f000000), AndOr).AsSingle();
        var t = Avx512F.Subtract(m, Vector512.Create(1f));
        var p = Avx512F.FusedMultiplyAdd(Vector512.Create(L5), t, Vector512.Create(L4));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L3));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L2));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L1));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L0));
        var octaves = Avx512F.FusedMultiplyAdd(e, Vector512.Create(-Ln4), Vector512.Create(Ln4Times30));
        var radius = Avx512F.Sqrt(Avx512F.FusedMultiplyAdd(t, p, octaves));
        radius = Avx512F.TernaryLogic(v.AsInt32(), Vector512.Create(int.MinValue), radius.AsInt32(), AndOr).AsSingle();
        radius = Avx512F.Multiply(radius, scale);

        var x = Avx512F.Multiply(Avx512F.ConvertToVector512Single(second), Vector512.Create(AngleUnit));
        var z = Avx512F.Multiply(x, x);
        var sine = Avx512F.FusedMultiplyAdd(Vector512.Create(S3), z, Vector512.Create(S2));
        sine = Avx512F.FusedMultiplyAdd(sine, z, Vector512.Create(S1));
        sine = Avx512F.FusedMultiplyAdd(sine, z, Vector512.Create(S0));
        var cosine = Avx512F.FusedMultiplyAdd(Vector512.Create(C4), z, Vector512.Create(C3));
        cosine = Avx512F.FusedMultiplyAdd(cosine, z, Vector512.Create(C2));
        cosine = Avx512F.FusedMultiplyAdd(cosine, z, Vector512.Create(C1));
        cosine = Avx512F.FusedMultiplyAdd(cosine, z, Vector512.Create(C0));
        return (Avx512F.Multiply(cosine, radius), Avx512F.Multiply(sine, Avx512F.Multiply(x, radius)));
    }
}
