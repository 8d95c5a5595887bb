using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    // tanh rounds to 1 from 9.02 on.
    private const float TanhHigh = 10f;

    // Sigmoid rounds to 1 from 17 on and is 0 where e⁻ˣ overflows.
    private const float SigmoidLow = -30f, SigmoidHigh = 89f;

    /// <summary>Hyperbolic tangent, 3 ulp; odd, never beyond ±1.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        // tanh |x| = e / (e + 2), e = exp(2|x|) − 1 = 2ⁿ q + (2ⁿ − 1)
        var a = Avx512F.Min(Vector512.Create(TanhHigh), Avx512F.And(x.AsInt32(), Vector512.Create(int.MaxValue)).AsSingle());
        var (n, q) = Reduce(Avx512F.Add(a, a));
        var power = PowerOfTwo(n);
        var e = Avx512F.FusedMultiplyAdd(power, q, Avx512F.Subtract(power, Vector512.Create(1f)));
        var t = Avx512F.Divide(e, Avx512F.Add(e, Vector512.Create(2f)));
        return Avx512F.TernaryLogic(x.AsInt32(), Vector512.Create(int.MinValue), t.AsInt32(), AndOr).AsSingle();
    }

    /// <inheritdoc cref="Tanh(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        // tanh |x| = e / (e + 2), e = exp(2|x|) − 1 = 2ⁿ q + (2ⁿ − 1)
        var a = Avx.Min(Vector256.Create(TanhHigh), Avx.And(x, Vector256.Create(int.MaxValue).AsSingle()));
        var (n, q) = Reduce(Avx.Add(a, a));
        var power = PowerOfTwo(n);
        var e = Fma.MultiplyAdd(power, q, Avx.Subtract(power, Vector256.Create(1f)));
        var t = Avx.Divide(e, Avx.Add(e, Vector256.Create(2f)));
        return Avx.Or(Avx.And(x, Vector256.Create(-0f)), t);
    }

    /// <inheritdoc cref="Tanh(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        var a = Min(TanhHigh, MathF.Abs(x));
        var (n, q) = Reduce(a + a);
        var power = PowerOfTwo((int)n);
        var e = MathF.FusedMultiplyAdd(power, q, power - 1f);
        return MathF.CopySign(e / (e + 2f), x);
    }

    /// <summary>Logistic function 1 / (1 + e⁻ˣ), 3 ulp; 0 below −88.37.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        // 1 / (1 + e⁻ˣ), e⁻ˣ = 2ⁿ (q + 1)
        var minus = Avx512F.Xor(x.AsInt32(), Vector512.Create(int.MinValue)).AsSingle();
        var y = Avx512F.Max(Vector512.Create(SigmoidLow), Avx512F.Min(Vector512.Create(SigmoidHigh), minus));
        var (n, q) = Reduce(y);
        var one = Vector512.Create(1f);
        return Avx512F.Divide(one, Avx512F.FusedMultiplyAdd(PowerOfTwo(n), Avx512F.Add(q, one), one));
    }

    /// <inheritdoc cref="Sigmoid(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        // 1 / (1 + e⁻ˣ), e⁻ˣ = 2ⁿ (q + 1)
        var y = Avx.Max(Vector256.Create(SigmoidLow), Avx.Min(Vector256.Create(SigmoidHigh), Avx.Xor(x, Vector256.Create(-0f))));
        var (n, q) = Reduce(y);
        var one = Vector256.Create(1f);
        return Avx.Divide(one, Fma.MultiplyAdd(PowerOfTwo(n), Avx.Add(q, one), one));
    }

    /// <inheritdoc cref="Sigmoid(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x)
    {
        var (n, q) = Reduce(Max(SigmoidLow, Min(SigmoidHigh, -x)));
        return 1f / MathF.FusedMultiplyAdd(PowerOfTwo((int)n), q + 1f, 1f);
    }
}
