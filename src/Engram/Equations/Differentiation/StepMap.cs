using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// One step as a map from state to state, s ← F(s, u), without noise or dropout, in double precision: its values, vector-Jacobian products
/// and Jacobian. A state vector holds all states of the cell in the order of their definition, S values.
/// </summary>
public sealed class StepMap : IDisposable
{
    private readonly StepProgram<double> program;
    private readonly BlockWorker<double> worker;
    private readonly int[] widths;
    private double[] parameters = [];
    private StepJacobian? jacobians;

    /// <summary>Compiles the map.</summary>
    /// <param name="graph">One step of a network.</param>
    /// <exception cref="UsageException">The cell delays what its states make.</exception>
    internal StepMap(StepGraph graph)
        : this(new StepProgram<double>(graph.UnderSteadyInputs(), new EngineOptions()))
    {
    }

    private StepMap(StepProgram<double> program)
    {
        this.program = program;
        worker = new BlockWorker<double>(program);
        widths = [.. program.Graph.States.Select(state => state.State.Width)];
    }

    /// <summary>S, the length of a state vector.</summary>
    public int Width => program.Graph.StateWidth;

    /// <summary>I, the input channels.</summary>
    public int Inputs => program.Graph.Inputs;

    /// <summary>The same map, parameters included, for another thread; a map serves one thread at a time.</summary>
    internal StepMap Share() => new(program) { parameters = parameters };

    /// <summary>Takes the effective parameters, in the layout of <see cref="Engine{T}.Load"/>.</summary>
    /// <param name="parameters">The values.</param>
    internal void Load(ReadOnlySpan<double> parameters)
    {
        program.Parameters.Load(parameters);
        this.parameters = parameters.ToArray();
        jacobians = null;
    }

    /// <summary>The step around one state, seen from every side.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <param name="tolerance">How far from 0 the argument of a unit that is on a kink may lie, relative to 1 + max|s|.</param>
    internal KinkedStep Around(ReadOnlySpan<double> state, ReadOnlySpan<double> input, double tolerance) =>
        new(program.Graph, parameters, state, input, tolerance);

    /// <summary>F(s, u) for several states at once.</summary>
    /// <param name="states">s (K × S).</param>
    /// <param name="inputs">u (K × I).</param>
    /// <param name="next">F(s, u) (K × S).</param>
    public void Next(ReadOnlySpan<double> states, ReadOnlySpan<double> inputs, Span<double> next)
    {
        Forward(states, inputs);
        for (var state = 0; state < widths.Length; state++)
        {
            Unpack(worker.StateAt(state, 1), state, next);
        }
    }

    /// <summary>vᵀ ∂F/∂s for several states at once.</summary>
    /// <param name="states">s (K × S).</param>
    /// <param name="inputs">u (K × I).</param>
    /// <param name="vectors">v (K × S).</param>
    /// <param name="products">vᵀ ∂F/∂s (K × S).</param>
    public void VectorJacobian(
        ReadOnlySpan<double> states, ReadOnlySpan<double> inputs, ReadOnlySpan<double> vectors, Span<double> products)
    {
        Forward(states, inputs);
        worker.ClearAdjoints(1);
        worker.Block.OutputAdjoints.Span.Clear();
        for (var state = 0; state < widths.Length; state++)
        {
            Pack(vectors, state, worker.CarriedAdjointAt(state, 1));
        }

        worker.BackwardStates();
        for (var state = 0; state < widths.Length; state++)
        {
            Unpack(worker.InitialAdjoint(state), state, products);
        }
    }

    /// <summary>J = ∂F/∂s at one state.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <returns>J (S × S), row-major: J[i, j] is the derivative of F(s, u)[i] with respect to s[j].</returns>
    public double[] Jacobian(ReadOnlySpan<double> state, ReadOnlySpan<double> input)
    {
        var jacobian = new double[Width * Width];
        Jacobian(state, input, jacobian);
        return jacobian;
    }

    /// <summary>J = ∂F/∂s at one state, into an array at hand.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <param name="jacobian">J (S × S), row-major.</param>
    public void Jacobian(ReadOnlySpan<double> state, ReadOnlySpan<double> input, Span<double> jacobian)
    {
        jacobians ??= new StepJacobian(program.Graph, parameters);
        jacobians.At(state, input, jacobian);
    }

    /// <inheritdoc/>
    public void Dispose() => worker.Dispose();

    private void Forward(ReadOnlySpan<double> states, ReadOnlySpan<double> inputs)
    {
        var rows = states.Length / Width;
        if (states.Length != rows * Width || inputs.Length != rows * program.Graph.Inputs)
        {
            throw new ArgumentException(
                $"{states.Length} state values and {inputs.Length} input values do not make whole rows of {Width} and "
                + $"{program.Graph.Inputs}.");
        }

        worker.Open(0, 0, rows, 1, new StillBatch<double> { Trials = rows }, training: false);
        var channels = program.Graph.Inputs;
        for (var row = 0; row < rows; row++)
        {
            // A row is wider than the channels where the cell computes with inputs one by one.
            inputs.Slice(row * channels, channels).CopyTo(worker.Block.Inputs.Span[(row * worker.Block.InputStride)..]);
        }

        for (var state = 0; state < widths.Length; state++)
        {
            Pack(states, state, worker.StateAt(state, 0));
        }

        worker.Forward();
    }

    private void Pack(ReadOnlySpan<double> vectors, int state, Span<double> slot)
    {
        var (stride, start) = (Simd.Stride(widths[state]), widths.Take(state).Sum());
        for (var row = 0; row < vectors.Length / Width; row++)
        {
            vectors.Slice((row * Width) + start, widths[state]).CopyTo(slot[(row * stride)..]);
        }
    }

    private void Unpack(ReadOnlySpan<double> slot, int state, Span<double> vectors)
    {
        var (stride, start) = (Simd.Stride(widths[state]), widths.Take(state).Sum());
        for (var row = 0; row < vectors.Length / Width; row++)
        {
            slot.Slice(row * stride, widths[state]).CopyTo(vectors[((row * Width) + start)..]);
        }
    }
}
