using System.Numerics;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>One trial of given inputs, without noise: what the engine makes of it, and the gradient under errors of the outputs that are given too.</summary>
internal sealed class Given<T> : IBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StepGraph graph;
    private readonly double[] inputs;
    private readonly int steps;
    private readonly bool drops;
    private readonly Func<T[], T[]>? errors;

    private Given(StepGraph graph, double[] inputs, bool drops, Func<T[], T[]>? errors)
    {
        (this.graph, this.inputs, this.drops, this.errors) = (graph, inputs, drops, errors);
        steps = inputs.Length / graph.Inputs;
        (Outputs, Rates) = (new T[steps * graph.Outputs], new T[steps * graph.Units]);
    }

    /// <summary>(steps × outputs).</summary>
    public T[] Outputs { get; }

    /// <summary>(steps × units), after each step.</summary>
    public T[] Rates { get; }

    public int Trials => 1;

    public StreamKey Noise { get; } = new(7, Purpose.TrainingNoise);

    public StreamKey Dropout { get; } = new(7, Purpose.Dropout);

    public bool HasNoise => false;

    public bool HasDropout => drops;

    public int Steps(int trial) => steps;

    public long NoiseIndex(int trial) => trial;

    /// <summary>Runs a trial.</summary>
    /// <param name="graph">The step.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="inputs">(steps × inputs).</param>
    public static Given<T> Run(StepGraph graph, T[] parameters, double[] inputs)
    {
        using var engine = new Engine<T>(graph);
        engine.Load(parameters);
        return Run(engine, inputs);
    }

    /// <summary>Runs a trial with the parameters that an engine holds.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="inputs">(steps × inputs).</param>
    public static Given<T> Run(Engine<T> engine, double[] inputs)
    {
        var batch = new Given<T>(engine.Graph, inputs, false, null);
        engine.Forward(batch);
        return batch;
    }

    /// <summary>Runs a trial of learning, with dropout, and back.</summary>
    /// <param name="graph">The step.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="inputs">(steps × inputs).</param>
    /// <param name="errors">dL/dz (steps × outputs) of the outputs (steps × outputs).</param>
    public static (Given<T> Batch, T[] Gradient) Learn(StepGraph graph, T[] parameters, double[] inputs, Func<T[], T[]> errors)
    {
        var batch = new Given<T>(graph, inputs, true, errors);
        using var engine = new Engine<T>(graph);
        engine.Load(parameters);
        var gradient = new T[engine.ParameterCount];
        engine.Gradient(batch, gradient);
        return (batch, gradient);
    }

    public void WriteInputs(Block<T> block)
    {
        for (var t = 0; t < steps; t++)
        {
            for (var i = 0; i < graph.Inputs; i++)
            {
                block.Inputs.Span[(t * block.InputStride) + i] = T.CreateChecked(inputs[(t * graph.Inputs) + i]);
            }
        }
    }

    public void AfterForward(Block<T> block)
    {
        for (var t = 0; t < steps; t++)
        {
            block.Outputs.Span.Slice(t * block.OutputStride, graph.Outputs).CopyTo(Outputs.AsSpan(t * graph.Outputs));
            block.Rates.Span.Slice((t + 1) * block.RateStride, graph.Units).CopyTo(Rates.AsSpan(t * graph.Units));
        }

        if (errors?.Invoke(Outputs) is { } given)
        {
            for (var t = 0; t < steps; t++)
            {
                given.AsSpan(t * graph.Outputs, graph.Outputs).CopyTo(block.OutputAdjoints.Span[(t * block.OutputStride)..]);
            }
        }
    }
}
