using Engram.Equations;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Recorded trials whose rates are the targets of all outputs: L = Σ (z − r)² / (steps · units), over all steps of all trials of the batch.
/// </summary>
/// <param name="recording">The trials, with their inputs and rates.</param>
/// <param name="units">The recorded unit that each output follows (O).</param>
internal sealed class RateBatch(Recording recording, int[] units) : IBatch<float>
{
    private int[] trials = [];
    private double[] sums = [];
    private double weight;

    public int Trials => trials.Length;

    public StreamKey Noise => default;

    public StreamKey Dropout => default;

    public bool HasNoise => false;

    /// <summary>Σ (z − r)² of the batch, after it was run.</summary>
    public double SquaredError => sums.Sum();

    /// <summary>L of the batch, after it was run.</summary>
    public double Loss => SquaredError * weight;

    /// <summary>Takes the trials of the next batch.</summary>
    public void Take(int[] chosen)
    {
        trials = chosen;
        sums = new double[chosen.Length];
        weight = 1.0 / chosen.Sum(trial => (double)recording.Trials[trial].Steps * units.Length);
    }

    public int Steps(int trial) => recording.Trials[trials[trial]].Steps;

    public long NoiseIndex(int trial) => trials[trial];

    public void WriteInputs(Block<float> block)
    {
        var u = block.Inputs.Span;
        u.Clear();
        for (var step = 0; step < block.Steps; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                recording.InputAt(step, trials[block.FirstTrial + row]).CopyTo(u[(((step * block.Rows) + row) * block.InputStride)..]);
            }
        }
    }

    public void AfterForward(Block<float> block)
    {
        var z = block.Outputs.Span;
        var adjoint = block.OutputAdjoints.Span;
        adjoint.Clear();
        var sum = 0.0;
        for (var row = 0; row < block.Rows; row++)
        {
            var trial = trials[block.FirstTrial + row];
            for (var step = 0; step < recording.Trials[trial].Steps; step++)
            {
                var at = ((step * block.Rows) + row) * block.OutputStride;
                var output = z.Slice(at, units.Length);
                var rates = recording.Rate(step, trial);
                for (var k = 0; k < units.Length; k++)
                {
                    double d = output[k] - rates[units[k]];
                    adjoint[at + k] = (float)(2 * weight * d);
                    sum += d * d;
                }
            }
        }

        sums[block.Index] = sum;
    }
}
