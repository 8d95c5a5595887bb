using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Learning;

/// <summary>A loss ℓ(z, y) of each output on its own, written as its value and its slope. The output of the network is z itself.</summary>
public abstract record ElementwiseLoss : Loss
{
    /// <summary>ℓ(z, y), which is 0 where z = y and nowhere less.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="z">One output.</param>
    /// <param name="y">Its target.</param>
    /// <param name="slope">dℓ/dz.</param>
    protected abstract T Of<T>(T z, T y, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>;

    // L  = Σ mask ℓ(z, y)
    // dz = weight mask dℓ/dz
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override double Accumulate<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight)
    {
        Check(z, target, mask, channels, stride, adjoint);
        var total = 0.0;
        var w = T.CreateTruncating(weight);
        adjoint.Clear();
        for (var row = 0; row < z.Length; row += stride)
        {
            for (var i = row; i < row + channels; i++)
            {
                if (mask[i] == T.Zero)
                {
                    continue;
                }

                total += double.CreateTruncating(mask[i] * Of(z[i], target[i], out var slope));
                if (!adjoint.IsEmpty)
                {
                    adjoint[i] = w * mask[i] * slope;
                }
            }
        }

        return total;
    }

    /// <inheritdoc/>
    public override void Output<T>(Span<T> z, int channels, int stride)
    {
    }
}
