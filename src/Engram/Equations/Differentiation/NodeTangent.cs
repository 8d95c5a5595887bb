namespace Engram.Equations;

/// <summary>How a node depends on a state.</summary>
internal enum TangentForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each of its units on that unit of the state alone.</summary>
    Diagonal,

    /// <summary>Each of its units on all.</summary>
    Dense,
}

/// <summary>∂y/∂s of a node y and a state s.</summary>
/// <param name="Form">Which entries there are.</param>
/// <param name="Columns">Units of the state.</param>
/// <param name="Values">The diagonal (N), or the matrix (N × columns).</param>
internal sealed record TangentBlock(TangentForm Form, int Columns, double[] Values);

/// <summary>The value of a node at a state, and its derivatives.</summary>
internal sealed class NodeTangent
{
    /// <summary>Makes room.</summary>
    /// <param name="node">The node.</param>
    /// <param name="arguments">Those of its arguments.</param>
    /// <param name="alone">Whether an argument serves this node alone, so that its matrix may become this node's.</param>
    /// <param name="states">All states.</param>
    public NodeTangent(Node node, NodeTangent[] arguments, bool[] alone, IReadOnlyList<StateNode> states)
    {
        (Node, Arguments) = (node, arguments);
        Value = new double[Math.Max(1, node.Width)];
        (First, Second) = (new double[Value.Length], new double[Value.Length]);
        Blocks = [.. states.Select((state, k) => Block(state, k, alone))];
    }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>Those of its arguments.</summary>
    public NodeTangent[] Arguments { get; }

    /// <summary>y (N; 1 for a number that is the same everywhere).</summary>
    public double[] Value { get; }

    /// <summary>Of an element-wise function y = f(a, b), ∂y/∂a.</summary>
    public double[] First { get; }

    /// <summary>∂y/∂b.</summary>
    public double[] Second { get; }

    /// <summary>One for each state.</summary>
    public TangentBlock[] Blocks { get; }

    /// <summary>Takes the value of a node that is the same in every state.</summary>
    public void SetConstant(IReadOnlyDictionary<string, ReadOnlyMemory<double>> parameters)
    {
        switch (Node)
        {
            case ConstantNode constant:
                Value[0] = constant.Value;
                break;
            case UnitConstantNode constant:
                constant.Values.CopyTo(Value, 0);
                break;
            case ParameterNode parameter:
                parameters[parameter.Shape.Name].CopyTo(Value);
                break;
            case DropoutNode:
                Array.Fill(Value, 1);
                break;
        }
    }

    private TangentBlock Block(StateNode state, int k, bool[] alone)
    {
        var (columns, forms) = (state.Width, Arguments.Select(argument => argument.Blocks[k].Form).ToArray());
        if (Node == state)
        {
            var ones = new double[Value.Length];
            Array.Fill(ones, 1);
            return new(TangentForm.Diagonal, columns, ones);
        }

        var form = forms.Length == 0 || forms.All(one => one == TangentForm.None) ? TangentForm.None
            : Node is LinearNode or ReductionNode || forms.Contains(TangentForm.Dense) ? TangentForm.Dense : TangentForm.Diagonal;
        if (form == TangentForm.None)
        {
            return new(form, columns, []);
        }

        var shared = Array.IndexOf(forms, TangentForm.Dense);
        return new(form, columns, Node is ElementNode && form == TangentForm.Dense && alone[shared]
            ? Arguments[shared].Blocks[k].Values
            : new double[form == TangentForm.Dense ? Value.Length * columns : Value.Length]);
    }
}
