using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>
/// Translates nodes of a step to operators of ONNX, each once. What a node is made of is translated before it; leaves that differ from place to
/// place, such as states, are bound to names beforehand. Works on (B × N) within the time loop and on (T × B × N) outside of it.
/// </summary>
/// <param name="main">The outermost graph, which has the weights.</param>
/// <param name="graph">Where the operators go.</param>
/// <param name="network">Whose effective values the weights are.</param>
internal sealed class OnnxScope(OnnxGraph main, OnnxGraph graph, Network network)
{
    private readonly Dictionary<Node, string> names = [];
    private readonly HashSet<Node> rows = [];

    /// <summary>Says what a leaf is called here.</summary>
    public void Bind(Node node, string name)
    {
        names[node] = name;
        rows.Add(node);
    }

    /// <summary>Binds noise: a part of the columns of all noise, times its scale.</summary>
    public void Bind(NoiseNode noise, string all, int first) => Bind(noise, Times(Columns(all, first, noise.Width), noise.Scale));

    /// <summary>A part of the last axis of a value.</summary>
    public string Columns(string value, int first, int width) =>
        graph.Node("Slice", [value, main.Integers(first), main.Integers(first + width), main.Integers(-1)]);

    /// <summary>A node with its rows: what is the same for all of them is repeated.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">Name of the shape that it is to have.</param>
    /// <param name="name">Name that it is to have; null for any.</param>
    public string Whole(Node node, string shape, string? name = null)
    {
        var value = Of(node);
        return !rows.Contains(node) ? graph.Node("Expand", [value, shape], name)
            : name is null ? value : graph.Node("Identity", [value], name);
    }

    /// <summary>Name of the value of a node.</summary>
    /// <exception cref="UsageException">It has no translation.</exception>
    public string Of(Node root)
    {
        foreach (var node in Differentiation.Topological([root]).Where(node => !names.ContainsKey(node)))
        {
            var value = Translate(node);
            names[node] = value;
            if (node.Arguments.Any(rows.Contains))
            {
                rows.Add(node);
            }
        }

        return names[root];
    }

    private string Translate(Node node) => node switch
    {
        ConstantNode constant => Number(constant.Value),
        UnitConstantNode constant => main.Constant($"per_unit.{constant.Name}", Single(constant.Values), constant.Width),
        ParameterNode parameter => Weights(parameter.Shape),

        // Outside of training nothing is dropped.
        DropoutNode => Number(1),
        LinearNode linear => Linear(linear),
        ElementNode element => Element(element, [.. element.Arguments.Select(argument => names[argument])]),
        ReductionNode reduction => Reduce(reduction, names[reduction.Arguments[0]]),
        _ => throw new UsageException(
            $"The cell {network.Cell.Name} cannot be exported to ONNX: {What(node)} has no translation. Export arrays instead, or write the cell without it."),
    };

    // Σ W a + b + noise
    private string Linear(LinearNode linear) => linear.Terms
        .Select(term => graph.Node("MatMul", [names[term.Input], term.Transposed ? Weights(term.Weights) : Transposed(term.Weights)]))
        .Concat(new Node?[] { linear.Bias, linear.Noise }.OfType<Node>().Select(added => names[added]))
        .Aggregate((sum, added) => graph.Node("Add", [sum, added]));

    private string Element(ElementNode element, string[] given) => element.Function switch
    {
        ElementFunction.Add => graph.Node("Add", given),
        ElementFunction.Subtract => graph.Node("Sub", given),
        ElementFunction.Multiply => graph.Node("Mul", given),
        ElementFunction.Divide => graph.Node("Div", given),
        ElementFunction.Negate => graph.Node("Neg", given),
        ElementFunction.Rectify => graph.Node("Relu", given),
        ElementFunction.Exp => graph.Node("Exp", given),
        ElementFunction.Log => graph.Node("Log", given),
        ElementFunction.Tanh => graph.Node("Tanh", given),
        ElementFunction.Sigmoid => graph.Node("Sigmoid", given),
        ElementFunction.Softplus => graph.Node("Softplus", given),

        // b where a > 0 or NaN, else 0
        ElementFunction.Gate => graph.Node("Where", [graph.Node("LessOrEqual", [given[0], Number(0)]), Number(0), given[1]]),
        ElementFunction.Surrogate => given[0],
        _ => throw new UsageException(
            $"The cell {network.Cell.Name} cannot be exported to ONNX: the function {Kebab.Of($"{element.Function}")} has no translation. Export arrays "
            + "instead, or write the cell without it."),
    };

    // One number a row, which every unit gets. In operator set 17 the axes of a sum are an input, and those of a maximum an attribute.
    private string Reduce(ReductionNode reduction, string given)
    {
        var one = reduction.Reduction == Reduction.Sum
            ? graph.Node("ReduceSum", [given, main.Integers(-1)])
            : graph.Node("ReduceMax", [given], null, new OnnxAttribute("axes", new long[] { -1 }));
        return graph.Node("Expand", [one, main.Integers(1, reduction.Width)]);
    }

    private string Times(string value, double scale) => scale == 1 ? value : graph.Node("Mul", [value, Number(scale)]);

    private string Number(double value) =>
        main.Constant(string.Create(CultureInfo.InvariantCulture, $"number.{(float)value:R}"), [(float)value]);

    // W as it stands in the equation, (rows × columns), or (rows) for a vector.
    private string Weights(ParameterShape shape) =>
        main.Constant(OnnxNetwork.NameOf(shape), network.Effective(shape.Name).ToArray(), TrainingRun.Axes(shape));

    private string Transposed(ParameterShape shape) => main.Once(
        $"{shape.Name}.transposed", name => main.Node("Transpose", [Weights(shape)], name, new OnnxAttribute("perm", new long[] { 1, 0 })));

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static string What(Node node) => node switch
    {
        DelayNode => "a delay in its rates",
        MaskNode => "a mask of silent units",
        ContextNode => "the context within its step",
        _ => $"a {Kebab.Of(node.GetType().Name.Replace("Node", "", StringComparison.Ordinal)).Replace('-', ' ')} of its equation",
    };
}
