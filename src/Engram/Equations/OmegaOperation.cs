using System.Numerics;

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
            var scale = T.CreateTruncating(counts ? 4 * (q - 1) / d2 : 0);
            if (counts)
            {
                frame.Omega->Sum += (q - 1) * (q - 1);
                frame.Omega->Count++;
            }

            for (var state = 0; state < sent.Length; state++)
            {
                foreach (ref var value in Row(ref frame, sent[state], row, widths[state]))
                {
                    value *= scale;
                }
            }
        }
    }

    private static Span<T> Row(ref Frame frame, Place place, int row, int width) =>
        new((T*)frame.Address(place) + ((long)row * place.Slot.Stride), width);

    private static double Square(ReadOnlySpan<T> values)
    {
        var sums = Vector<T>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(values[i..]);
            sums += v * v;
        }

        var sum = double.CreateTruncating(Vector.Sum(sums));
        for (; i < values.Length; i++)
        {
            var v = double.CreateTruncating(values[i]);
            sum += v * v;
        }

        return sum;
    }
}

/// <summary>Ω of one block of trials, being summed.</summary>
internal struct OmegaSum
{
    public double Bound;
    public double Sum;
    public long Count;
}
