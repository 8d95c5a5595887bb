using Engram.Cells;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Intrinsic plasticity before a readout is learned: the first training trials are shown again and again, one after the other, while gains and biases move.
/// </summary>
internal static class PlasticityPhase
{
    /// <summary>Moves gains and biases, where the cell asks for it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="network">The network as drawn.</param>
    /// <param name="raw">Its raw values, of which gains and biases are replaced.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was replaced.</exception>
    public static void Run(RunConfiguration configuration, Network network, Span<float> raw, CancellationToken cancel)
    {
        if (configuration.Cell is not EchoStateCell { Plasticity: not null } cell)
        {
            return;
        }

        var task = configuration.Task;
        var graph = (cell with { IsAdapting = true }).Graph(task.Inputs.Count, task.Outputs.Count, configuration.Training.Dt, task.ContextNames.Count);
        using var engine = new Engine<float>(graph, 1, new EngineOptions { IsForwardOnly = true }) { Stop = cancel };
        var trials = new TaskBatch<float>(
            task, Loss.Catalog.Create(configuration.Training.Loss), configuration.Training.Dt, 1, configuration.Seed, Purpose.TrainingTrials)
        {
            Measures = true, TeachesWarmUp = false,
        };
        var batch = new Moving(trials, graph);
        var gain = network.Parameters.Of(IntrinsicPlasticity.Gain, raw);
        var bias = network.Parameters.Of(IntrinsicPlasticity.Bias, raw);
        (batch.Gain, batch.Bias) = (gain.ToArray(), bias.ToArray());
        var parameters = new float[engine.ParameterCount];
        for (var pass = 0; pass < cell.PlasticityPasses; pass++)
        {
            for (var trial = 0; trial < configuration.Training.Trials; trial++)
            {
                Fill(parameters, graph, network, batch);
                engine.Load(parameters);
                trials.Draw(trial, 1);
                engine.Forward(batch);
            }
        }

        batch.Gain.CopyTo(gain);
        batch.Bias.CopyTo(bias);
    }

    private static void Fill(Span<float> parameters, StepGraph graph, Network network, Moving batch)
    {
        foreach (var shape in graph.Parameters)
        {
            var from = shape.Name switch
            {
                IntrinsicPlasticity.GainBegins => batch.Gain,
                IntrinsicPlasticity.BiasBegins => batch.Bias,
                _ => network.Effective(shape.Name),
            };
            from.CopyTo(parameters);
            parameters = parameters[shape.Count..];
        }
    }

    // Reads what gains and biases are after a trial.
    private sealed class Moving(TaskBatch<float> trials, StepGraph graph) : IBatch<float>
    {
        private readonly int gain = Place(graph, IntrinsicPlasticity.MovingGain), bias = Place(graph, IntrinsicPlasticity.MovingBias);

        public float[] Gain { get; set; } = [];

        public float[] Bias { get; set; } = [];

        public int Trials => trials.Trials;

        public StreamKey Noise => trials.Noise;

        public StreamKey Dropout => trials.Dropout;

        public bool Responds => trials.Responds;

        public int Steps(int trial) => trials.Steps(trial);

        public long NoiseIndex(int trial) => trials.NoiseIndex(trial);

        public void WriteInputs(Block<float> block) => trials.WriteInputs(block);

        public void Respond(Block<float> block, int step) => trials.Respond(block, step);

        public void AfterForward(Block<float> block)
        {
            var memory = new float[block.MemoryLength];
            block.CopyMemory(0, memory);
            memory.AsSpan(gain, Gain.Length).CopyTo(Gain);
            memory.AsSpan(bias, Bias.Length).CopyTo(Bias);
        }

        private static int Place(StepGraph graph, string name) =>
            graph.States.TakeWhile(state => state.State.Name != name).Sum(state => state.State.Width);
    }
}
