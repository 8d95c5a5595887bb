using System.Runtime.CompilerServices;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Categorical cross-entropy −Σ_o mask_o y_o log p_o of each row, p = softmax(z). The logarithm is taken of the softmax as a whole,
/// (z_o − max z) − log Σ exp(z − max z), so it stays finite where Song et al. 2016 need log(p + 1e-10).
/// </summary>
/// <remarks>
/// The mean is over pairs of a trial and a step, each weighed by Σ_o mask_o y_o, which is the mask where Σ y = 1 and 0 where no output has a
/// target: K classes that are all as probable give log K. pycog divides by Σ mask over outputs instead, K times as much, and counts steps
/// without a target. The adjoint of a row is m (p − y) where the mask is the same m over it and Σ y = 1.
/// </remarks>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed record CrossEntropy : Loss
{
    /// <inheritdoc/>
    public override bool IsWeighedByTargets => true;

    // L   = −Σ_o mask_o y_o (z_o − log Σ_k exp z_k)
    // dz_o = weight (p_o Σ_k mask_k y_k − mask_o y_o)
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Accumulate<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight)
    {
        Check(z, target, mask, channels, stride, adjoint);
        var total = 0.0;
        var w = T.CreateTruncating(weight);
        for (var row = 0; row < z.Length; row += stride)
        {
            var zs = z.Slice(row, channels);
            var ys = target.Slice(row, channels);
            var ms = mask.Slice(row, channels);
            T mass = T.Zero, largest = zs[0];
            var weighted = false;
            for (var o = 0; o < channels; o++)
            {
                weighted |= ms[o] != T.Zero;
                mass += ms[o] * ys[o];
                largest = zs[o] > largest ? zs[o] : largest;
            }

            var adjoints = adjoint.IsEmpty ? default : adjoint.Slice(row, stride);
            adjoints.Clear();
            if (!weighted)
            {
                continue;
            }

            var sum = T.Zero;
            for (var o = 0; o < channels; o++)
            {
                var e = T.Exp(zs[o] - largest);
                sum += e;
                if (!adjoints.IsEmpty)
                {
                    adjoints[o] = e;
                }
            }

            // Not max + log Σ, which rounds the logarithm away beside a large maximum.
            var logSum = T.Log(sum);
            for (var o = 0; o < channels; o++)
            {
                var my = ms[o] * ys[o];
                total -= double.CreateTruncating(my * (zs[o] - largest - logSum));
                if (!adjoints.IsEmpty)
                {
                    adjoints[o] = w * ((mass * adjoints[o] / sum) - my);
                }
            }
        }

        return total;
    }

    // g = √(weight Σ_o mask_o y_o) (p − e_c) with a class c drawn from p: E[g gᵀ] = weight Σ mask y (diag p − p pᵀ)
    /// <inheritdoc/>
    protected internal override void Sample(
        ReadOnlySpan<float> z, ReadOnlySpan<float> target, ReadOnlySpan<float> mask, int channels, int stride, Span<float> adjoint,
        double weight, ref RandomStream stream)
    {
        z.CopyTo(adjoint);
        Output(adjoint, channels, stride);
        for (var row = 0; row < z.Length; row += stride)
        {
            var mass = 0.0;
            for (var o = row; o < row + channels; o++)
            {
                mass += mask[o] * target[o];
            }

            var p = adjoint.Slice(row, stride);
            p[channels..].Clear();
            var (drawn, sum, at) = (0, (double)p[0], stream.NextUniform());
            while (drawn < channels - 1 && at >= sum)
            {
                sum += p[++drawn];
            }

            p[drawn] -= 1;
            var scale = (float)Math.Sqrt(weight * mass);
            foreach (ref var g in p)
            {
                g *= scale;
            }
        }
    }

    // p_o = exp(z_o) / Σ_k exp(z_k)
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Output<T>(Span<T> z, int channels, int stride)
    {
        Check<T>(z, z, z, channels, stride, []);
        for (var row = 0; row < z.Length; row += stride)
        {
            var zs = z.Slice(row, channels);
            var largest = zs[0];
            foreach (var value in zs)
            {
                largest = value > largest ? value : largest;
            }

            var sum = T.Zero;
            foreach (ref var value in zs)
            {
                value = T.Exp(value - largest);
                sum += value;
            }

            foreach (ref var value in zs)
            {
                value /= sum;
            }
        }
    }
}
