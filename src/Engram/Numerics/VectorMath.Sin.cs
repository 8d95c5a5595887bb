using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    private const float TwoOverPi = 0.636619747f;

    // ½π in three parts of 24 bits.
    private const float HalfPi1 = 1.57079637f, HalfPi2 = -4.37113883e-08f, HalfPi3 = -1.71512451e-15f;

    // Remainders do not exceed this, except where the argument is too large for them to mean anything.
    private const float RemainderHigh = 0.8f;

    // sin r = r + r³ (A₀ + A₁ r² + A₂ r⁴), cos r = 1 − ½r² + r⁴ (B₀ + B₁ r² + B₂ r⁴) for |r| ≤ ¼π, errors 4·10⁻⁹ and 10⁻¹⁰.
    private const float A0 = -0.166666552f, A1 = 0.00833218731f, A2 = -0.000195178931f;
    private const float B0 = 0.0416666456f, B1 = -0.00138873013f, B2 = 2.44306684e-05f;

    /// <summary>Sine; 2 ulp for |x| ≤ 10⁵. The error grows beyond; from 10⁷ on only the bounds ±1 hold, and ±∞ gives NaN.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x) => Quarter(x, 0);

    /// <inheritdoc cref="Sin(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sin(Vector256<float> x) => Quarter(x, 0);

    /// <inheritdoc cref="Sin(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sin(float x) => Quarter(x, 0);

    /// <summary>Cosine; 2 ulp for |x| ≤ 10⁵. The error grows beyond; from 10⁷ on only the bounds ±1 hold, and ±∞ gives NaN.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x) => Quarter(x, 1);

    /// <inheritdoc cref="Cos(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Cos(Vector256<float> x) => Quarter(x, 1);

    /// <inheritdoc cref="Cos(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cos(float x) => Quarter(x, 1);

    // sin(x + ½π·quarters): x = n ½π + r; an odd quarter takes the cosine of r, the third and fourth the other sign
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarter(Vector512<float> x, int quarters)
    {
        var n = Avx512F.RoundScale(Avx512F.Multiply(x, Vector512.Create(TwoOverPi)), 0);
        var r = Avx512F.FusedMultiplyAdd(n, Vector512.Create(-HalfPi1), x);
        r = Avx512F.FusedMultiplyAdd(n, Vector512.Create(-HalfPi2), r);
        r = Avx512F.FusedMultiplyAdd(n, Vector512.Create(-HalfPi3), r);
        r = Avx512F.Max(Vector512.Create(-RemainderHigh), Avx512F.Min(Vector512.Create(RemainderHigh), r));
        var z = Avx512F.Multiply(r, r);
        var sine = Avx512F.FusedMultiplyAdd(Vector512.Create(A2), z, Vector512.Create(A1));
        sine = Avx512F.FusedMultiplyAdd(sine, z, Vector512.Create(A0));
        sine = Avx512F.FusedMultiplyAdd(sine, Avx512F.Multiply(z, r), r);
        var cosine = Avx512F.FusedMultiplyAdd(Vector512.Create(B2), z, Vector512.Create(B1));
        cosine = Avx512F.FusedMultiplyAdd(cosine, z, Vector512.Create(B0));
        var start = Avx512F.FusedMultiplyAdd(Vector512.Create(-0.5f), z, Vector512.Create(1f));
        cosine = Avx512F.FusedMultiplyAdd(cosine, Avx512F.Multiply(z, z), start);

        var k = Avx512F.Add(Avx512F.ConvertToVector512Int32(n), Vector512.Create(quarters));
        var odd = Avx512F.ShiftRightArithmetic(Avx512F.ShiftLeftLogical(k, 31), 31);
        var value = Avx512F.TernaryLogic(odd, cosine.AsInt32(), sine.AsInt32(), Choose);
        var sign = Avx512F.And(Avx512F.ShiftLeftLogical(k, 30), Vector512.Create(int.MinValue));
        return Avx512F.Xor(value, sign).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Quarter(Vector256<float> x, int quarters)
    {
        var n = Avx.RoundToNearestInteger(Avx.Multiply(x, Vector256.Create(TwoOverPi)));
        var r = Fma.MultiplyAdd(n, Vector256.Create(-HalfPi1), x);
        r = Fma.MultiplyAdd(n, Vector256.Create(-HalfPi2), r);
        r = Fma.MultiplyAdd(n, Vector256.Create(-HalfPi3), r);
        r = Avx.Max(Vector256.Create(-RemainderHigh), Avx.Min(Vector256.Create(RemainderHigh), r));
        var z = Avx.Multiply(r, r);
        var sine = Fma.MultiplyAdd(Vector256.Create(A2), z, Vector256.Create(A1));
        sine = Fma.MultiplyAdd(sine, z, Vector256.Create(A0));
        sine = Fma.MultiplyAdd(sine, Avx.Multiply(z, r), r);
        var cosine = Fma.MultiplyAdd(Vector256.Create(B2), z, Vector256.Create(B1));
        cosine = Fma.MultiplyAdd(cosine, z, Vector256.Create(B0));
        var start = Fma.MultiplyAdd(Vector256.Create(-0.5f), z, Vector256.Create(1f));
        cosine = Fma.MultiplyAdd(cosine, Avx.Multiply(z, z), start);

        var k = Avx2.Add(Avx.ConvertToVector256Int32(n), Vector256.Create(quarters));
        var odd = Avx2.ShiftLeftLogical(k, 31).AsSingle();
        var value = Avx.BlendVariable(sine, cosine, odd).AsInt32();
        var sign = Avx2.And(Avx2.ShiftLeftLogical(k, 30), Vector256.Create(int.MinValue));
        return Avx2.Xor(value, sign).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Quarter(float x, int quarters)
    {
        var n = MathF.Round(x * TwoOverPi);
        var r = MathF.FusedMultiplyAdd(n, -HalfPi1, x);
        r = MathF.FusedMultiplyAdd(n, -HalfPi2, r);
        r = MathF.FusedMultiplyAdd(n, -HalfPi3, r);
        r = Max(-RemainderHigh, Min(RemainderHigh, r));
        var z = r * r;
        var sine = MathF.FusedMultiplyAdd(MathF.FusedMultiplyAdd(A2, z, A1), z, A0);
        sine = MathF.FusedMultiplyAdd(sine, z * r, r);
        var cosine = MathF.FusedMultiplyAdd(MathF.FusedMultiplyAdd(B2, z, B1), z, B0);
        cosine = MathF.FusedMultiplyAdd(cosine, z * z, MathF.FusedMultiplyAdd(-0.5f, z, 1f));

        // The vector instruction gives the least integer for what does not fit; the language saturates.
        var k = (MathF.Abs(n) < 2147483648f ? (int)n : int.MinValue) + quarters;
        var value = BitConverter.SingleToInt32Bits((k & 1) != 0 ? cosine : sine);
        return BitConverter.Int32BitsToSingle(value ^ ((k << 30) & int.MinValue));
    }
}
