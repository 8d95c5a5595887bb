using Engram.Configuration;

namespace Engram.Equations;

/// <content>What is multiplied with weights, and what these do in the network.</content>
public sealed partial class Step
{
    private readonly HashSet<Node> projected = [];

    /// <summary>
    /// W·a, with W to all units: input weights of the input channels, synapses of what units send. Of anything else, such as a bottleneck,
    /// it is a projection.
    /// </summary>
    /// <param name="name">Name of the matrix, such as <c>w_rec</c>.</param>
    /// <param name="a">What is multiplied: the input channels, or a function of states.</param>
    /// <param name="units">N, the rows of W.</param>
    /// <param name="begins">How W begins; null to leave that to the options of the network.</param>
    public Node Linear(string name, Node a, int units, Prescription? begins = null) => ToUnits(name, a, units, begins, false, true);

    /// <summary>W·a of a gate: as <see cref="Linear"/>, where learning can let errors go back through gates in a way of their own.</summary>
    /// <param name="name">Name of the matrix, such as <c>w_z</c>.</param>
    /// <param name="a">What is multiplied: the input channels, or a function of states.</param>
    /// <param name="units">N, the rows of W.</param>
    /// <param name="begins">How W begins; null to leave that to the options of the network.</param>
    public Node Gate(string name, Node a, int units, Prescription? begins = null) => ToUnits(name, a, units, begins, true, true);

    /// <summary>
    /// W·a of a gate that sees what units hold rather than what they send, such as the cells of an LSTM. These are no synapses: they have no
    /// mask, and keep their diagonal and their size. For a gate that sees its own unit alone see <see cref="Diagonal"/>.
    /// </summary>
    /// <param name="name">Name of the matrix, such as <c>peep_f</c>.</param>
    /// <param name="a">What the units hold.</param>
    /// <param name="units">N, the rows of W.</param>
    /// <param name="begins">How W begins; null to leave that to the options of the network.</param>
    public Node Peephole(string name, Node a, int units, Prescription? begins = null) => ToUnits(name, a, units, begins, true, false);

    /// <summary>w∘a, one weight for each unit. It is learned as recurrent weights are.</summary>
    /// <param name="name">Name of the vector, such as <c>peep_f</c>.</param>
    /// <param name="a">What is multiplied.</param>
    /// <param name="begins">How w begins; null for zeros.</param>
    public Node Diagonal(string name, Node a, Prescription? begins = null) => a is null or { Width: 0 }
        ? throw new UsageException(
            $"A cell multiplies the diagonal '{name}' with {(a is null ? "null" : "a single number")}; give step.Diagonal a "
            + "function of states.")
        : new ParameterNode(algebra, Parameter(name, ParameterRole.Diagonal, a.Width, 1, begins)) * a;

    /// <summary>W·a, with W to something that is not units, such as a bottleneck. What is made of it goes to the units by <see
    /// cref="Linear"/> or <see cref="Gate"/>.</summary>
    /// <param name="name">Name of the matrix, such as <c>w_p</c>.</param>
    /// <param name="a">What is multiplied: the input channels, or a function of states.</param>
    /// <param name="width">The rows of W.</param>
    /// <param name="begins">How W begins; null to leave that to the options of the network.</param>
    public Node Project(string name, Node a, int width, Prescription? begins = null)
    {
        var made = Product(name, a, width, begins, false, false);
        projected.Add(made);
        return made;
    }

    private Node ToUnits(string name, Node a, int rows, Prescription? begins, bool isGate, bool areSynapses) => rows == units
        ? Product(name, a, rows, begins, isGate, areSynapses)
        : throw new UsageException(
            $"A cell of {units} units gives the matrix '{name}' {rows} rows, but a matrix that leads to units has one row per unit; write Units, or use "
            + "step.Project for a matrix that leads elsewhere.");

    private Node Product(string name, Node a, int rows, Prescription? begins, bool isGate, bool areSynapses)
    {
        // A task without inputs has no input weights.
        if (inputs == 0 && a is { Width: 0 } && Differentiation.Topological([a], withDerivatives: true).Contains(Input))
        {
            return algebra.Constant(0);
        }

        if (a is null or { Width: 0 })
        {
            throw new UsageException(
                $"A cell multiplies '{name}' with {(a is null ? "null" : "a single number")}; give step.Linear the input "
                + "channels, or a function of states.");
        }

        var ofUnits = a.Width == units && IsOfUnits(a);
        var role = IsInput(a) ? ParameterRole.Input : areSynapses && ofUnits ? ParameterRole.Recurrent : ParameterRole.Projection;
        var weights = Parameter(
            name, role, StepNumbers.Units(rows, "the matrix", name), a.Width, begins, isGate && role != ParameterRole.Input, ofUnits);
        return algebra.Linear(new LinearTerm(weights, a, false));
    }

    // Also where channels are dropped.
    private bool IsInput(Node a) => a == Input || (a is DelayNode delay && IsInput(delay.Source))
        || (a is ElementNode { Function: ElementFunction.Multiply, Arguments: [var left, var right] }
            && ((left is DropoutNode && IsInput(right)) || (right is DropoutNode && IsInput(left))));

    // What has a state or a drive of the units in it, unit by unit, is of the units, whatever else is in it.
    private bool IsOfUnits(Node a) => a switch
    {
        StateNode or LinearNode => !projected.Contains(a),
        DelayNode delay => IsOfUnits(delay.Source),
        _ => a.Arguments.Any(IsOfUnits),
    };
}
