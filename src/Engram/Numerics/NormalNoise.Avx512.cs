using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static unsafe partial class NormalNoise
{
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
        var eight = Vector512.Create((ulong)(Block / 4));
        var j = 0;

        // Two independent blocks side by side: one alone waits for its own results more than it computes.
        for (; j < count - Block; j += 2 * Block)
        {
            var others = Avx512F.Add(counters, eight);
            var q0 = Avx512F.Multiply(counters.AsUInt32(), m0);
            var r0 = Avx512F.Multiply(others.AsUInt32(), m0);
            counters = Avx512F.Add(others, eight);
            var x2 = Avx512F.Xor(High(q0), entry0);
            var y2 = Avx512F.Xor(High(r0), entry0);
            var x1 = Avx512F.Multiply(x2.AsUInt32(), m1);
            var y1 = Avx512F.Multiply(y2.AsUInt32(), m1);
            x2 = Avx512F.Xor(q0, entry2);
            y2 = Avx512F.Xor(r0, entry2);
            var x0 = Avx512F.Xor(High(x1), entry1);
            var y0 = Avx512F.Xor(High(y1), entry1);
            var q1 = Avx512F.Multiply(x2.AsUInt32(), m1);
            var r1 = Avx512F.Multiply(y2.AsUInt32(), m1);
            var x3 = Avx512F.Multiply(x0.AsUInt32(), m0);
            var y3 = Avx512F.Multiply(y0.AsUInt32(), m0);
            x0 = Avx512F.TernaryLogic(High(q1), x1, key2, Xor3);
            y0 = Avx512F.TernaryLogic(High(r1), y1, key2, Xor3);
            x2 = Avx512F.Xor(High(x3), entry3);
            y2 = Avx512F.Xor(High(y3), entry3);
            (x1, y1) = (q1, r1);
            Middle(3, ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, ref y2, ref y3, m0, m1, keys);
            Middle(4, ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, ref y2, ref y3, m0, m1, keys);
            Middle(5, ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, ref y2, ref y3, m0, m1, keys);
            Middle(6, ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, ref y2, ref y3, m0, m1, keys);
            Middle(7, ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, ref y2, ref y3, m0, m1, keys);
            Middle(8, ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, ref y2, ref y3, m0, m1, keys);
            q1 = Avx512F.Multiply(x2.AsUInt32(), m1);
            r1 = Avx512F.Multiply(y2.AsUInt32(), m1);
            q0 = Avx512F.Multiply(x0.AsUInt32(), m0);
            r0 = Avx512F.Multiply(y0.AsUInt32(), m0);
            var u = Avx512F.TernaryLogic(q1, Avx512F.ShiftLeftLogical(x1, 32), last0, Xor3).AsInt32();
            var v = Avx512F.TernaryLogic(r1, Avx512F.ShiftLeftLogical(y1, 32), last0, Xor3).AsInt32();
            var w = Avx512F.TernaryLogic(q0, Avx512F.ShiftLeftLogical(x3, 32), last1, Xor3).AsInt32();
            var z = Avx512F.TernaryLogic(r0, Avx512F.ShiftLeftLogical(y3, 32), last1, Xor3).AsInt32();
            var at = j + (2 * Block) <= count ? row + j + Block : side;
            Pairs<TSink>(u, w, v, z, amplitude, row + j, at);
        }

        if (j < count)
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
            var at = j + Block <= count ? row + j : side;
            TSink.Put(at, cosine);
            TSink.Put(at + (Block / 2), sine);
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
}
