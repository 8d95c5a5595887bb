using System.Numerics;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>Trials of random inputs and targets, under masked squared error Σ m (z − y)².</summary>
internal sealed class RandomBatch<T> : IBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int inputs, outputs;
    private readonly int[] steps;
    private readonly double[][] input, target, mask;
    private readonly double[] losses;

    public RandomBatch(int trials, int maximumSteps, int inputs, int outputs, ulong seed)
    {
        (this.inputs, this.outputs) = (inputs, outputs);
        steps = new int[trials];
        input = new double[trials][];
        target = new double[trials][];
        mask = new double[trials][];
        losses = new double[trials];
        for (var trial = 0; trial < trials; trial++)
        {
            var random = new RandomStream(new StreamKey(seed, Purpose.Analysis), trial);
            var count = steps[trial] = maximumSteps - (trial % 3);
            // Single-precision values, so that both twins see the same ones.
            input[trial] = [.. Enumerable.Range(0, count * inputs).Select(_ => (double)(float)random.NextNormal())];
            target[trial] = [.. Enumerable.Range(0, count * outputs).Select(_ => (double)(float)random.NextNormal())];
            mask[trial] = [.. Enumerable.Range(0, count * outputs).Select(_ => (double)random.NextInt(2))];
        }
    }

    public double Loss => losses.Sum();

    /// <summary>Factor of the adjoints of the outputs, without effect on <see cref="Loss"/>.</summary>
    public double AdjointScale { get; init; } = 1;

    public bool HasNoise { get; init; } = true;

    public bool HasDropout { get; init; } = true;

    public int Trials => steps.Length;

    public StreamKey Noise { get; } = new(7, Purpose.TrainingNoise);

    public StreamKey Dropout { get; } = new(7, Purpose.Dropout);

    public Dictionary<int, T[]> Outputs { get; } = [];

    public (double[] Input, double[] Target, double[] Mask) Trial(int trial) => (input[trial], target[trial], mask[trial]);

    public int Steps(int trial) => steps[trial];

    public long NoiseIndex(int trial) => 1000 + trial;

    /// <summary>What a trial is given before its first step; the same number of it for every trial.</summary>
    public double[] ContextOf(int trial, int width) =>
        [.. Enumerable.Range(0, width).Select(k => (float)Math.Sin(1 + trial + (3 * k)) + (Nudge is (var of, var at, var by) && of == trial && at == k ? by : 0))];

    /// <summary>A change to one number of the context of a trial.</summary>
    public (int Trial, int Number, double Change)? Nudge { get; set; }

    /// <summary>dL/d(context) of each trial, after a gradient.</summary>
    public Dictionary<int, double[]> ContextAdjoints { get; } = [];

    public void AfterBackward(Block<T> block)
    {
        for (var row = 0; row < block.Rows && block.ContextStride > 0; row++)
        {
            var own = block.ContextAdjoints.Span.Slice(row * block.ContextStride, block.ContextStride);
            lock (ContextAdjoints)
            {
                ContextAdjoints[block.FirstTrial + row] = [.. own.ToArray().Select(double.CreateChecked)];
            }
        }
    }

    /// <summary>A mask that silences every third unit in every fourth step.</summary>
    public static double MaskOf(int step, int unit) => step % 4 == 1 && unit % 3 == 0 ? 0 : 1;

    public void WriteInputs(Block<T> block)
    {
        for (var i = 0; i < block.Context.Length; i++)
        {
            var width = block.ContextStride;
            block.Context.Span[i] = T.CreateChecked(ContextOf(block.FirstTrial + (i / width), width)[i % width]);
        }

        for (var i = 0; i < block.Mask.Length; i++)
        {
            block.Mask.Span[i] = T.CreateChecked(MaskOf(i / (block.Rows * block.MaskStride), i % block.MaskStride));
        }

        var u = block.Inputs.Span;
        u.Clear();
        for (var row = 0; row < block.Rows; row++)
        {
            var values = input[block.FirstTrial + row];
            for (var i = 0; i < values.Length; i++)
            {
                u[((((i / inputs) * block.Rows) + row) * block.InputStride) + (i % inputs)] = T.CreateChecked(values[i]);
            }
        }
    }

    public void AfterForward(Block<T> block)
    {
        var z = block.Outputs.Span;
        var dz = block.OutputAdjoints.Span;
        dz.Clear();
        lock (Outputs)
        {
            Outputs[block.Index] = [.. z.ToArray().Where((_, i) => i % block.OutputStride < outputs)];
        }

        for (var row = 0; row < block.Rows; row++)
        {
            var trial = block.FirstTrial + row;
            var loss = 0.0;
            for (var i = 0; i < target[trial].Length; i++)
            {
                var at = ((((i / outputs) * block.Rows) + row) * block.OutputStride) + (i % outputs);
                var error = double.CreateChecked(z[at]) - target[trial][i];
                loss += mask[trial][i] * error * error;
                dz[at] = T.CreateChecked(2 * mask[trial][i] * error * AdjointScale);
            }

            losses[trial] = loss;
        }
    }
}
