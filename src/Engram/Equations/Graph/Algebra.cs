using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// Makes nodes: each quantity once (equal expressions are one node), with the identities of arithmetic applied, so that a derived adjoint
/// comes out as one would write it.
/// </summary>
internal sealed class Algebra
{
    private readonly Dictionary<(ElementFunction, Node, Node?), Node> elements = [];
    private readonly Dictionary<double, Node> constants = [];
    private readonly Dictionary<string, Node> linears = [];
    private readonly Dictionary<(Reduction, Node, int), Node> reductions = [];
    private readonly Dictionary<(Node, int), Node> delays = [];
    private int count;

    public int NextId() => count++;

    public Node Constant(double value) =>
        constants.TryGetValue(value, out var known)
            ? known
            : constants[value] = new ConstantNode(this, StepNumbers.Finite(value, "A number that a cell writes, or makes of those it writes,"));

    public Node Add(Node a, Node b) => (a, b) switch
    {
        (ConstantNode x, ConstantNode y) => Constant(x.Value + y.Value),
        (ConstantNode { Value: 0 }, _) => b,
        (_, ConstantNode { Value: 0 }) => a,
        (_, ElementNode { Function: ElementFunction.Negate } negative) => Subtract(a, negative.Arguments[0]),
        (ElementNode { Function: ElementFunction.Negate } negative, _) => Subtract(b, negative.Arguments[0]),
        _ when b is ConstantNode || (a is not ConstantNode && b.Id < a.Id) => Element(ElementFunction.Add, b, a),
        _ => Element(ElementFunction.Add, a, b),
    };

    public Node Subtract(Node a, Node b) => (a, b) switch
    {
        (ConstantNode x, ConstantNode y) => Constant(x.Value - y.Value),
        (_, ConstantNode { Value: 0 }) => a,
        (ConstantNode { Value: 0 }, _) => Negate(b),
        _ when a == b => Constant(0),
        (_, ElementNode { Function: ElementFunction.Negate } negative) => Add(a, negative.Arguments[0]),
        _ => Element(ElementFunction.Subtract, a, b),
    };

    public Node Multiply(Node a, Node b) => (a, b) switch
    {
        (ConstantNode x, ConstantNode y) => Constant(x.Value * y.Value),
        (ConstantNode { Value: 0 }, _) or (_, ConstantNode { Value: 0 }) => Constant(0),
        (ConstantNode { Value: 1 }, _) => b,
        (_, ConstantNode { Value: 1 }) => a,
        (ConstantNode x, NoiseNode noise) => new NoiseNode(
            this, noise.Name, noise.Width, StepNumbers.Finite(noise.Scale * x.Value, $"The scale of a cell's noise '{noise.Name}'"), noise.Stream),
        (ConstantNode { Value: -1 }, _) => Negate(b),
        (_, ConstantNode { Value: -1 }) => Negate(a),
        _ when b is ConstantNode || (a is not ConstantNode && b.Id < a.Id) => Element(ElementFunction.Multiply, b, a),
        _ => Element(ElementFunction.Multiply, a, b),
    };

    public Node Divide(Node a, Node b) => (a, b) switch
    {
        (_, ConstantNode y) => Multiply(a, Constant(1 / y.Value)),
        (ConstantNode { Value: 0 }, _) => a,
        _ => Element(ElementFunction.Divide, a, b),
    };

    public Node Negate(Node a) => a switch
    {
        ConstantNode x => Constant(-x.Value),
        ElementNode { Function: ElementFunction.Negate } negative => negative.Arguments[0],
        ElementNode { Function: ElementFunction.Subtract } difference => Subtract(difference.Arguments[1], difference.Arguments[0]),
        _ => Element(ElementFunction.Negate, a),
    };

    /// <summary>b where a &gt; 0 or NaN, else 0.</summary>
    public Node Gate(Node a, Node b) => b is ConstantNode { Value: 0 } ? b : Element(ElementFunction.Gate, a, b);

    public Node Apply(ElementFunction function, Node a) => Element(function, a);

