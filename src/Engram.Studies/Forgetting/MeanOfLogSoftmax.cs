using System.Numerics;
using Engram.Learning;

namespace Engram.Studies.Forgetting;

/// <summary>
/// The mean of log softmax(z) over n outputs of steps and trials, whatever their targets: dL/dz_o = (1 − O p_o)/n, p = softmax(z).
/// </summary>
internal sealed record MeanOfLogSoftmax : Loss
{
    /// <inheritdoc/>
    public override double Accumulate<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight)
    {
        Check(z, target, mask, channels, stride, adjoint);
        adjoint.Clear();

        // All masks are 1 before the end of a trial, so that the weight is 1/n.
        var (total, count) = (0.0, Math.Round(1 / weight));
        for (var row = 0; row < z.Length; row += stride)
        {
            if (mask[row] != T.Zero)
            {
                total += Row(z.Slice(row, channels), adjoint.IsEmpty ? [] : adjoint.Slice(row, channels), count);
            }
        }

        return total;
    }

    /// <inheritdoc/>
    public override void Output<T>(Span<T> z, int channels, int stride)
    {
    }

    private static double Row<T>(ReadOnlySpan<T> z, Span<T> adjoint, double count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (greatest, sum, shifted) = (T.NegativeInfinity, 0.0, 0.0);
        foreach (var value in z)
        {
            greatest = T.Max(greatest, value);
        }

        foreach (var value in z)
        {
            sum += Math.Exp(double.CreateTruncating(value - greatest));
            shifted += double.CreateTruncating(value - greatest);
        }

        for (var o = 0; o < adjoint.Length; o++)
        {
            adjoint[o] = T.CreateTruncating((1 - (z.Length * Math.Exp(double.CreateTruncating(z[o] - greatest)) / sum)) / count);
        }

        return shifted - (z.Length * Math.Log(sum));
    }
}
