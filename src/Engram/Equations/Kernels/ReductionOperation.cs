using System.Numerics;

namespace Engram.Equations;

/// <summary>yᵢ = Σₖ aₖ, or maxₖ aₖ, for every unit i of a trial.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class ReductionOperation<T>(ReductionNode node, Place input, Place output) : Operation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override IReadOnlyList<Place> Reads => [input];

    public override IReadOnlyList<Place> Writes => [output];

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        var a = (T*)frame.Address(input);
        var y = (T*)frame.Address(output);
        for (var row = 0; row < frame.Rows * frame.Count; row++, a += input.Slot.Stride, y += output.Slot.Stride)
        {
            var units = new ReadOnlySpan<T>(a, node.Arguments[0].Width);

            // The padding too, so that it holds numbers.
            new Span<T>(y, output.Slot.Stride).Fill(node.Reduction == Reduction.Sum ? Sum(units) : Greatest(units));
        }
    }

    private static T Sum(ReadOnlySpan<T> units)
    {
        var sum = T.Zero;
        foreach (var value in units)
        {
            sum += value;
        }

        return sum;
    }

    private static T Greatest(ReadOnlySpan<T> units)
    {
        var greatest = units[0];
        foreach (var value in units[1..])
        {
            greatest = T.Max(greatest, value);
        }

        return greatest;
    }
}
