namespace Engram.Equations;

/// <summary>One time step of a network as a graph: what a cell defined, plus the linear readout z = W_out r + b_out.</summary>
public sealed class StepGraph
{
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

    internal Algebra Algebra { get; }

    internal IReadOnlyList<StateVariable> States { get; }

    internal Node Rate { get; }

    internal ParameterShape Readout { get; }

    internal ParameterShape ReadoutBias { get; }
}

/// <summary>A state: its value before the step, after the step, and the parameter that holds its initial value.</summary>
internal sealed record StateVariable(StateNode State, Node Next, ParameterShape Initial);
