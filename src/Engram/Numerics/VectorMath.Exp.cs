using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    // Beyond these the result is +∞ and 0.
    private const float ExpHigh = 89f, ExpLow = -104f;

    /// <summary>eˣ, 2 ulp; +∞ above 88.72, 0 below −103.97.</summary>
    /// <param name="x">Argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        var y = Avx512F.Max(Vector512.Create(ExpLow), Avx512F.Min(Vector512.Create(ExpHigh), x));
        var (n, q) = Reduce(y);
        return Avx512F.Scale(Avx512F.Add(q, Vector512.Create(1f)), n);
    }

    /// <inheritdoc cref="Exp(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var y = Avx.Max(Vector256.Create(ExpLow), Avx.Min(Vector256.Create(ExpHigh), x));
        var (n, q) = Reduce(y);

        // Two factors, for 2ⁿ itself may lie outside the range of floats; only the second product rounds.
        var whole = Avx.ConvertToVector256Int32(n);
        var half = Avx2.ShiftRightArithmetic(whole, 1);
        var p = Avx.Multiply(Avx.Add(q, Vector256.Create(1f)), PowerOfTwo(half));
        return Avx.Multiply(p, PowerOfTwo(Avx2.Subtract(whole, half)));
    }

    /// <inheritdoc cref="Exp(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        var (n, q) = Reduce(Max(ExpLow, Min(ExpHigh, x)));
        var whole = (int)n;
        var half = whole >> 1;
        return (q + 1f) * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }
}
