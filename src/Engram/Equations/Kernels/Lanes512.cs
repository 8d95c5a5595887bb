using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Equations;

/// <summary>The elementary operations on 512-bit vectors. <c>like</c> only selects the overload.</summary>
/// <remarks>Explicit instructions: the 512-bit operators of the framework are not accelerated where the runtime prefers 256 bits.</remarks>
internal static unsafe class Lanes512
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(long address, Vector512<float> like) => Vector512.Load((float*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long address, Vector512<float> a) => a.Store((float*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(long address, Vector512<float> like) => Vector512.Create(*(float*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Constant(float value, Vector512<float> like) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => Avx512F.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => Avx512F.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => Avx512F.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => Avx512F.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NegatedMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.FusedMultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Negate(Vector512<float> a) => Avx512F.Subtract(Vector512<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Rectify(Vector512<float> a) => Gate(a, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gate(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Avx512F.CompareNotLessThanOrEqual(a, Vector512<float>.Zero), b, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Flush(Vector512<float> a) =>
        Vector512.ConditionalSelect(
            Avx512F.CompareLessThan(Vector512.Abs(a), Vector512.Create(Lanes.TinySingle)),
            Vector512<float>.Zero,
            a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(long address, Vector512<double> like) => Vector512.Load((double*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long address, Vector512<double> a) => a.Store((double*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(long address, Vector512<double> like) => Vector512.Create(*(double*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Constant(double value, Vector512<double> like) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => Avx512F.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => Avx512F.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => Avx512F.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Divide(Vector512<double> a, Vector512<double> b) => Avx512F.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> NegatedMultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.FusedMultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Negate(Vector512<double> a) => Avx512F.Subtract(Vector512<double>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Rectify(Vector512<double> a) => Gate(a, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Gate(Vector512<double> a, Vector512<double> b) =>
        Vector512.ConditionalSelect(Avx512F.CompareNotLessThanOrEqual(a, Vector512<double>.Zero), b, Vector512<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Flush(Vector512<double> a) =>
        Vector512.ConditionalSelect(
            Avx512F.CompareLessThan(Vector512.Abs(a), Vector512.Create(Lanes.TinyDouble)),
            Vector512<double>.Zero,
            a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSum(long address, Vector512<float> a, float offset) =>
        Lanes256.StoreSum(address, Avx.Add(a.GetLower(), a.GetUpper()), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSum(long address, Vector512<double> a, double offset) =>
        Lanes256.StoreSum(address, Avx.Add(a.GetLower(), a.GetUpper()), offset);
}
