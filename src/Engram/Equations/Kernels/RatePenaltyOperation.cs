using System.Numerics;
using System.Runtime.Intrinsics;

namespace Engram.Equations;

/// <summary>
/// Adds the penalty on rates to dL/dr: 2λ/n · r at each step of a trial, and nothing where a shorter trial of the block has ended.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class RatePenaltyOperation<T>(Place rate, Place adjoint) : Operation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override IReadOnlyList<Place> Reads => [rate, adjoint];

    public override IReadOnlyList<Place> Writes => [adjoint];

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        if (frame.RateScale == 0)
        {
            return;
        }

        var stride = rate.Slot.Stride;
        var scale = T.CreateTruncating(frame.RateScale);
        var r = (T*)frame.Address(rate);
        var dr = (T*)frame.Address(adjoint);
        for (var step = 0; step < frame.Count; step++)
        {
            for (var row = 0; row < frame.Rows; row++, r += stride, dr += stride)
            {
                if (frame.Step + step <= frame.Lengths[row])
                {
                    Add(r, dr, stride, scale);
                }
            }
        }
    }

    private static void Add(T* r, T* dr, int count, T scale)
    {
        var i = 0;
        var scales = Vector256.Create(scale);
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            (Vector256.Load(dr + i) + (scales * Vector256.Load(r + i))).Store(dr + i);
        }

        for (; i < count; i++)
        {
            dr[i] += scale * r[i];
        }
    }
}
