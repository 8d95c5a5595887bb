using Engram.Numerics;

namespace Engram.Equations;

/// <summary>One thing that a worker does with its block of trials, for the step or the block of time at hand.</summary>
internal abstract class Operation
{
    /// <summary>What the operation reads.</summary>
    public virtual IReadOnlyList<Place> Reads => [];

    /// <summary>What the operation writes.</summary>
    public abstract IReadOnlyList<Place> Writes { get; }

    /// <summary>Addresses that the operation puts into <see cref="Frame.Table"/>.</summary>
    public virtual int TableEntries => 0;

    public abstract void Run(ref Frame frame, in NoiseSource noise);
}

/// <summary>Where noise comes from: the key, and the index of each row's trial.</summary>
internal unsafe struct NoiseSource
{
    public StreamKey Key;
    public StreamKey DropoutKey;
    public long* Indices;

    /// <summary>Whether there is no noise.</summary>
    public bool Silent;

    /// <summary>Whether dropout masks are drawn; otherwise they are 1.</summary>
    public bool Training;
}

/// <summary>One compiled group of element-wise nodes.</summary>
internal sealed unsafe class ElementOperation(ElementKernel kernel, Place[] inputs, long[] perUnit, Place[] outputs) : Operation
{
    public override IReadOnlyList<Place> Reads => inputs;

    public override IReadOnlyList<Place> Writes => outputs;

    public override int TableEntries => inputs.Length + perUnit.Length + outputs.Length;

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        var entry = frame.Table;
        foreach (var place in inputs)
        {
            *entry++ = frame.Address(place);
        }

        foreach (var address in perUnit)
        {
            *entry++ = address;
        }

        foreach (var place in outputs)
        {
            *entry++ = frame.Address(place);
        }

        kernel.Run((long)frame.Table, (long)frame.Rows * frame.Count);
    }
}

/// <summary>Draws dropout masks for a block of time.</summary>
internal sealed unsafe class DropoutOperation(DropoutNode node, Place output) : Operation
{
    public override IReadOnlyList<Place> Writes => [output];

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        var address = frame.Address(output);
        Span<float> mask = stackalloc float[output.Slot.Stride];
        mask.Fill(1);
        for (var step = 0; step < frame.Count; step++)
        {
            for (var row = 0; row < frame.Rows; row++)
            {
                if (noise.Training)
                {
                    DropoutMask.Fill(
                        mask,
                        noise.DropoutKey,
                        noise.Indices[row],
                        (node.Stream << NoiseOperation.StepBits) + (node.EveryStep ? frame.FirstStep + frame.Step + step : 0),
                        (float)node.Keep);
                }

                if (frame.Size == sizeof(float))
                {
                    mask.CopyTo(new Span<float>((void*)address, mask.Length));
                }
                else
                {
                    for (var i = 0; i < mask.Length; i++)
                    {
                        ((double*)address)[i] = mask[i];
                    }
                }

                address += (long)output.Slot.Stride * frame.Size;
            }
        }
    }
}
