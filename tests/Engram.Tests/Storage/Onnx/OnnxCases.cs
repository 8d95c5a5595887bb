using Engram.Cells;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Storage;
using Engram.Tests.Equations;
using Engram.Tests.Learning;

namespace Engram.Tests.Storage.Onnx;

/// <summary>Every cell of the library in all variants, and one cell for each kind of node, as runs with weights that are not small.</summary>
internal static class OnnxCases
{
    public const int Trials = 3, Steps = 14;

    public static IReadOnlyList<(string Name, TrainedRun Run)> All { get; } =
    [
        .. CellVariants.Of(21).Select((cell, k) => ($"{cell.Name}-{k}", Of(cell))),
        .. NodeCells.All.Where(one => one.Key != "inputs-by-unit").Select(one => (one.Key, Of(one.Value))),
    ];

    public static TrainedRun Of(Cell cell)
    {
        var easy = SmallRun.Easy();
        var configuration = easy with
        {
            Cell = cell,
            Task = SmallRun.TaskFor(cell),
            Network = new NetworkOptions
            {
                Dale = cell.HasNonNegativeRates && cell is LeakyCell or ElmanCell ? Positivity.Rectify : Positivity.None, InitialBias = 0.1, InitialState = 0.2,
                SpectralRadius = 0.4, PExcitatory = 0.7, Readout = ReadoutKind.All,
            },
        };
        var network = configuration.Draw(configuration.Graph());
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        return new("", configuration, network.WithRaw([.. network.RawValues.ToArray().Select(value => value + (float)(0.03 * random.NextNormal()))]));
    }

    /// <summary>What the engine makes of random inputs and of its own noise, and what a runtime is to be given for the same.</summary>
    public static (Dictionary<string, (int[] Dims, float[] Data)> Feeds, Dictionary<string, float[]> Expected) Reference(TrainedRun run, bool hasNoise)
    {
        var step = run.Configuration.Graph();
        using var engine = new Engine<float>(step, 1, new EngineOptions { States = true });
        run.Network.Load(engine);
        var batch = new Batch(step, hasNoise);
        engine.Forward(batch);
        var feeds = new Dictionary<string, (int[] Dims, float[] Data)>
        {
            ["input"] = ([Steps, Trials, step.Inputs], batch.Inputs), ["initial_state"] = ([0, step.StateWidth], []),
        };
        if (batch.NoiseWidth > 0)
        {
            feeds["noise"] = hasNoise ? ([Steps, Trials, batch.NoiseWidth], batch.Noises()) : ([1, 1, batch.NoiseWidth], new float[batch.NoiseWidth]);
        }

        return (feeds, new() { ["readout"] = batch.Outputs, ["rates"] = batch.Rates, ["states"] = batch.States });
    }

    private sealed class Batch(StepGraph step, bool hasNoise) : IBatch<float>
    {
        private readonly List<NoiseNode> noises =
        [
            .. Differentiation.Topological([.. step.States.Select(state => state.Next), step.Output]).OfType<NoiseNode>().DistinctBy(noise => noise.Stream),
        ];

        public float[] Inputs { get; } = [.. Enumerable.Range(0, OnnxCases.Steps * OnnxCases.Trials * step.Inputs).Select(i => (float)Math.Sin((0.7 * i) + (i % 5)))];

        public float[] Outputs { get; } = new float[OnnxCases.Steps * OnnxCases.Trials * step.Outputs];

        public float[] Rates { get; } = new float[OnnxCases.Steps * OnnxCases.Trials * step.Units];

        public float[] States { get; } = new float[OnnxCases.Steps * OnnxCases.Trials * step.StateWidth];

        public int NoiseWidth => noises.Sum(noise => noise.Width);

        public int Trials => OnnxCases.Trials;

        public StreamKey Noise { get; } = new(7, Purpose.TestNoise);

        public bool HasNoise => hasNoise;

        public StreamKey Dropout => default;

        public int Steps(int trial) => OnnxCases.Steps;

        public long NoiseIndex(int trial) => 1000 + trial;

        public void WriteInputs(Block<float> block) => Rows(block, (at, row) =>
            Inputs.AsSpan(at * step.Inputs, step.Inputs).CopyTo(block.Inputs.Span[(row * block.InputStride)..]));

        public void AfterForward(Block<float> block) => Rows(block, (at, row) =>
        {
            block.Outputs.Span.Slice(row * block.OutputStride, step.Outputs).CopyTo(Outputs.AsSpan(at * step.Outputs));
            block.Rates.Span.Slice((row + block.Rows) * block.RateStride, step.Units).CopyTo(Rates.AsSpan(at * step.Units));
            block.CopyState((row / block.Rows) + 1, row % block.Rows, States.AsSpan(at * step.StateWidth, step.StateWidth));
        });

        // The numbers of the engine, which counts steps from 1, for as many units as fill its vectors.
        public float[] Noises()
        {
            var all = new float[OnnxCases.Steps * Trials * NoiseWidth];
            for (var row = 0; row < OnnxCases.Steps * Trials; row++)
            {
                var at = row * NoiseWidth;
                foreach (var noise in noises)
                {
                    NormalNoise.Fill(
                        all.AsSpan(at, noise.Width), Noise, NoiseIndex(row % Trials), (noise.Stream << NoiseOperation.StepBits) + (row / Trials) + 1, 1);
                    at += noise.Width;
                }
            }

            return all;
        }

        private static void Rows(Block<float> block, Action<int, int> copy)
        {
            for (var row = 0; row < block.Steps * block.Rows; row++)
            {
                copy(((row / block.Rows) * OnnxCases.Trials) + block.FirstTrial + (row % block.Rows), row);
            }
        }
    }
}
