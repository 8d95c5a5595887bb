using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engram.Networks;

/// <summary>
/// One row of a constraint, forward and backward, in SIMD. Empty spans stand for a mask of ones, a fixed part of zeros, signs of one.
/// </summary>
internal static class ConstraintKernel
{
    /// <summary>W' = pos(mask·W + fixed)·sign.</summary>
    public static void Effective<T>(
        ReadOnlySpan<T> raw,
        ReadOnlySpan<T> mask,
        ReadOnlySpan<T> fixedPart,
        ReadOnlySpan<T> sign,
        Positivity positivity,
        Span<T> effective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = 0;
        for (; k <= raw.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var a = Argument(raw, mask, fixedPart, k);
            a = positivity switch
            {
                Positivity.Rectify => Vector.Max(a, Vector<T>.Zero),
                Positivity.Absolute => Vector.Abs(a),
                _ => a,
            };
            a = sign.IsEmpty ? a : a * Load(sign, k);

            // Adding +0 turns −0 into +0, so that absent weights are equal bit for bit and never print as -0.
            (a + Vector<T>.Zero).StoreUnsafe(ref MemoryMarshal.GetReference(effective), (nuint)k);
        }

        for (; k < raw.Length; k++)
        {
            var a = ScalarArgument(raw, mask, fixedPart, k);
            a = positivity switch
            {
                Positivity.Rectify => T.Max(a, T.Zero),
                Positivity.Absolute => T.Abs(a),
                _ => a,
            };
            effective[k] = (sign.IsEmpty ? a : a * sign[k]) + T.Zero;
        }
    }

    /// <summary>dL/dW = dL/dW' · sign · pos'(mask·W + fixed) · mask, in place; pos'(0) = 0.</summary>
    public static void Pull<T>(
        ReadOnlySpan<T> raw,
        ReadOnlySpan<T> mask,
        ReadOnlySpan<T> fixedPart,
        ReadOnlySpan<T> sign,
        Positivity positivity,
        Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = 0;
        for (; k <= raw.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var g = Load<T>(gradient, k);
            g = sign.IsEmpty ? g : g * Load(sign, k);
            if (positivity != Positivity.None)
            {
                var a = Argument(raw, mask, fixedPart, k);
                var below = positivity == Positivity.Absolute
                    ? Vector.ConditionalSelect(Vector.LessThan(a, Vector<T>.Zero), -g, Vector<T>.Zero)
                    : Vector<T>.Zero;
                g = Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), g, below);
            }

            g = mask.IsEmpty ? g : g * Load(mask, k);
            g.StoreUnsafe(ref MemoryMarshal.GetReference(gradient), (nuint)k);
        }

        for (; k < raw.Length; k++)
        {
            var g = sign.IsEmpty ? gradient[k] : gradient[k] * sign[k];
            if (positivity != Positivity.None)
            {
                var a = ScalarArgument(raw, mask, fixedPart, k);
                g = a > T.Zero ? g : a < T.Zero && positivity == Positivity.Absolute ? -g : T.Zero;
            }

            gradient[k] = mask.IsEmpty ? g : g * mask[k];
        }
    }

    // Slicing a span at each step would check its bounds; the loops above stay a whole vector below the common length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(ReadOnlySpan<T> values, int k)
        where T : unmanaged => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Argument<T>(ReadOnlySpan<T> raw, ReadOnlySpan<T> mask, ReadOnlySpan<T> fixedPart, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = Load(raw, k);
        a = mask.IsEmpty ? a : a * Load(mask, k);
        return fixedPart.IsEmpty ? a : a + Load(fixedPart, k);
    }

    private static T ScalarArgument<T>(ReadOnlySpan<T> raw, ReadOnlySpan<T> mask, ReadOnlySpan<T> fixedPart, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = mask.IsEmpty ? raw[k] : raw[k] * mask[k];
        return fixedPart.IsEmpty ? a : a + fixedPart[k];
    }
}
