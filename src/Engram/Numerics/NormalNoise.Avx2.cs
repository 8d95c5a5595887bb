using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static unsafe partial class NormalNoise
{
    /// <summary>Four counters to a half step, one word in the low half of each 64-bit lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Avx2Row<TSink>(float* row, int count, uint counter, StreamKey key, long index, int step, float scale)
        where TSink : struct, ISink
    {
        var amplitude = Vector256.Create(scale);
        var tail = stackalloc float[Block];
        for (var j = 0; j < count; j += Block, counter += Block / 4)
        {
            var (u, w) = Words256(counter, (uint)step, index, key.K0, key.K1);
            var (cosine0, sine0) = Pair(u, w, amplitude);
            (u, w) = Words256(counter + 4, (uint)step, index, key.K0, key.K1);
            var (cosine1, sine1) = Pair(u, w, amplitude);
            if (j + Block <= count)
            {
                TSink.Put(row + j, cosine0);
                TSink.Put(row + j + 8, cosine1);
                TSink.Put(row + j + 16, sine0);
                TSink.Put(row + j + 24, sine1);
            }
            else
            {
                Avx.Store(tail, cosine0);
                Avx.Store(tail + 8, cosine1);
                Avx.Store(tail + 16, sine0);
                Avx.Store(tail + 24, sine1);
                PutTail<TSink>(row + j, tail, count - j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> U, Vector256<int> W) Words256(uint counter, uint step, long index, uint k0, uint k1)
    {
        var m0 = Vector256.Create((ulong)Philox.Multiplier0).AsUInt32();
        var m1 = Vector256.Create((ulong)Philox.Multiplier1).AsUInt32();
        var x0 = Avx2.Add(Vector256.Create((ulong)counter), Vector256.Create(0UL, 1, 2, 3));
        var x1 = Vector256.Create((ulong)step);
        var x2 = Vector256.Create((ulong)(uint)index);
        var x3 = Vector256.Create((ulong)index >> 32);
        for (var round = 0; round < Rounds - 1; round++)
        {
            var p0 = Avx2.Multiply(x0.AsUInt32(), m0);
            var p1 = Avx2.Multiply(x2.AsUInt32(), m1);
            x0 = Avx2.Xor(Avx2.Xor(Avx2.ShiftRightLogical(p1, 32), x1), Vector256.Create((ulong)k0));
            x2 = Avx2.Xor(Avx2.Xor(Avx2.ShiftRightLogical(p0, 32), x3), Vector256.Create((ulong)k1));
            x1 = p1;
            x3 = p0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        var q0 = Avx2.Multiply(x0.AsUInt32(), m0);
        var q1 = Avx2.Multiply(x2.AsUInt32(), m1);
        var u = Avx2.Xor(Avx2.Xor(q1, Avx2.ShiftLeftLogical(x1, 32)), Vector256.Create((ulong)k0 << 32));
        var w = Avx2.Xor(Avx2.Xor(q0, Avx2.ShiftLeftLogical(x3, 32)), Vector256.Create((ulong)k1 << 32));
        return (u.AsInt32(), w.AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Cosine, Vector256<float> Sine) Pair(
        Vector256<int> first,
        Vector256<int> second,
        Vector256<float> scale)
    {
        var v = Avx.ConvertToVector256Single(Avx2.Or(first, Vector256.Create(1)));
        var biased = Avx2.And(Avx2.ShiftRightLogical(v.AsInt32(), 23), Vector256.Create(0xff));
        var e = Avx.ConvertToVector256Single(Avx2.Subtract(biased, Vector256.Create(127)));
        var m = Avx2.Or(Avx2.And(v.AsInt32(), Vector256.Create(0x007fffff)), Vector256.Create(0x3f000000)).AsSingle();
        var t = Avx.Subtract(m, Vector256.Create(1f));
        var p = Fma.MultiplyAdd(Vector256.Create(L5), t, Vector256.Create(L4));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(L3));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(L2));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(L1));
        p = Fma.MultiplyAdd(p, t, Vector256.Create(L0));
        var octaves = Fma.MultiplyAdd(e, Vector256.Create(-Ln4), Vector256.Create(Ln4Times30));
        var radius = Avx.Sqrt(Fma.MultiplyAdd(t, p, octaves));
        radius = Avx.Multiply(Avx.Or(radius, Avx.And(v, Vector256.Create(-0f))), scale);

        var x = Avx.Multiply(Avx.ConvertToVector256Single(second), Vector256.Create(AngleUnit));
        var z = Avx.Multiply(x, x);
        var sine = Fma.MultiplyAdd(Vector256.Create(S3), z, Vector256.Create(S2));
        sine = Fma.MultiplyAdd(sine, z, Vector256.Create(S1));
        sine = Fma.MultiplyAdd(sine, z, Vector256.Create(S0));
        var cosine = Fma.MultiplyAdd(Vector256.Create(C4), z, Vector256.Create(C3));
        cosine = Fma.MultiplyAdd(cosine, z, Vector256.Create(C2));
        cosine = Fma.MultiplyAdd(cosine, z, Vector256.Create(C1));
        cosine = Fma.MultiplyAdd(cosine, z, Vector256.Create(C0));
        return (Avx.Multiply(cosine, radius), Avx.Multiply(sine, Avx.Multiply(x, radius)));
    }

    private static void PutTail<TSink>(float* row, float* tail, int count)
        where TSink : struct, ISink
    {
        for (var j = 0; j < count; j++)
        {
            TSink.Put(row + j, tail[j]);
        }
    }
}
