namespace Engram.Equations;

/// <summary>One time step of a network as a graph: what a cell defined, plus the linear readout z = W_out r + b_out.</summary>
public sealed class StepGraph
{
    private readonly IReadOnlyDictionary<string, ParameterShape?> backward = new Dictionary<string, ParameterShape?>();

    private StepGraph(StepGraph graph, IReadOnlyDictionary<string, ParameterShape?> backward)
        : this(
            graph.Algebra, graph.Inputs, graph.Outputs, graph.States, graph.Rate, graph.Readout, graph.ReadoutBias,
            [.. graph.Parameters, .. backward.Values.OfType<ParameterShape>()]) => this.backward = backward;

    internal StepGraph(
        Algebra algebra,
        int inputs,
        int outputs,
        IReadOnlyList<StateVariable> states,
        Node rate,
        ParameterShape readout,
        ParameterShape readoutBias,
        IReadOnlyList<ParameterShape> parameters)
    {
        Algebra = algebra;
        Inputs = inputs;
        Outputs = outputs;
        States = states;
        Rate = rate;
        Readout = readout;
        ReadoutBias = readoutBias;
        Parameters = parameters;
    }

    /// <summary>I, the input channels.</summary>
    public int Inputs { get; }

    /// <summary>O, the output channels.</summary>
    public int Outputs { get; }

    /// <summary>N, the units of the rate.</summary>
    public int Units => Rate.Width;

    /// <summary>Every array of parameters, in the order of their first use.</summary>
    public IReadOnlyList<ParameterShape> Parameters { get; }

    /// <summary>Names of the states, in the order of their definition.</summary>
    public IReadOnlyList<string> StateNames => [.. States.Select(state => state.State.Name)];

    /// <summary>Sum of the widths of the states: the length of a state vector as Jacobians see it.</summary>
    public int StateWidth => States.Sum(state => state.State.Width);

    /// <summary>
    /// The same step whose errors go back through other matrices than those of the forward step. The gradient of a matrix stays the sum of the
    /// outer products of what reaches its result with what it multiplies. The other matrices are parameters too, after all others.
    /// </summary>
    /// <param name="matrices">By name of the matrix of the forward step: one of the same shape, or null where nothing goes back.</param>
    internal StepGraph Through(IReadOnlyDictionary<string, ParameterShape?> matrices) => new(this, matrices);

    /// <summary>The matrix through which errors go back from what a matrix makes; null for none.</summary>
    internal ParameterShape? Back(ParameterShape weights) => backward.TryGetValue(weights.Name, out var other) ? other : weights;

    /// <summary>The matrix through which errors go back from the outputs.</summary>
    internal ParameterShape ReadoutBack => Back(Readout) ?? throw new InvalidOperationException("No error comes back from the outputs.");

    internal Algebra Algebra { get; }

    internal IReadOnlyList<StateVariable> States { get; }

    internal Node Rate { get; }

    internal ParameterShape Readout { get; }

    internal ParameterShape ReadoutBias { get; }
}

/// <summary>A state: its value before the step, after the step, and the parameter that holds its initial value.</summary>
internal sealed record StateVariable(StateNode State, Node Next, ParameterShape Initial);
