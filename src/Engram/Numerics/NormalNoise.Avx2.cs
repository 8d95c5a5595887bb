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
            var (u, w) = Philox.Words256(counter, (uint)step, index, key.K0, key.K1, Rounds);
            var (cosine0, sine0) = Pair(u, w, amplitude);
            (u, w) = Philox.Words256(counter + 4, (uint)step, index, key.K0, key.K1, Rounds);
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
