using Engram.Equations;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>Rows of a beam, which are shown one symbol at a time and remember what the rows that they go on from did.</summary>
internal sealed class BeamBatch(TransductionTask task, int steps) : IBatch<float>
{
    private readonly int channels = task.Inputs.Count, outputs = task.Outputs.Count;
    private float[][] memory = [], before = [];
    private float[] inputs = [], last = [];
    private int[] from = [];

    public int Trials { get; private set; }

    public int FirstStep { get; private set; }

    public StreamKey Noise => default;

    public StreamKey Dropout => default;

    public bool HasNoise => false;

    public bool HasDropout => false;

    public int Steps(int trial) => steps;

    public long NoiseIndex(int trial) => trial;

    /// <summary>The next symbol of the source of each row.</summary>
    public BeamBatch Read(IReadOnlyList<int> symbols)
    {
        Begin([.. Enumerable.Range(0, symbols.Count)]);
        for (var row = 0; row < Trials; row++)
        {
            inputs[(row * channels) + symbols[row]] += 1;
        }

        return this;
    }

    /// <summary>What each row wrote last, or at the first step that it is to begin.</summary>
    public BeamBatch Answer(IReadOnlyList<BeamSearch.Begun> begun, bool isFirst)
    {
        Begin([.. begun.Select(one => one.Row)]);
        for (var row = 0; row < Trials; row++)
        {
            var own = inputs.AsSpan(row * channels, channels);
            own[^1] += 1;
            own[isFirst ? channels - 2 : task.Alphabets.Source.Count + begun[row].Written[^1]] += 1;
        }

        return this;
    }

    /// <summary>log p of each symbol of the target and of the end, in double: z − log Σ exp z.</summary>
    public double[] LogProbabilities(int row)
    {
        double[] z = [.. last.AsSpan(row * outputs, outputs).ToArray().Select(value => (double)value)];
        var most = z.Max();
        var logSum = most + Math.Log(z.Sum(value => Math.Exp(value - most)));
        return [.. z.Select(value => value - logSum)];
    }

    public void WriteInputs(Block<float> block)
    {
        for (var step = 0; step < block.Steps; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                inputs.AsSpan((block.FirstTrial + row) * channels, channels)
                    .CopyTo(block.Inputs.Span.Slice(((step * block.Rows) + row) * block.InputStride, channels));
            }
        }
    }

    public void WriteMemory(Block<float> block)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            block.SetMemory(row, before[from[block.FirstTrial + row]]);
        }
    }

    public void AfterForward(Block<float> block)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            var trial = block.FirstTrial + row;
            memory[trial] = new float[block.MemoryLength];
            block.CopyMemory(row, memory[trial]);
            block.Outputs.Span.Slice((((block.Steps - 1) * block.Rows) + row) * block.OutputStride, outputs).CopyTo(last.AsSpan(trial * outputs));
        }
    }

    private void Begin(int[] rows)
    {
        FirstStep = memory.Length == 0 ? 0 : FirstStep + steps;
        (before, from, Trials) = (memory, rows, rows.Length);
        (memory, inputs, last) = (new float[Trials][], new float[Trials * channels], new float[Trials * outputs]);
        Array.Fill(inputs, (float)task.BaselineInput);
    }
}
