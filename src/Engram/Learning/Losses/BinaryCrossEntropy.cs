using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Binary cross-entropy −mask [y log p + (1 − y) log(1 − p)] of each output on its own, p = 1 / (1 + exp(−z)). It is computed from z, where
/// no logarithm of zero can arise.
/// </summary>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed record BinaryCrossEntropy : Loss
{
    // L  = Σ mask [max(z, 0) − y z + log(1 + exp(−|z|))]
    // dz = weight mask (p − y)
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Accumulate<T>(
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

                var decay = T.Exp(-T.Abs(z[i]));
                total += double.CreateTruncating(mask[i] * ((z[i] > T.Zero ? z[i] : T.Zero) - (target[i] * z[i]) + T.LogP1(decay)));
                if (!adjoint.IsEmpty)
                {
                    adjoint[i] = w * mask[i] * (Sigmoid(z[i], decay) - target[i]);
                }
            }
        }

        return total;
    }

    // g = √(weight mask) (p − b) with b drawn from {0, 1}, 1 with probability p: E[g²] = weight mask p (1 − p)
    /// <inheritdoc/>
    protected internal override void Sample(
        ReadOnlySpan<float> z, ReadOnlySpan<float> target, ReadOnlySpan<float> mask, int channels, int stride, Span<float> adjoint,
        double weight, ref RandomStream stream)
    {
        adjoint.Clear();
        for (var row = 0; row < z.Length; row += stride)
        {
            for (var i = row; i < row + channels; i++)
            {
                var p = Sigmoid(z[i], MathF.Exp(-MathF.Abs(z[i])));
                adjoint[i] = (float)Math.Sqrt(weight * mask[i]) * (p - (stream.NextUniform() < p ? 1 : 0));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Output<T>(Span<T> z, int channels, int stride)
    {
        Check<T>(z, z, z, channels, stride, []);
        for (var row = 0; row < z.Length; row += stride)
        {
            foreach (ref var value in z.Slice(row, channels))
            {
                value = Sigmoid(value, T.Exp(-T.Abs(value)));
            }
        }
    }

    // p = 1 / (1 + e^−z) = e^z / (1 + e^z), whichever exponent is negative.
    private static T Sigmoid<T>(T z, T decay)
        where T : unmanaged, IFloatingPointIeee754<T> => (z < T.Zero ? decay : T.One) / (T.One + decay);
}
