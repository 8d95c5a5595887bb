using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Engram.Numerics;

namespace Engram.Equations;

/// <summary>
/// For every trial, q = ‖v‖²/‖δ‖², Ω = (q − 1)² and dΩ/dv = 4 (q − 1)/‖δ‖² · v, stored where v was read from.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class OmegaOperation<T>(Place[] sent, Place[] adjoints, int[] widths) : Operation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override IReadOnlyList<Place> Reads => [.. sent, .. adjoints];

    public override IReadOnlyList<Place> Writes => sent;

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        for (var row = 0; row < frame.Rows; row++)
        {
            double v2 = 0, d2 = 0;
            for (var state = 0; state < sent.Length; state++)
            {
                v2 += Square(Row(ref frame, sent[state], row, widths[state]));
                d2 += Square(Row(ref frame, adjoints[state], row, widths[state]));
            }

            // The state before the first step is a parameter, not a consequence: it takes no part.
            var counts = frame.Step > 1 && d2 >= frame.Omega->Bound && d2 > 0;
            var q = counts ? v2 / d2 : 1;
            var inverse = T.CreateTruncating(counts ? 1 / Math.Sqrt(d2) : 0);
            var scale = T.CreateTruncating(counts ? 4 * (q - 1) / Math.Sqrt(d2) : 0);
            if (counts)
            {
                frame.Omega->Sum += (q - 1) * (q - 1);
                frame.Omega->Count++;
            }

            for (var state = 0; state < sent.Length; state++)
            {
                foreach (ref var value in Row(ref frame, sent[state], row, widths[state]))
                {
                    value = value * inverse * scale;
                }
            }
        }
    }

    private static Span<T> Row(ref Frame frame, Place place, int row, int width) =>
        new((T*)frame.Address(place) + ((long)row * place.Slot.Stride), width);

    // In double: before training, a large network sends back adjoints whose squares are beyond the range of float.
    private static double Square(ReadOnlySpan<T> values)
    {
        var sum = default(DoubleSum);
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            sum.AddSquares(Vector256.LoadUnsafe(ref first, (nuint)i));
        }

        for (; i < values.Length; i++)
        {
            var v = double.CreateTruncating(values[i]);
            sum.Add(v * v);
        }

        return sum.Total;
    }
}

/// <summary>Ω of one block of trials, being summed.</summary>
internal struct OmegaSum
{
    public double Bound;
    public double Sum;
    public long Count;
}
