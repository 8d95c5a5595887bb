using System.Runtime.CompilerServices;

namespace Engram.Equations;

/// <summary>
/// The elementary operations on single numbers: the reference for the vector forms. <c>like</c> only selects the overload.
/// </summary>
/// <remarks>
/// Rectification and its derivative ask for what is not positive, so that NaN, which is neither, passes as it is and no network that
/// diverged looks silent. −0 becomes +0, which the maximum instructions would keep or not by the order of their operands.
/// </remarks>
internal static unsafe class Lanes
{
    /// <summary>Values below this become zero where they are stored: arithmetic on denormals is many times slower.</summary>
    public const float TinySingle = 1e-30f;

    /// <inheritdoc cref="TinySingle"/>
    public const double TinyDouble = 1e-290;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(long address, float like) => *(float*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long address, float a) => *(float*)address = a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(long address, float like) => *(float*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Constant(float value, float like) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NegatedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Negate(float a) => 0 - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rectify(float a) => a <= 0 ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Gate(float a, float b) => a <= 0 ? 0 : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Flush(float a) => MathF.Abs(a) < TinySingle ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(long address, double like) => *(double*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long address, double a) => *(double*)address = a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(long address, double like) => *(double*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Constant(double value, double like) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double a, double b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double NegatedMultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Negate(double a) => 0 - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Rectify(double a) => a <= 0 ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Gate(double a, double b) => a <= 0 ? 0 : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Flush(double a) => Math.Abs(a) < TinyDouble ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSum(long address, float a, float offset) => *(float*)address = offset + a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSum(long address, double a, double offset) => *(double*)address = offset + a;
}
