using System.Diagnostics;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.App.Benchmarking;

/// <summary>
/// One network that is updated again and again: noise, forward, back through time, clipping at norm 1, Adam. A leaky network has Dale's law
/// and recurrent noise, one of low rank noise of deviation 0.05 in a step, as the papers train them; the others have neither.
/// </summary>
internal sealed class UpdateLoop : IDisposable
{
    private readonly Engine<float> engine;
    private readonly FixedBatch batch;
    private readonly UpdateStep<float> step;

    /// <summary>Builds the network and compiles its equation.</summary>
    /// <param name="shape">What is measured.</param>
    /// <param name="threads">Threads that work.</param>
    public UpdateLoop(BenchShape shape, int threads)
    {
        Shape = shape;
        Threads = threads;
        var cell = Cell.Catalog.Create(shape.Cell) with { Units = shape.Units };
        if (shape.Decay && cell is LeakyCell leaky)
        {
            cell = leaky with { Noise = 0 };
        }

        // √(2α) σ = 0.05
        cell = cell is LowRankCell low ? low with { Noise = 0.05 / Math.Sqrt(2 * (20.Ms / low.Tau)) } : cell;
        var graph = cell.Graph(BenchShape.Inputs, BenchShape.Outputs, 20.Ms);
        var options = new NetworkOptions
        {
            Dale = cell is LeakyCell ? Positivity.Rectify : Positivity.None,
            Recurrent = cell is LeakyCell or LowRankCell ? null : new GlorotInitialiser(),
            InputScale = shape.Decay ? 0 : new NetworkOptions().InputScale,
            SpectralRadius = shape.Decay ? 1e-3 : cell is LeakyCell ? 1.5 : null,
            TrainBias = true,
            TrainReadoutBias = cell is not LowRankCell,
        };
        var network = Network.Create(cell, graph, options, 1);
        batch = new FixedBatch(shape);
        var credit = Credit.Named(shape.Credit);
        var learning = credit.Through(graph);
        engine = new Engine<float>(learning, threads);
        step = new UpdateStep<float>(engine, network, new Adam(), new ConstantSchedule(), Penalties.None, new GradientClip())
        {
            Backward = learning == graph ? null : new(learning, credit, network, 1),
        };
    }

    /// <summary>What is measured.</summary>
    public BenchShape Shape { get; }

    /// <summary>Threads that work.</summary>
    public int Threads { get; }

    /// <summary>Loss of the last update, before it.</summary>
    public double Loss => batch.Loss;

    /// <summary>Makes one update.</summary>
    /// <returns>How long it took, in milliseconds.</returns>
    public double Run()
    {
        var start = Stopwatch.GetTimestamp();
        step.Run(batch);
        batch.Update++;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();
}
