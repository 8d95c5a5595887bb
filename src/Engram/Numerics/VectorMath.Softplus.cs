using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    // 2ⁿ stays a normal number above −87.
    private const float SoftplusLow = -87f;

    // (ln(1 + y) − y) / y² = P₂ + P₃ y + … + P₁₀ y⁸ for 0 ≤ y ≤ 1, relative error of ln(1 + y) 6·10⁻⁹.
    private const float P2 = -0.499999315f, P3 = 0.333304644f, P4 = -0.24958019f, P5 = 0.196921006f, P6 = -0.153448701f;
    private const float P7 = 0.106610999f, P8 = -0.0574568547f, P9 = 0.0200859923f, P10 = -0.00329040131f;

    /// <summary>ln(1 + eˣ), 4 ulp; from −87 down it stays at e⁻⁸⁷, about 1.6·10⁻³⁸, so that no denormal number arises.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x)
    {
        // max(x, 0) + ln(1 + y), y = e^−|x|
        var (n, q) = Reduce(Avx512F.Max(Vector512.Create(SoftplusLow), Avx512F.Or(x.AsInt32(), Vector512.Create(int.MinValue)).AsSingle()));
        var y = Avx512F.Multiply(PowerOfTwo(n), Avx512F.Add(q, Vector512.Create(1f)));
        var p = Avx512F.FusedMultiplyAdd(Vector512.Create(P10), y, Vector512.Create(P9));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P8));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P7));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P6));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P5));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P4));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P3));
        p = Avx512F.FusedMultiplyAdd(p, y, Vector512.Create(P2));
        var log = Avx512F.FusedMultiplyAdd(p, Avx512F.Multiply(y, y), y);
        return Avx512F.Add(Avx512F.Max(Vector512.Create(0f), x), log);
    }

    /// <inheritdoc cref="Softplus(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        // max(x, 0) + ln(1 + y), y = e^−|x|
        var (n, q) = Reduce(Avx.Max(Vector256.Create(SoftplusLow), Avx.Or(x, Vector256.Create(-0f))));
        var y = Avx.Multiply(PowerOfTwo(n), Avx.Add(q, Vector256.Create(1f)));
        var p = Fma.MultiplyAdd(Vector256.Create(P10), y, Vector256.Create(P9));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P8));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P7));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P6));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P5));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P4));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P3));
        p = Fma.MultiplyAdd(p, y, Vector256.Create(P2));
        var log = Fma.MultiplyAdd(p, Avx.Multiply(y, y), y);
        return Avx.Add(Avx.Max(Vector256.Create(0f), x), log);
    }

    /// <inheritdoc cref="Softplus(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Softplus(float x)
    {
        var (n, q) = Reduce(Max(SoftplusLow, -MathF.Abs(x)));
        var y = PowerOfTwo((int)n) * (q + 1f);
        var p = MathF.FusedMultiplyAdd(P10, y, P9);
        p = MathF.FusedMultiplyAdd(p, y, P8);
        p = MathF.FusedMultiplyAdd(p, y, P7);
        p = MathF.FusedMultiplyAdd(p, y, P6);
        p = MathF.FusedMultiplyAdd(p, y, P5);
        p = MathF.FusedMultiplyAdd(p, y, P4);
        p = MathF.FusedMultiplyAdd(p, y, P3);
        p = MathF.FusedMultiplyAdd(p, y, P2);
        return Max(0f, x) + MathF.FusedMultiplyAdd(p, y * y, y);
    }
}
