using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

/// <summary>
/// Exponential and related functions of vectors and numbers. In single precision they are polynomials without calls or branches, the same
/// bits at every width; in double precision they are the functions of <see cref="Math"/>, lane by lane.
/// </summary>
/// <remarks>
/// Overloads for 512 bits may be called only where <see cref="Avx512F"/> is supported, those for 256 bits only where <see cref="Avx2"/> and
/// <see cref="Fma"/> are. NaN gives NaN. Errors are in units in the last place (ulp) of the result.
/// </remarks>
internal static partial class VectorMath
{
    private const float Log2E = 1.44269502f;

    // ln 2 in two parts; the first has 9 bits, so that its product with an exponent is exact.
    private const float Ln2High = 0.693359375f, Ln2Low = -0.000212194442f;

    // (eʳ − 1 − r) / r² = E₂ + E₃ r + … + E₇ r⁵ for |r| ≤ ½ ln 2, relative error of eʳ − 1 5·10⁻¹⁰.
    private const float E2 = 0.5f, E3 = 0.166666657f, E4 = 0.0416664667f, E5 = 0.00833364297f, E6 = 0.00139350467f, E7 = 0.000196645386f;

    // Truth tables of (a & b) | c, and of a ? b : c.
    private const byte AndOr = 0xEA, Choose = 0xCA;

    // y = n ln 2 + r; Q = eʳ − 1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> N, Vector512<float> Q) Reduce(Vector512<float> y)
    {
        var n = Avx512F.RoundScale(Avx512F.Multiply(y, Vector512.Create(Log2E)), 0);
        var r = Avx512F.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), y);
        r = Avx512F.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        var h = Avx512F.FusedMultiplyAdd(Vector512.Create(E7), r, Vector512.Create(E6));
        h = Avx512F.FusedMultiplyAdd(h, r, Vector512.Create(E5));
        h = Avx512F.FusedMultiplyAdd(h, r, Vector512.Create(E4));
        h = Avx512F.FusedMultiplyAdd(h, r, Vector512.Create(E3));
        h = Avx512F.FusedMultiplyAdd(h, r, Vector512.Create(E2));
        return (n, Avx512F.FusedMultiplyAdd(h, Avx512F.Multiply(r, r), r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> N, Vector256<float> Q) Reduce(Vector256<float> y)
    {
        var n = Avx.RoundToNearestInteger(Avx.Multiply(y, Vector256.Create(Log2E)));
        var r = Fma.MultiplyAdd(n, Vector256.Create(-Ln2High), y);
        r = Fma.MultiplyAdd(n, Vector256.Create(-Ln2Low), r);
        var h = Fma.MultiplyAdd(Vector256.Create(E7), r, Vector256.Create(E6));
        h = Fma.MultiplyAdd(h, r, Vector256.Create(E5));
        h = Fma.MultiplyAdd(h, r, Vector256.Create(E4));
        h = Fma.MultiplyAdd(h, r, Vector256.Create(E3));
        h = Fma.MultiplyAdd(h, r, Vector256.Create(E2));
        return (n, Fma.MultiplyAdd(h, Avx.Multiply(r, r), r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float N, float Q) Reduce(float y)
    {
        var n = MathF.Round(y * Log2E);
        var r = MathF.FusedMultiplyAdd(n, -Ln2High, y);
        r = MathF.FusedMultiplyAdd(n, -Ln2Low, r);
        var h = MathF.FusedMultiplyAdd(E7, r, E6);
        h = MathF.FusedMultiplyAdd(h, r, E5);
        h = MathF.FusedMultiplyAdd(h, r, E4);
        h = MathF.FusedMultiplyAdd(h, r, E3);
        h = MathF.FusedMultiplyAdd(h, r, E2);
        return (n, MathF.FusedMultiplyAdd(h, r * r, r));
    }

    // 2ⁿ for −126 ≤ n ≤ 128; the last is +∞.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<float> n) => Avx512F.Scale(Vector512.Create(1f), n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<float> n) => PowerOfTwo(Avx.ConvertToVector256Int32(n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) =>
        Avx2.ShiftLeftLogical(Avx2.Add(n, Vector256.Create(127)), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float PowerOfTwo(int n) => BitConverter.Int32BitsToSingle((n + 127) << 23);

    // The smaller and the larger as the vector instructions define them: the second if either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Max(float a, float b) => a > b ? a : b;
}
