using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;

namespace Engram.App.Benchmarking;

/// <summary>
/// The same inputs, targets and mask for every update, as a benchmark wants them; the recurrent noise is drawn anew. One output should step
/// up in the second half of the trial; the first tenth and the last quarter count.
/// </summary>
/// <param name="shape">Size of the batch.</param>
internal sealed class FixedBatch(BenchShape shape) : IBatch<float>
{
    private static readonly StreamKey InputKey = new(1, Purpose.TrainingInputNoise);
    private readonly Signals?[] blocks = new Signals?[shape.Trials];
    private readonly double[] losses = new double[shape.Trials];
    private readonly SquaredError loss = new();

    // Σ mask
    private readonly double maskSum =
        (double)BenchShape.Outputs * shape.Trials * Enumerable.Range(0, shape.Steps).Count(t => Counts(t, shape.Steps));

    /// <summary>Which update the noise is drawn for.</summary>
    public long Update { get; set; }

    /// <summary>L = Σ mask (z − y)² / Σ mask of the batch as it was last run.</summary>
    public double Loss => losses.Sum() / maskSum;

    /// <inheritdoc/>
    public int Trials => shape.Trials;

    /// <inheritdoc/>
    public StreamKey Noise { get; } = new(1, Purpose.TrainingNoise);

    /// <inheritdoc/>
    public StreamKey Dropout { get; } = new(1, Purpose.Dropout);

    /// <inheritdoc/>
    public int Steps(int trial) => shape.Steps;

    /// <inheritdoc/>
    public long NoiseIndex(int trial) => (Update * shape.Trials) + trial;

    /// <inheritdoc/>
    public void WriteInputs(Block<float> block) => (blocks[block.Index] ??= Make(block)).Inputs.CopyTo(block.Inputs.Span);

    /// <inheritdoc/>
    public void AfterForward(Block<float> block)
    {
        var signals = blocks[block.Index] ??= Make(block);
        var adjoint = block.OutputAdjoints.Span;
        losses[block.Index] = loss.Accumulate<float>(
            block.Outputs.Span, signals.Targets, signals.Mask, BenchShape.Outputs, block.OutputStride, adjoint, 1 / maskSum);
    }

    private static bool Counts(int t, int steps) => t < steps / 10 || t >= 3 * steps / 4;

    private static Signals Make(Block<float> block)
    {
        var signals = new Signals(new float[block.Inputs.Length], new float[block.Outputs.Length], new float[block.Outputs.Length]);
        for (var row = 0; row < block.Rows; row++)
        {
            var random = new RandomStream(InputKey, block.FirstTrial + row);
            for (var t = 0; t < block.Steps; t++)
            {
                var at = (t * block.Rows) + row;
                for (var i = 0; i < BenchShape.Inputs; i++)
                {
                    signals.Inputs[(at * block.InputStride) + i] = (float)random.NextUniform();
                }

                for (var k = 0; k < BenchShape.Outputs; k++)
                {
                    signals.Targets[(at * block.OutputStride) + k] = k == 1 ? 0.2f : t >= block.Steps / 2 ? 1 : 0;
                    signals.Mask[(at * block.OutputStride) + k] = Counts(t, block.Steps) ? 1 : 0;
                }
            }
        }

        return signals;
    }

    private sealed record Signals(float[] Inputs, float[] Targets, float[] Mask);
}
