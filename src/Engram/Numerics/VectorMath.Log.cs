using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    // (ln(1 + t) − t + ½t²) / t³ = G₃ + G₄ t + … + G₁₀ t⁷ for −¼ ≤ t < ½, relative error of ln(1 + t) 3·10⁻⁸.
    private const float G3 = 0.333334506f, G4 = -0.250000656f, G5 = 0.199906886f, G6 = -0.166484222f;
    private const float G7 = 0.144836575f, G8 = -0.131570458f, G9 = 0.104097396f, G10 = -0.044370845f;

    // ln 2 in two parts, the first of 15 bits; both are positive, so that an infinite exponent meets no infinity of the other sign.
    private const float LogHigh = 0.693145751953125f, LogLow = 1.42860677e-06f;

    private const float SmallestNormal = 1.17549435e-38f;

    // The mantissa in [¾, 3⁄2), NaN for negative arguments.
    private const byte ThreeQuarters = 0x0B;

    private const int ThreeQuarterBits = 0x3f400000, ExponentBits = unchecked((int)0xff800000);

    /// <summary>Natural logarithm, 2 ulp; −∞ at 0, NaN below.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        var m = Avx512F.GetMantissa(x, ThreeQuarters);
        return LogOf(Avx512F.Subtract(Avx512F.GetExponent(x), Avx512F.GetExponent(m)), Avx512F.Subtract(m, Vector512.Create(1f)));
    }

    /// <inheritdoc cref="Log(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        var small = Avx.CompareLessThan(x, Vector256.Create(SmallestNormal));
        var bits = Avx.BlendVariable(x, Avx.Multiply(x, Vector256.Create((float)(1 << 24))), small).AsInt32();
        var above = Avx2.Subtract(bits, Vector256.Create(ThreeQuarterBits));
        var m = Avx2.Subtract(bits, Avx2.And(above, Vector256.Create(ExponentBits))).AsSingle();
        var e = Avx.ConvertToVector256Single(Avx2.ShiftRightArithmetic(above, 23));
        e = Avx.Subtract(e, Avx.And(small, Vector256.Create(24f)));
        var log = LogOf(e, Avx.Subtract(m, Vector256.Create(1f)));

        var infinity = Vector256.Create(float.PositiveInfinity);
        log = Avx.BlendVariable(x, log, Avx.CompareLessThan(x, infinity));
        log = Avx.BlendVariable(log, Vector256.Create(float.NegativeInfinity), Avx.CompareEqual(x, Vector256.Create(0f)));
        return Avx.BlendVariable(log, Vector256.Create(float.NaN), Avx.CompareLessThan(x, Vector256.Create(0f)));
    }

    /// <inheritdoc cref="Log(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x)
    {
        var small = x < SmallestNormal;
        var bits = BitConverter.SingleToInt32Bits(small ? x * (1 << 24) : x);
        var above = bits - ThreeQuarterBits;
        var t = BitConverter.Int32BitsToSingle(bits - (above & ExponentBits)) - 1f;
        var e = (float)(above >> 23) - (small ? 24f : 0f);
        var g = MathF.FusedMultiplyAdd(G10, t, G9);
        g = MathF.FusedMultiplyAdd(g, t, G8);
        g = MathF.FusedMultiplyAdd(g, t, G7);
        g = MathF.FusedMultiplyAdd(g, t, G6);
        g = MathF.FusedMultiplyAdd(g, t, G5);
        g = MathF.FusedMultiplyAdd(g, t, G4);
        g = MathF.FusedMultiplyAdd(g, t, G3);
        var square = t * t;
        g = MathF.FusedMultiplyAdd(e, LogLow, g * (square * t));
        var log = MathF.FusedMultiplyAdd(e, LogHigh, t + MathF.FusedMultiplyAdd(-0.5f, square, g));
        log = x < float.PositiveInfinity ? log : x;
        return x < 0f ? float.NaN : x == 0f ? float.NegativeInfinity : log;
    }

    // ln x = e ln 2 + ln(1 + t), the terms from the smallest to the largest
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOf(Vector512<float> e, Vector512<float> t)
    {
        var g = Avx512F.FusedMultiplyAdd(Vector512.Create(G10), t, Vector512.Create(G9));
        g = Avx512F.FusedMultiplyAdd(g, t, Vector512.Create(G8));
        g = Avx512F.FusedMultiplyAdd(g, t, Vector512.Create(G7));
        g = Avx512F.FusedMultiplyAdd(g, t, Vector512.Create(G6));
        g = Avx512F.FusedMultiplyAdd(g, t, Vector512.Create(G5));
        g = Avx512F.FusedMultiplyAdd(g, t, Vector512.Create(G4));
        g = Avx512F.FusedMultiplyAdd(g, t, Vector512.Create(G3));
        var square = Avx512F.Multiply(t, t);
        g = Avx512F.FusedMultiplyAdd(e, Vector512.Create(LogLow), Avx512F.Multiply(g, Avx512F.Multiply(square, t)));
        g = Avx512F.FusedMultiplyAdd(Vector512.Create(-0.5f), square, g);
        return Avx512F.FusedMultiplyAdd(e, Vector512.Create(LogHigh), Avx512F.Add(t, g));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOf(Vector256<float> e, Vector256<float> t)
    {
        var g = Fma.MultiplyAdd(Vector256.Create(G10), t, Vector256.Create(G9));
        g = Fma.MultiplyAdd(g, t, Vector256.Create(G8));
        g = Fma.MultiplyAdd(g, t, Vector256.Create(G7));
        g = Fma.MultiplyAdd(g, t, Vector256.Create(G6));
        g = Fma.MultiplyAdd(g, t, Vector256.Create(G5));
        g = Fma.MultiplyAdd(g, t, Vector256.Create(G4));
        g = Fma.MultiplyAdd(g, t, Vector256.Create(G3));
        var square = Avx.Multiply(t, t);
        g = Fma.MultiplyAdd(e, Vector256.Create(LogLow), Avx.Multiply(g, Avx.Multiply(square, t)));
        g = Fma.MultiplyAdd(Vector256.Create(-0.5f), square, g);
        return Fma.MultiplyAdd(e, Vector256.Create(LogHigh), Avx.Add(t, g));
    }
}
