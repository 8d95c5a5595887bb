using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>Masked squared error Σ mask (z − y)² / Σ mask, without a factor ½. The output is z itself.</summary>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed record SquaredError : Loss
{
    /// <inheritdoc/>
    public override double Accumulate<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight)
    {
        Check(z, target, mask, channels, stride, adjoint);
        return Sum(z, target, mask, channels, stride, adjoint, T.CreateTruncating(2 * weight));
    }

    // g = √(2 weight mask) ε with a random sign ε: E[g²] = 2 weight mask
    /// <inheritdoc/>
    protected internal override void Sample(
        ReadOnlySpan<float> z, ReadOnlySpan<float> target, ReadOnlySpan<float> mask, int channels, int stride, Span<float> adjoint,
        double weight, ref RandomStream stream)
    {
        for (var i = 0; i < adjoint.Length; i++)
        {
            var size = i % stride < channels ? Math.Sqrt(2 * mask[i] * weight) : 0;
            adjoint[i] = (float)(stream.NextUniform() < 0.5 ? size : -size);
        }
    }

    /// <inheritdoc/>
    public override void Output<T>(Span<T> z, int channels, int stride)
    {
    }

    // L  = Σ mask (z − y)²
    // dz = 2 weight mask (z − y)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Sum<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, T twiceWeight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (channels == stride)
        {
            // Without padding the rows are one long row.
            channels = stride = z.Length;
        }

        var lanes = Vector256<T>.Count;
        var real = Vector256.LessThan(Vector256<T>.Indices, Vector256.Create(T.CreateTruncating(channels % lanes)));
        var scale = Vector256.Create(twiceWeight);
        var sum = default(DoubleSum);
        var write = !adjoint.IsEmpty;
        ref var z0 = ref MemoryMarshal.GetReference(z);
        ref var y0 = ref MemoryMarshal.GetReference(target);
        ref var m0 = ref MemoryMarshal.GetReference(mask);
        ref var a0 = ref MemoryMarshal.GetReference(adjoint);
        for (var row = 0; row < z.Length; row += stride)
        {
            var c = 0;
            for (; c < channels && c + lanes <= stride; c += lanes)
            {
                var i = (nuint)(row + c);
                var m = Vector256.LoadUnsafe(ref m0, i);
                var some = c + lanes > channels;
                m = some ? m & real : m;

                // Most steps of most tasks carry no weight: their outputs need not be read.
                if (m == Vector256<T>.Zero)
                {
                    if (write)
                    {
                        Vector256<T>.Zero.StoreUnsafe(ref a0, i);
                    }

                    continue;
                }

                var d = Vector256.LoadUnsafe(ref z0, i) - Vector256.LoadUnsafe(ref y0, i);
                d = some ? d & real : d;
                var md = m * d;
                sum.Add(md * d);
                if (write)
                {
                    (scale * md).StoreUnsafe(ref a0, i);
                }
            }

            for (; c < channels; c++)
            {
                var i = row + c;
                var d = z[i] - target[i];
                var md = mask[i] * d;
                sum.Add(double.CreateTruncating(md * d));
                if (write)
                {
                    adjoint[i] = twiceWeight * md;
                }
            }

            for (; write && c < stride; c++)
            {
                if (c + lanes <= stride)
                {
                    Vector256<T>.Zero.StoreUnsafe(ref a0, (nuint)(row + c));
                    c += lanes - 1;
                }
                else
                {
                    adjoint[row + c] = T.Zero;
                }
            }
        }

        return sum.Total;
    }
}
