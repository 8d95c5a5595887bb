using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Limits the length of the whole gradient, all trained parameters taken jointly: g ← g · max / ‖g‖ if ‖g‖ &gt; max. Its direction stays. Elements may be limited one by one as well.
/// </summary>
[Cite("10.48550/arXiv.1211.5063", "Pascanu, Mikolov & Bengio 2013, On the difficulty of training recurrent neural networks")]
internal sealed record GradientClip
{
    /// <summary>Greatest allowed norm; infinity only measures.</summary>
    [Range(0, Above = true)]
    public double MaximumNorm { get; init; } = 1;

    /// <summary>Greatest allowed size of an element, after the norm was limited: g ← max(−c, min(g, c)).</summary>
    [Range(0, Above = true)]
    public double MaximumElement { get; init; } = double.PositiveInfinity;

    /// <summary>Shortens the gradient where it is too long. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="gradient">g of all trained parameters.</param>
    /// <returns>‖g‖ before clipping. NaN or infinity means that training has diverged; g is then left as it is.</returns>
    public double Apply<T>(Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var norm = Norm<T>(gradient);
        if (double.IsFinite(norm) && norm > MaximumNorm)
        {
            Scale(gradient, T.CreateTruncating(MaximumNorm / norm));
        }

        if (double.IsFinite(norm) && double.IsFinite(MaximumElement))
        {
            Limit(gradient, T.CreateTruncating(MaximumElement));
        }

        return norm;
    }

    /// <summary>‖g‖, summed in double in one fixed order. NaN if any value is NaN, infinity if any is infinite.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="gradient">g.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Norm<T>(ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // ‖g‖² = Σ g²
        var sum = default(DoubleSum);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var i = 0;
        for (; i <= gradient.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            sum.AddSquares(Vector256.LoadUnsafe(ref g, (nuint)i));
        }

        for (; i < gradient.Length; i++)
        {
            var value = double.CreateTruncating(gradient[i]);
            sum.Add(value * value);
        }

        return Math.Sqrt(sum.Total);
    }

    private static void Limit<T>(Span<T> gradient, T most)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref var value in gradient)
        {
            value = T.Clamp(value, -most, most);
        }
    }

    private static void Scale<T>(Span<T> gradient, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var least = T.CreateTruncating(Denormals.Least);
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(gradient);
        foreach (ref var vector in vectors)
        {
            vector = Denormals.Flush(Denormals.Flush(vector) * factor);
        }

        foreach (ref var value in gradient[(vectors.Length * Vector<T>.Count)..])
        {
            var scaled = T.Abs(value) < least ? T.Zero : value * factor;
            value = T.Abs(scaled) < least ? T.Zero : scaled;
        }
    }
}
