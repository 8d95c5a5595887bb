using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Tests.Equations;

public sealed class ForwardOnlyTests
{
    // Longer than two blocks of time, and no multiple of one.
    private const int Steps = 37;

    [Fact]
    public void Without_an_adjoint_every_cell_puts_out_the_same_bits_and_shows_the_same_rates() =>
        Compare(Cell.Catalog.All.Where(cell => cell.NeededInputs.Count == 0).Select(cell => cell with { Units = 12 }));

    internal static void Compare(IEnumerable<Cell> cells)
    {
        foreach (var cell in cells)
        {
            var graph = cell.Graph(3, 2, 20.Ms);
            var parameters = Network.Create(cell, graph, new NetworkOptions { Readout = ReadoutKind.All, SpectralRadius = null }, 1).EffectiveValues.ToArray();
            using var whole = new Engine<float>(graph, 2);
            using var forward = new Engine<float>(graph, 2, new EngineOptions { IsForwardOnly = true });
            whole.Load(parameters);
            forward.Load(parameters);
            var (expected, found) = (new WatchedBatch(25, graph.Units), new WatchedBatch(25, graph.Units));
            whole.Forward(expected);
            forward.Forward(found);
            Assert.Equal(expected.Outputs, found.Outputs);
            Assert.Equal(expected.Rates, found.Rates);
        }
    }

    [Fact]
    public void Without_an_adjoint_memory_grows_with_inputs_and_outputs_alone()
    {
        using var engine = new Engine<float>(new LeakyCell { Units = 400 }.Graph(1, 1, 20.Ms), 1, new EngineOptions { IsForwardOnly = true });
        Assert.InRange(engine.Memory(1, 100_000) - engine.Memory(1, 10_000), 90_000 * 2 * sizeof(float), 90_000 * 3 * sizeof(float));
    }

    [Fact]
    public void Without_an_adjoint_there_is_no_gradient()
    {
        using var engine = new Engine<float>(new LeakyCell { Units = 4 }.Graph(3, 2, 20.Ms), 1, new EngineOptions { IsForwardOnly = true });
        var gradient = new float[engine.ParameterCount];
        Assert.Throws<InvalidOperationException>(() => engine.Gradient(new WatchedBatch(1, 4), gradient));
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(0.149)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Zeros_can_be_left_out(double density)
    {
        var cell = new EchoStateCell { Units = 300, Noise = 0.1, LeakRate = 0.5 };
        var graph = cell.Graph(3, 2, 20.Ms);
        var parameters = Network.Create(cell, graph, new NetworkOptions { Readout = ReadoutKind.All, PExcitatory = density, SpectralRadius = null, Recurrent = new NormalInitialiser(0.1) }, 1).EffectiveValues.ToArray();
        using var dense = new Engine<double>(graph);
        using var sparse = new Engine<double>(graph, 1, new EngineOptions { IsForwardOnly = true, KeepsRates = true });
        var wide = Array.ConvertAll(parameters, value => (double)value);
        dense.Load(wide);
        sparse.Load(wide);
        var inputs = Enumerable.Range(0, 3 * Steps).Select(k => Math.Sin(k)).ToArray();
        var (expected, found) = (Given<double>.Run(dense, inputs), Given<double>.Run(sparse, inputs));
        Assert.All(expected.Outputs.Zip(found.Outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.Contains(expected.Outputs, value => Math.Abs(value) > 0.01);
    }

    [Fact]
    public void Whether_zeros_are_left_out_follows_the_weights_that_were_loaded_last()
    {
        var shape = new ParameterShape("w", ParameterRole.Recurrent, 256, 256);
        var matrix = new SparseMatrix<float>(shape, inTiles: false);
        var w = new float[shape.Count];
        matrix.Take(w);
        Assert.True(matrix.Pays);
        w.AsSpan().Fill(1);
        matrix.Take(w);
        Assert.False(matrix.Pays);
        w.AsSpan(300).Clear();
        matrix.Take(w);
        Assert.True(matrix.Pays);
        Assert.Equal(300, matrix.Weights.Length);
        Assert.Equal(256, matrix.Starts[1]);
        Assert.Equal(300, matrix.Starts[2]);
    }

    // Trials of different lengths, and what was seen of their rates.
    private sealed class WatchedBatch(int trials, int units) : IBatch<float>
    {
        public float[] Outputs { get; } = new float[trials * Steps * 2];

        public float[] Rates { get; } = new float[trials * Steps * units];

        public int Trials => trials;

        public StreamKey Noise { get; } = new(7, Purpose.TrainingNoise);

        public StreamKey Dropout { get; } = new(7, Purpose.Dropout);

        public bool Watches => true;

        int IBatch<float>.Steps(int trial) => Steps - (trial % 3);

        public long NoiseIndex(int trial) => trial;

        public void WriteInputs(Block<float> block)
        {
            for (var k = 0; k < block.Inputs.Length; k++)
            {
                block.Inputs.Span[k] = MathF.Sin((0.3f * k) + block.FirstTrial);
            }
        }

        public void AfterSteps(Block<float> block, int first, int count)
        {
            for (var step = first; step < first + count; step++)
            {
                for (var row = 0; row < block.Rows; row++)
                {
                    block.RateAt(step + 1, row).CopyTo(Rows(Rates, block, step, row, units));
                }
            }
        }

        public void AfterForward(Block<float> block)
        {
            for (var step = 0; step < block.Steps; step++)
            {
                for (var row = 0; row < block.Rows; row++)
                {
                    block.Outputs.Span.Slice(((step * block.Rows) + row) * block.OutputStride, 2).CopyTo(Rows(Outputs, block, step, row, 2));
                }
            }
        }

        private static Span<float> Rows(float[] all, Block<float> block, int step, int row, int width) =>
            all.AsSpan((((block.FirstTrial + row) * Steps) + step) * width, width);
    }
}
