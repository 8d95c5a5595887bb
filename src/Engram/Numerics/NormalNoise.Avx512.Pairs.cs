using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static unsafe partial class NormalNoise
{
    /// <summary>The transform of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Cosine, Vector512<float> Sine) Pair(
        Vector512<int> first,
        Vector512<int> second,
        Vector512<float> scale)
    {
        var v = Avx512F.ConvertToVector512Single(Avx512F.Or(first, Vector512.Create(1)));
        var t = Fraction(v);
        var p = Avx512F.FusedMultiplyAdd(Vector512.Create(L5), t, Vector512.Create(L4));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L3));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L2));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L1));
        p = Avx512F.FusedMultiplyAdd(p, t, Vector512.Create(L0));
        var radius = Avx512F.Sqrt(Avx512F.FusedMultiplyAdd(t, p, Octaves(v)));
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

    /// <summary>The transform of two blocks, in turn; the bits are those of one at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs<TSink>(
        Vector512<int> first0,
        Vector512<int> second0,
        Vector512<int> first1,
        Vector512<int> second1,
        Vector512<float> scale,
        float* row0,
        float* row1)
        where TSink : struct, ISink
    {
        var v0 = Avx512F.ConvertToVector512Single(Avx512F.Or(first0, Vector512.Create(1)));
        var v1 = Avx512F.ConvertToVector512Single(Avx512F.Or(first1, Vector512.Create(1)));
        var t0 = Fraction(v0);
        var t1 = Fraction(v1);
        var p0 = Avx512F.FusedMultiplyAdd(Vector512.Create(L5), t0, Vector512.Create(L4));
        var p1 = Avx512F.FusedMultiplyAdd(Vector512.Create(L5), t1, Vector512.Create(L4));
        p0 = Avx512F.FusedMultiplyAdd(p0, t0, Vector512.Create(L3));
        p1 = Avx512F.FusedMultiplyAdd(p1, t1, Vector512.Create(L3));
        p0 = Avx512F.FusedMultiplyAdd(p0, t0, Vector512.Create(L2));
        p1 = Avx512F.FusedMultiplyAdd(p1, t1, Vector512.Create(L2));
        p0 = Avx512F.FusedMultiplyAdd(p0, t0, Vector512.Create(L1));
        p1 = Avx512F.FusedMultiplyAdd(p1, t1, Vector512.Create(L1));
        p0 = Avx512F.FusedMultiplyAdd(p0, t0, Vector512.Create(L0));
        p1 = Avx512F.FusedMultiplyAdd(p1, t1, Vector512.Create(L0));
        var radius0 = Avx512F.Sqrt(Avx512F.FusedMultiplyAdd(t0, p0, Octaves(v0)));
        var radius1 = Avx512F.Sqrt(Avx512F.FusedMultiplyAdd(t1, p1, Octaves(v1)));

        var x0 = Avx512F.Multiply(Avx512F.ConvertToVector512Single(second0), Vector512.Create(AngleUnit));
        var x1 = Avx512F.Multiply(Avx512F.ConvertToVector512Single(second1), Vector512.Create(AngleUnit));
        var z0 = Avx512F.Multiply(x0, x0);
        var z1 = Avx512F.Multiply(x1, x1);
        var cosine0 = Avx512F.FusedMultiplyAdd(Vector512.Create(C4), z0, Vector512.Create(C3));
        var cosine1 = Avx512F.FusedMultiplyAdd(Vector512.Create(C4), z1, Vector512.Create(C3));
        cosine0 = Avx512F.FusedMultiplyAdd(cosine0, z0, Vector512.Create(C2));
        cosine1 = Avx512F.FusedMultiplyAdd(cosine1, z1, Vector512.Create(C2));
        cosine0 = Avx512F.FusedMultiplyAdd(cosine0, z0, Vector512.Create(C1));
        cosine1 = Avx512F.FusedMultiplyAdd(cosine1, z1, Vector512.Create(C1));
        cosine0 = Avx512F.FusedMultiplyAdd(cosine0, z0, Vector512.Create(C0));
        cosine1 = Avx512F.FusedMultiplyAdd(cosine1, z1, Vector512.Create(C0));
        var sine0 = Avx512F.FusedMultiplyAdd(Vector512.Create(S3), z0, Vector512.Create(S2));
        var sine1 = Avx512F.FusedMultiplyAdd(Vector512.Create(S3), z1, Vector512.Create(S2));
        sine0 = Avx512F.FusedMultiplyAdd(sine0, z0, Vector512.Create(S1));
        sine1 = Avx512F.FusedMultiplyAdd(sine1, z1, Vector512.Create(S1));
        sine0 = Avx512F.FusedMultiplyAdd(sine0, z0, Vector512.Create(S0));
        sine1 = Avx512F.FusedMultiplyAdd(sine1, z1, Vector512.Create(S0));

        radius0 = Avx512F.TernaryLogic(v0.AsInt32(), Vector512.Create(int.MinValue), radius0.AsInt32(), AndOr).AsSingle();
        radius1 = Avx512F.TernaryLogic(v1.AsInt32(), Vector512.Create(int.MinValue), radius1.AsInt32(), AndOr).AsSingle();
        radius0 = Avx512F.Multiply(radius0, scale);
        radius1 = Avx512F.Multiply(radius1, scale);
        TSink.Put(row0, Avx512F.Multiply(cosine0, radius0));
        TSink.Put(row0 + (Block / 2), Avx512F.Multiply(sine0, Avx512F.Multiply(x0, radius0)));
        TSink.Put(row1, Avx512F.Multiply(cosine1, radius1));
        TSink.Put(row1 + (Block / 2), Avx512F.Multiply(sine1, Avx512F.Multiply(x1, radius1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fraction(Vector512<float> v)
    {
        var m = Avx512F.TernaryLogic(v.AsInt32(), Vector512.Create(0x007fffff), Vector512.Create(0x3f000000), AndOr).AsSingle();
        return Avx512F.Subtract(m, Vector512.Create(1f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Octaves(Vector512<float> v) =>
        Avx512F.FusedMultiplyAdd(Avx512F.GetExponent(v), Vector512.Create(-Ln4), Vector512.Create(Ln4Times30));
}
