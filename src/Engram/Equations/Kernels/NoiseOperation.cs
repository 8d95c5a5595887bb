using Engram.Numerics;

namespace Engram.Equations;

/// <summary>
/// Draws noise for a block of time: unit j of a trial's step is number j of the row (trial, step). Numbers come in blocks; where half a
/// block is left at the end of a row, two steps share one.
/// </summary>
internal sealed unsafe class NoiseOperation(NoiseNode node, Place output) : Operation
{
    /// <summary>Bits of the counter that hold the step; those above tell the noises of one graph apart.</summary>
    public const int StepBits = 24;

    private const int Half = Simd.Padding;
    private const int Shared = 1 << (StepBits - 1);

    public override IReadOnlyList<Place> Writes => [output];

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        var address = frame.Address(output);
        var stride = output.Slot.Stride;
        if (noise.Silent)
        {
            new Span<byte>((void*)address, frame.Count * frame.Rows * stride * frame.Size).Clear();
        }
        else if (frame.Size == sizeof(float))
        {
            Single(ref frame, in noise, (float*)address, stride);
        }
        else
        {
            Double(ref frame, in noise, (double*)address, stride);
        }
    }

    private void Single(ref Frame frame, in NoiseSource noise, float* row, int stride)
    {
        var shared = stackalloc float[2 * Half];
        var whole = stride / (2 * Half) * 2 * Half;
        var scale = (float)node.Scale;
        var begin = frame.FirstStep + frame.Step;
        for (var trial = 0; trial < frame.Rows; trial++)
        {
            var index = noise.Indices[trial];
            for (var step = 0; step < frame.Count; step++)
            {
                var at = row + ((((long)step * frame.Rows) + trial) * stride);
                var number = (node.Stream << StepBits) + begin + step;
                NormalNoise.Fill(at, whole, noise.Key, index, number, scale);
                if (whole < stride)
                {
                    var first = ((begin + step) & 1) != 0;
                    if (first || step == 0)
                    {
                        NormalNoise.Fill(shared, 2 * Half, noise.Key, index, SharedBlock(begin + step), scale);
                    }

                    new ReadOnlySpan<float>(shared + (first ? 0 : Half), Half).CopyTo(new Span<float>(at + whole, Half));
                }
            }
        }
    }

    private void Double(ref Frame frame, in NoiseSource noise, double* row, int stride)
    {
        // The same numbers as in single precision.
        var values = stackalloc float[stride];
        var one = frame;
        (one.Rows, one.Count, one.Size) = (1, 1, sizeof(float));
        for (var step = 0; step < frame.Count; step++)
        {
            for (var trial = 0; trial < frame.Rows; trial++)
            {
                var source = noise;
                source.Indices = noise.Indices + trial;
                one.Step = frame.Step + step;
                Single(ref one, in source, values, stride);
                for (var i = 0; i < stride; i++)
                {
                    *row++ = values[i];
                }
            }
        }
    }

    private int SharedBlock(int step) => (node.Stream << StepBits) + Shared + ((step - 1) / 2);
}
