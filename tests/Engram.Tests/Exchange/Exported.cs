using Engram.Cells;
using Engram.Equations;
using Engram.Networks;
using Engram.Storage;
using Engram.Tests.Equations;
using Engram.Tests.Learning;

namespace Engram.Tests.Exchange;

/// <summary>Networks with random weights, and what they answer to random inputs in double precision.</summary>
internal static class Exported
{
    public const int Steps = 12, Trials = 2;

    /// <summary>A network of a cell with the channels of a small task.</summary>
    public static ExportedNetwork Of(Cell cell, ulong seed = 3)
    {
        var configuration = SmallRun.Easy() with { Cell = cell, Task = SmallRun.TaskFor(cell), Network = new NetworkOptions { Readout = ReadoutKind.All } };
        var network = Network.Create(cell, configuration.Graph(), configuration.Network, seed);
        var raw = CellContract.Parameters<float>(configuration.Graph(), seed);
        return new(configuration, network.WithRaw(raw));
    }

    /// <summary>Inputs (steps × inputs) of one trial, and the outputs (steps × outputs) that the engine computes.</summary>
    public static (double[] Inputs, double[] Outputs) Answer(ExportedNetwork network, int steps = Steps)
    {
        var graph = network.Graph;
        using var engine = new Engine<double>(graph);
        engine.Load(Array.ConvertAll(network.Everything.ToArray(), value => (double)value));
        var batch = new QuietBatch(steps, graph.Inputs, graph.Outputs);
        engine.Forward(batch);
        return (batch.Inputs, batch.Outputs);
    }
}
