using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Equations;

/// <summary>The elementary operations on 256-bit vectors. <c>like</c> only selects the overload.</summary>
/// <remarks>Explicit instructions: the 512-bit operators of the framework are not accelerated where the runtime prefers 256 bits.</remarks>
internal static unsafe class Lanes256
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(long address, Vector256<float> like) => Vector256.Load((float*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long address, Vector256<float> a) => a.Store((float*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(long address, Vector256<float> like) => Vector256.Create(*(float*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Constant(float value, Vector256<float> like) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => Avx.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => Avx.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => Avx.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NegatedMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.MultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Negate(Vector256<float> a) => Avx.Subtract(Vector256<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Rectify(Vector256<float> a) => Gate(a, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gate(Vector256<float> a, Vector256<float> b) =>
        Avx.And(Avx.Compare(a, Vector256<float>.Zero, FloatComparisonMode.UnorderedNotLessThanOrEqualNonSignaling), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Flush(Vector256<float> a) =>
        Avx.AndNot(Avx.Compare(Vector256.Abs(a), Vector256.Create(Lanes.TinySingle), FloatComparisonMode.OrderedLessThanNonSignaling), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(long address, Vector256<double> like) => Vector256.Load((double*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long address, Vector256<double> a) => a.Store((double*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(long address, Vector256<double> like) => Vector256.Create(*(double*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Constant(double value, Vector256<double> like) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => Avx.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => Avx.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Divide(Vector256<double> a, Vector256<double> b) => Avx.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> NegatedMultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.MultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Negate(Vector256<double> a) => Avx.Subtract(Vector256<double>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Rectify(Vector256<double> a) => Gate(a, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Gate(Vector256<double> a, Vector256<double> b) =>
        Avx.And(Avx.Compare(a, Vector256<double>.Zero, FloatComparisonMode.UnorderedNotLessThanOrEqualNonSignaling), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Flush(Vector256<double> a) =>
        Avx.AndNot(Avx.Compare(Vector256.Abs(a), Vector256.Create(Lanes.TinyDouble), FloatComparisonMode.OrderedLessThanNonSignaling), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSum(long address, Vector256<float> a, float offset)
    {
        var four = Sse.Add(a.GetLower(), a.GetUpper());
        var two = Sse.Add(four, Sse.MoveHighToLow(four, four));
        *(float*)address = offset + two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSum(long address, Vector256<double> a, double offset)
    {
        var two = Sse2.Add(a.GetLower(), a.GetUpper());
        *(double*)address = offset + two.ToScalar() + two.GetElement(1);
    }
}
