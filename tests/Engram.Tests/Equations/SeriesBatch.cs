using System.Numerics;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>Series of three random inputs, of which a part is run at a time.</summary>
internal sealed class SeriesBatch<T>(int trials, int steps, int outputs) : IBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Channels = 3;
    private readonly SeriesMemory<T> memory = new(trials);

    public int Trials => trials;

    public StreamKey Noise { get; } = new(7, Purpose.TrainingNoise);

    public StreamKey Dropout { get; } = new(7, Purpose.Dropout);

    /// <summary>(trials × steps × outputs).</summary>
    public T[] Outputs { get; } = new T[trials * steps * outputs];

    public int FirstStep { get; set; }

    /// <summary>The step at which the part ends.</summary>
    public int? End { get; set; }

    /// <summary>Whether each input after the first step is the output of the step before, and 1.</summary>
    public bool Responds { get; init; }

    public int Steps(int trial) => (End ?? steps) - FirstStep;

    public long NoiseIndex(int trial) => 1000 + trial;

    public void WriteMemory(Block<T> block) => memory.Write(block);

    public void WriteInputs(Block<T> block)
    {
        for (var step = 0; step < block.Steps; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                for (var channel = 0; channel < Channels; channel++)
                {
                    block.Inputs.Span[(((step * block.Rows) + row) * block.InputStride) + channel] =
                        T.CreateChecked(Math.Sin((block.FirstTrial + row) + (2 * channel) + (0.37 * (FirstStep + step) * (1 + channel))));
                }
            }
        }
    }

    public void Respond(Block<T> block, int step)
    {
        for (var row = 0; row < block.Rows && step + 1 < block.Steps; row++)
        {
            var u = block.Inputs.Span[((((step + 1) * block.Rows) + row) * block.InputStride)..];
            var z = block.Outputs.Span[(((step * block.Rows) + row) * block.OutputStride)..];
            (u[0], u[1], u[2]) = (z[0], z[1], T.One);
        }
    }

    public void AfterForward(Block<T> block)
    {
        memory.Keep(block);
        for (var row = 0; row < block.Rows; row++)
        {
            for (var step = 0; step < block.Steps; step++)
            {
                block.Outputs.Span.Slice(((step * block.Rows) + row) * block.OutputStride, outputs)
                    .CopyTo(Outputs.AsSpan(((((block.FirstTrial + row) * steps) + FirstStep + step) * outputs), outputs));
            }
        }
    }
}
