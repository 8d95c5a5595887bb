using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Engram.Equations;

namespace Engram.Analysis;

/// <summary>The functions φ from current to rate with their slopes, in double precision and many currents at a time.</summary>
internal static class ActivationCurve
{
    /// <summary>Whether |φ| never exceeds 1.</summary>
    public static bool IsBounded(Activation activation) => activation is Activation.Tanh or Activation.Sigmoid or Activation.RectifyTanh;

    /// <summary>Whether φ' jumps at 0.</summary>
    public static bool HasKink(Activation activation) => activation is Activation.Rectify or Activation.RectifyTanh;

    /// <summary>φ(x) and φ'(x), to an absolute error of a few units in the last place of 1 for the bounded functions.</summary>
    public static void Evaluate(Activation activation, ReadOnlySpan<double> x, Span<double> value, Span<double> slope)
    {
        var done = activation switch
        {
            Activation.Tanh => Tanh(x, value, slope),
            Activation.Sigmoid => Sigmoid(x, value, slope),
            _ => 0,
        };
        for (var i = done; i < x.Length; i++)
        {
            (value[i], slope[i]) = Of(activation, x[i]);
        }
    }

    /// <summary>φ and φ' at one current; at a kink, the slope from the left.</summary>
    public static (double Value, double Slope) Of(Activation activation, double x)
    {
        switch (activation)
        {
            case Activation.Linear:
                return (x, 1);
            case Activation.Rectify:
                return (Math.Max(x, 0), x <= 0 ? 0 : 1);
            case Activation.RectifySquare:
                var r = Math.Max(x, 0);
                return (r * r, 2 * r);
            case Activation.RectifyTanh when x <= 0:
                return (0, 0);
            case Activation.RectifyTanh or Activation.Tanh:
                var t = Math.Tanh(x);
                return (t, 1 - (t * t));
            case Activation.Sigmoid:
                var s = Numerics.VectorMath.Sigmoid(x);
                return (s, s * (1 - s));
            case Activation.Softplus:
                return (Numerics.VectorMath.Softplus(x), Numerics.VectorMath.Sigmoid(x));
            case Activation.Exponential:
                return (Math.Exp(x), Math.Exp(x));
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such function.");
        }
    }

    /// <summary>φ''(x) and φ'''(x) from φ and φ', of the functions that are smooth.</summary>
    public static (double Second, double Third) Bends(Activation activation, double value, double slope) => activation switch
    {
        Activation.Tanh or Activation.RectifyTanh => (-2 * value * slope, -2 * slope * (1 - (3 * value * value))),
        Activation.Sigmoid => (slope * (1 - (2 * value)), slope * (1 - (6 * slope))),
        Activation.Softplus => (slope * (1 - slope), slope * (1 - slope) * (1 - (2 * slope))),
        Activation.Exponential => (value, value),
        Activation.RectifySquare when value > 0 => (2, 0),
        _ => (0, 0),
    };

    // tanh |x| = (1 − y)/(1 + y), y = e^{−2|x|}
    private static int Tanh(ReadOnlySpan<double> x, Span<double> value, Span<double> slope)
    {
        var one = Vector256<double>.One;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var value0 = ref MemoryMarshal.GetReference(value[..x.Length]);
        ref var slope0 = ref MemoryMarshal.GetReference(slope[..x.Length]);
        var i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var at = Vector256.LoadUnsafe(ref x0, (nuint)i);
            var y = Vector256.Exp(-2 * Vector256.Abs(at));
            var t = Vector256.CopySign((one - y) / (one + y), at);
            t.StoreUnsafe(ref value0, (nuint)i);
            (one - (t * t)).StoreUnsafe(ref slope0, (nuint)i);
        }

        return i;
    }

    // s = 1/(1 + y) or y/(1 + y), y = e^{−|x|}
    private static int Sigmoid(ReadOnlySpan<double> x, Span<double> value, Span<double> slope)
    {
        var one = Vector256<double>.One;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var value0 = ref MemoryMarshal.GetReference(value[..x.Length]);
        ref var slope0 = ref MemoryMarshal.GetReference(slope[..x.Length]);
        var i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var at = Vector256.LoadUnsafe(ref x0, (nuint)i);
            var y = Vector256.Exp(-Vector256.Abs(at));
            var s = Vector256.ConditionalSelect(Vector256.LessThan(at, Vector256<double>.Zero), y, one) / (one + y);
            s.StoreUnsafe(ref value0, (nuint)i);
            (s * (one - s)).StoreUnsafe(ref slope0, (nuint)i);
        }

        return i;
    }
}
