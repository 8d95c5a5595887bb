namespace Engram.Equations;

/// <summary>
/// One quantity of the step: for every trial a vector of <see cref="Width"/> values. Nodes are built through <see cref="Step"/> and
/// operators, and equal quantities are the same node.
/// </summary>
public abstract class Node
{
    private protected Node(Algebra algebra, int width, params Node[] arguments)
    {
        Algebra = algebra;
        Width = width;
        Arguments = arguments;
        Id = algebra.NextId();
    }

    /// <summary>Values per trial; 0 for a number that is the same everywhere.</summary>
    public int Width { get; }

    /// <summary>Place in the order of construction; arguments precede what is made of them.</summary>
    internal int Id { get; }

    internal Algebra Algebra { get; }

    internal IReadOnlyList<Node> Arguments { get; }

    /// <summary>The arguments, and what else it is made with: the derivative of a surrogate, and what a delay delays.</summary>
    internal IEnumerable<Node> Sources => this switch
    {
        ElementNode { Derivative: { } derivative } => [.. Arguments, derivative],
        DelayNode delay => [delay.Source],
        _ => Arguments,
    };

    /// <summary>Sum.</summary>
    public static Node operator +(Node a, Node b) => a.Algebra.Add(a, b);

    /// <summary>Difference.</summary>
    public static Node operator -(Node a, Node b) => a.Algebra.Subtract(a, b);

    /// <summary>Product, element by element.</summary>
    public static Node operator *(Node a, Node b) => a.Algebra.Multiply(a, b);

    /// <summary>Quotient, element by element.</summary>
    public static Node operator /(Node a, Node b) => a.Algebra.Divide(a, b);

    /// <summary>Sum with a number.</summary>
    public static Node operator +(Node a, double b) => a + a.Algebra.Constant(b);

    /// <summary>Sum with a number.</summary>
    public static Node operator +(double a, Node b) => b.Algebra.Constant(a) + b;

    /// <summary>Difference with a number.</summary>
    public static Node operator -(Node a, double b) => a - a.Algebra.Constant(b);

    /// <summary>Difference with a number.</summary>
    public static Node operator -(double a, Node b) => b.Algebra.Constant(a) - b;

    /// <summary>Product with a number.</summary>
    public static Node operator *(double a, Node b) => b.Algebra.Constant(a) * b;

    /// <summary>Product with a number.</summary>
    public static Node operator *(Node a, double b) => a * a.Algebra.Constant(b);

    /// <summary>The negative.</summary>
    public static Node operator -(Node a) => a.Algebra.Negate(a);
}

/// <summary>A number, the same for every unit, trial and step.</summary>
internal sealed class ConstantNode(Algebra algebra, double value) : Node(algebra, 0)
{
    public double Value => value;
}

/// <summary>One number a unit, the same for every trial and step.</summary>
internal sealed class UnitConstantNode(Algebra algebra, string name, double[] values) : Node(algebra, values.Length)
{
    public string Name => name;

    public double[] Values => values;
}

/// <summary>A vector of parameters, the same for every trial and step.</summary>
internal sealed class ParameterNode(Algebra algebra, ParameterShape shape) : Node(algebra, shape.Rows)
{
    public ParameterShape Shape => shape;
}

/// <summary>A state as the previous step left it.</summary>
internal sealed class StateNode(Algebra algebra, string name, int width) : Node(algebra, width)
{
    public string Name => name;
}

/// <summary>The input channels of this step.</summary>
internal sealed class InputNode(Algebra algebra, int width) : Node(algebra, width);

/// <summary>What a trial is given before its first step, the same at every step.</summary>
internal sealed class ContextNode(Algebra algebra, int width) : Node(algebra, width);

/// <summary>
/// The value of another node so many steps ago; 0 where that is before the first step. A leaf of the step, for it was computed in an earlier one.
/// </summary>
internal sealed class DelayNode(Algebra algebra, Node source, int steps) : Node(algebra, source.Width)
{
    public Node Source => source;

    /// <summary>k, at least 1.</summary>
    public int Steps => steps;
}

/// <summary>Numbers that the batch gives for every trial, step and unit, such as 0 where a unit is silent.</summary>
internal sealed class MaskNode(Algebra algebra, int width) : Node(algebra, width);

/// <summary>One number over all units of its argument, which every unit gets: y = 1 1ᵀ a for a sum.</summary>
internal sealed class ReductionNode(Algebra algebra, Reduction reduction, Node argument, int width) : Node(algebra, width, argument)
{
    public Reduction Reduction => reduction;
}

/// <summary>What is made of all units.</summary>
internal enum Reduction
{
    Sum,
    Maximum,
}

/// <summary>Standard normal numbers times a scale, new for every trial, step and unit.</summary>
internal sealed class NoiseNode(Algebra algebra, string name, int width, double scale, int stream) : Node(algebra, width)
{
    public string Name => name;

    /// <summary>Tells the noises of one graph apart.</summary>
    public int Stream => stream;

    public double Scale => scale;
}

/// <summary>A mask of 0 and 1/keep, new for every trial and, if asked for, every step.</summary>
internal sealed class DropoutNode(Algebra algebra, string name, int width, double keep, bool everyStep, int stream) : Node(algebra, width)
{
    public string Name => name;

    /// <summary>Tells the masks of one graph apart.</summary>
    public int Stream => stream;

    public double Keep => keep;

    public bool EveryStep => everyStep;
}

/// <summary>Stands for a value that comes from outside the graph at hand, such as the adjoint that later steps send back.</summary>
internal sealed class SeedNode(Algebra algebra, string name, int width) : Node(algebra, width)
{
    public string Name => name;
}

/// <summary>Σ over terms of W·a, or Wᵀ·a, on top of a bias and of noise: one accumulated matrix product.</summary>
internal sealed class LinearNode(Algebra algebra, int width, LinearTerm[] terms, ParameterNode? bias, NoiseNode? noise)
    : Node(
        algebra,
        width,
        [
            .. terms.Select(term => term.Input),
            .. bias is null ? Array.Empty<Node>() : [bias],
            .. noise is null ? Array.Empty<Node>() : [noise],
        ])
{
    public IReadOnlyList<LinearTerm> Terms => terms;

    /// <summary>Where the sums start, the same in every row.</summary>
    public ParameterNode? Bias => bias;

    /// <summary>What the sums are added to.</summary>
    public NoiseNode? Noise => noise;
}

/// <summary>One product: W·a (trials × rows), or Wᵀ·a (trials × columns).</summary>
internal readonly record struct LinearTerm(ParameterShape Weights, Node Input, bool Transposed)
{
    public int Width => Transposed ? Weights.Columns : Weights.Rows;
}

/// <summary>An element-wise function of its arguments.</summary>
internal sealed class ElementNode(Algebra algebra, ElementFunction function, params Node[] arguments)
    : Node(algebra, arguments.Max(argument => argument.Width), arguments)
{
    public ElementFunction Function => function;

    /// <summary>For <see cref="ElementFunction.Surrogate"/>, the node whose adjoint is taken for that of the value; else null.</summary>
    public Node? Derivative { get; init; }
}

/// <summary>The element-wise functions from which all others are composed.</summary>
internal enum ElementFunction
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,

    /// <summary>max(a, 0); NaN for NaN.</summary>
    Rectify,

    /// <summary>b where a &gt; 0 or NaN, else 0.</summary>
    Gate,
    Exp,
    Log,
    Tanh,
    Sigmoid,
    Softplus,

    /// <summary>The value of its argument; in the adjoint, the derivative of another node.</summary>
    Surrogate,
}
