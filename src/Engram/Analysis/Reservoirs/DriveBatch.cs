using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Sequences of inputs as a batch without noise, whose rates are kept.</summary>
/// <param name="inputs">u (T × B × I).</param>
/// <param name="sequences">B.</param>
/// <param name="channels">I.</param>
/// <param name="units">N.</param>
internal sealed class DriveBatch(double[] inputs, int sequences, int channels, int units) : IBatch<double>
{
    private readonly int steps = inputs.Length / (sequences * channels);

    /// <summary>r after each step (T × B × N).</summary>
    public double[] Rates { get; } = new double[inputs.Length / channels * units];

    public int Trials => sequences;

    public StreamKey Noise => default;

    public StreamKey Dropout => default;

    public bool HasNoise => false;

    public bool HasDropout => false;

    public int Steps(int trial) => steps;

    public long NoiseIndex(int trial) => trial;

    public void WriteInputs(Block<double> block)
    {
        for (var step = 0; step < block.Steps; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                inputs.AsSpan(((step * sequences) + block.FirstTrial + row) * channels, channels)
                    .CopyTo(block.Inputs.Span.Slice(((step * block.Rows) + row) * block.InputStride, channels));
            }
        }
    }

    public void AfterForward(Block<double> block)
    {
        for (var step = 0; step < block.Steps; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                // The first of the block are those before the first step.
                block.Rates.Span.Slice((((step + 1) * block.Rows) + row) * block.RateStride, units)
                    .CopyTo(Rates.AsSpan(((step * sequences) + block.FirstTrial + row) * units));
            }
        }
    }
}