    /// <summary>The value of one node, with the derivative of another.</summary>
    public Node Surrogate(Node value, Node derivative)
    {
        if (derivative.Width > 0 && value.Width > 0 && value.Width != derivative.Width)
        {
            throw new UsageException(
                $"A cell gives a quantity of {value.Width} units a derivative of {derivative.Width} units; give both the same number of units.");
        }

        var key = (ElementFunction.Surrogate, value, derivative);
        return value is ConstantNode ? value : elements.TryGetValue(key, out var known) ? known
            : elements[key] = new ElementNode(this, ElementFunction.Surrogate, value) { Derivative = derivative };
    }

    /// <summary>One number over all units, which every unit gets; other units, where their number is given.</summary>
    public Node Reduce(Reduction reduction, Node a, int? units = null)
    {
        var width = units ?? a.Width;
        return a is ConstantNode ? a
            : reductions.TryGetValue((reduction, a, width), out var known) ? known
            : reductions[(reduction, a, width)] = new ReductionNode(this, reduction, a, width);
    }

    /// <summary>The value of a node so many steps ago.</summary>
    public Node Delay(Node a, int steps) => a switch
    {
        ConstantNode { Value: 0 } => a,
        DelayNode delay => Delay(delay.Source, delay.Steps + steps),
        _ => delays.TryGetValue((a, steps), out var known) ? known : delays[(a, steps)] = new DelayNode(this, a, steps),
    };

    /// <summary>The node of <paramref name="function"/> with other arguments.</summary>
    public Node Remake(ElementFunction function, IReadOnlyList<Node> arguments) => function switch
    {
        ElementFunction.Add => Add(arguments[0], arguments[1]),
        ElementFunction.Subtract => Subtract(arguments[0], arguments[1]),
        ElementFunction.Multiply => Multiply(arguments[0], arguments[1]),
        ElementFunction.Divide => Divide(arguments[0], arguments[1]),
        ElementFunction.Negate => Negate(arguments[0]),
        ElementFunction.Gate => Gate(arguments[0], arguments[1]),
        ElementFunction.Surrogate => Surrogate(arguments[0], arguments[1]),
        _ => Apply(function, arguments[0]),
    };

    public Node Linear(params LinearTerm[] terms) => Linear(terms, null, null);

    public Node Linear(LinearTerm[] terms, ParameterNode? bias, NoiseNode? noise)
    {
        var width = terms[0].Width;
        foreach (var term in terms)
        {
            var expected = term.Transposed ? term.Weights.Rows : term.Weights.Columns;
            if (term.Input.Width != expected || term.Width != width)
            {
                throw new ArgumentException(
                    $"'{term.Weights.Name}' takes {expected} values and was given {term.Input.Width}.", nameof(terms));
            }
        }

        var key = string.Join('+', terms.Select(term => $"{term.Weights.Name}:{term.Weights.Role}{(term.Transposed ? "'" : "")}*{term.Input.Id}"))
            + $"+{bias?.Id}+{noise?.Id}";
        return linears.TryGetValue(key, out var known) ? known : linears[key] = new LinearNode(this, width, terms, bias, noise);
    }

    private static string Words(ElementFunction function) => function switch
    {
        ElementFunction.Add => "the sum",
        ElementFunction.Subtract => "the difference",
        ElementFunction.Multiply => "the product",
        ElementFunction.Divide => "the quotient",
        _ => "a function",
    };

    private Node Element(ElementFunction function, Node a, Node? b = null)
    {
        if (b is { Width: > 0 } && a.Width > 0 && a.Width != b.Width)
        {
            throw new UsageException(
                $"A cell writes {Words(function)} of a quantity of {a.Width} units and one of {b.Width}, but it is taken unit by unit; give both the same "
                + "number of units, with step.Linear or step.Project.");
        }

        var key = (function, a, b);
        return elements.TryGetValue(key, out var known)
            ? known
            : elements[key] = b is null ? new ElementNode(this, function, a) : new ElementNode(this, function, a, b);
    }
}
