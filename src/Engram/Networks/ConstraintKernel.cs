using System.Numerics;

namespace Engram.Networks;

/// <summary>One row of a constraint, forward and backward, in SIMD. Empty spans stand for a mask of ones, a fixed part of zeros, signs of one.</summary>
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
            a = sign.IsEmpty ? a : a * new Vector<T>(sign[k..]);

            // Adding +0 turns −0 into +0, so that absent weights are equal bit for bit and never print as -0.
            (a + Vector<T>.Zero).CopyTo(effective[k..]);
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
            var g = new Vector<T>(gradient[k..]);
            g = sign.IsEmpty ? g : g * new Vector<T>(sign[k..]);
            if (positivity != Positivity.None)
            {
                var a = Argument(raw, mask, fixedPart, k);
                var below = positivity == Positivity.Absolute
                    ? Vector.ConditionalSelect(Vector.LessThan(a, Vector<T>.Zero), -g, Vector<T>.Zero)
                    : Vector<T>.Zero;
                g = Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), g, below);
            }

            g = mask.IsEmpty ? g : g * new Vector<T>(mask[k..]);
            g.CopyTo(gradient[k..]);
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

    private static Vector<T> Argument<T>(ReadOnlySpan<T> raw, ReadOnlySpan<T> mask, ReadOnlySpan<T> fixedPart, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = new Vector<T>(raw[k..]);
        a = mask.IsEmpty ? a : a * new Vector<T>(mask[k..]);
        return fixedPart.IsEmpty ? a : a + new Vector<T>(fixedPart[k..]);
    }

    private static T ScalarArgument<T>(ReadOnlySpan<T> raw, ReadOnlySpan<T> mask, ReadOnlySpan<T> fixedPart, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = mask.IsEmpty ? raw[k] : raw[k] * mask[k];
        return fixedPart.IsEmpty ? a : a + fixedPart[k];
    }
}
