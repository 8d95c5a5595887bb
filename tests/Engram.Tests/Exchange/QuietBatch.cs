using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Exchange;

/// <summary>Two trials of given inputs without noise or dropout, in double precision.</summary>
internal sealed class QuietBatch : IBatch<double>
{
    private readonly int steps, outputs;

    public QuietBatch(int steps, int inputs, int outputs)
    {
        (this.steps, this.outputs) = (steps, outputs);
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        Inputs = [.. Enumerable.Range(0, steps * Trials * inputs).Select(_ => random.NextNormal())];
        Outputs = new double[steps * Trials * outputs];
    }

    public int Trials => 2;

    public StreamKey Noise { get; } = new(7, Purpose.TrainingNoise);

    public StreamKey Dropout { get; } = new(7, Purpose.Dropout);

    public bool HasNoise => false;

    /// <summary>(steps × trials × inputs).</summary>
    public double[] Inputs { get; }

    /// <summary>(steps × trials × outputs).</summary>
    public double[] Outputs { get; }

    public int Steps(int trial) => steps;

    public long NoiseIndex(int trial) => trial;

    public void WriteInputs(Block<double> block)
    {
        var width = Inputs.Length / steps / Trials;
        ForAll(block, (step, row) => Inputs.AsSpan(((step * Trials) + block.FirstTrial + row) * width, width)
            .CopyTo(block.Inputs.Span[(((step * block.Rows) + row) * block.InputStride)..]));
    }

    public void AfterForward(Block<double> block) => ForAll(block, (step, row) => block.Outputs.Span
        .Slice(((step * block.Rows) + row) * block.OutputStride, outputs).CopyTo(Outputs.AsSpan(((step * Trials) + block.FirstTrial + row) * outputs)));

    private void ForAll(Block<double> block, Action<int, int> act)
    {
        for (var step = 0; step < steps; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                act(step, row);
            }
        }
    }
}
