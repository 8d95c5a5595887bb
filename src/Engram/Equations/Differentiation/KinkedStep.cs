using static Engram.Equations.ElementTangent;

namespace Engram.Equations;

/// <summary>
/// One step around a state at which some rectified units are on their kink: DF(s; d), the derivative in a direction d, which for these
/// depends on the side that d leads to, and the Jacobian ∂F/∂s of that side. Without noise or dropout.
/// </summary>
internal sealed class KinkedStep
{
    private readonly IReadOnlyList<Node> nodes;
    private readonly Dictionary<Node, double[]> values = [], tangents = [];
    private readonly Dictionary<string, ReadOnlyMemory<double>> parameters = [];
    private readonly StepGraph graph;
    private readonly List<(ElementNode Node, int Index)> kinks = [];

    /// <summary>The step around a state.</summary>
    /// <param name="graph">One step.</param>
    /// <param name="parameters">All of them, in the order of the graph.</param>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <param name="tolerance">How near 0 an argument is on a kink, relative to 1 + max|s|.</param>
    public KinkedStep(
        StepGraph graph, double[] parameters, ReadOnlySpan<double> state, ReadOnlySpan<double> input, double tolerance)
    {
        this.graph = graph;
        var start = 0;
        foreach (var shape in graph.Parameters)
        {
            this.parameters[shape.Name] = parameters.AsMemory(start, shape.Count);
            start += shape.Count;
        }

        nodes = Differentiation.Topological(graph.States.Select(one => one.Next));
        var (offsets, scale) = (Offsets(), 1.0);
        foreach (var value in state)
        {
            scale = Math.Max(scale, 1 + Math.Abs(value));
        }

        foreach (var node in nodes)
        {
            values[node] = node is StateNode ? state.Slice(offsets[node], node.Width).ToArray()
                : node is InputNode ? input.ToArray() : Value(node);
            tangents[node] = new double[values[node].Length];
            if (node is ElementNode { Function: ElementFunction.Rectify } element)
            {
                var a = values[element.Arguments[0]];
                for (var i = 0; i < element.Width; i++)
                {
                    if (Math.Abs(a[a.Length == 1 ? 0 : i]) <= tolerance * scale)
                    {
                        kinks.Add((element, i));
                    }
                }
            }
        }
    }

    /// <summary>k, how many units are on a kink. One that depends on no state counts too, though no direction leaves its kink.</summary>
    public int Kinks => kinks.Count;

    /// <summary>DF(s; d).</summary>
    /// <param name="direction">d (S).</param>
    /// <param name="derivative">Receives DF (S); may be d itself.</param>
    /// <param name="side">Receives for each kink whether d leads to where its unit is active (k).</param>
    public void Derivative(ReadOnlySpan<double> direction, Span<double> derivative, Span<bool> side)
    {
        Push(direction, side, follow: true);
        Collect(derivative);
    }

    /// <summary>How the arguments of the units on a kink change in a direction.</summary>
    /// <param name="direction">d (S).</param>
    /// <param name="arguments">Receives the derivatives of the arguments (k).</param>
    public void Arguments(ReadOnlySpan<double> direction, Span<double> arguments)
    {
        Push(direction, stackalloc bool[0], follow: true);
        for (var k = 0; k < kinks.Count; k++)
        {
            arguments[k] = At(tangents[kinks[k].Node.Arguments[0]], kinks[k].Index);
        }
    }

    /// <summary>∂F/∂s on one side.</summary>
    /// <param name="side">For each kink whether its unit is active (k).</param>
    /// <returns>J (S × S), row after row.</returns>
    public double[] Jacobian(ReadOnlySpan<bool> side)
    {
        var width = graph.StateWidth;
        var (jacobian, unit, column) = (new double[width * width], new double[width], new double[width]);
        bool[] fixedSide = [.. side];
        for (var j = 0; j < width; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            Push(unit, fixedSide, follow: false);
            Collect(column);
            for (var i = 0; i < width; i++)
            {
                jacobian[(i * width) + j] = column[i];
            }
        }

        return jacobian;
    }

    private Dictionary<Node, int> Offsets()
    {
        var (offsets, start) = (new Dictionary<Node, int>(), 0);
        foreach (var state in graph.States)
        {
            offsets[state.State] = start;
            start += state.State.Width;
        }

        return offsets;
    }

    private void Collect(Span<double> derivative)
    {
        var start = 0;
        foreach (var state in graph.States)
        {
            for (var i = 0; i < state.State.Width; i++)
            {
                derivative[start + i] = At(tangents[state.Next], i);
            }

            start += state.State.Width;
        }
    }

    // Forward differentiation, from the states to what they become.
    private void Push(ReadOnlySpan<double> direction, Span<bool> side, bool follow)
    {
        var offsets = Offsets();
        var kink = 0;
        foreach (var node in nodes)
        {
            var tangent = tangents[node];
            switch (node)
            {
                case StateNode:
                    direction.Slice(offsets[node], node.Width).CopyTo(tangent);
                    break;
                case LinearNode linear:
                    Array.Clear(tangent);
                    AddProducts(linear, tangents, tangent);
                    break;
                case ReductionNode reduction:
                    var (a, da) = (values[reduction.Arguments[0]], tangents[reduction.Arguments[0]]);
                    Array.Fill(tangent, reduction.Reduction == Reduction.Sum ? da.Sum() : da[Array.IndexOf(a, a.Max())]);
                    break;
                case ElementNode element:
                    for (var i = 0; i < tangent.Length; i++)
                    {
                        var onKink = kink < kinks.Count && kinks[kink] == (element, i);
                        tangent[i] = Slope(element, i, onKink, onKink && !follow && side[kink]);
                        if (onKink && follow && side.Length > 0)
                        {
                            side[kink] = At(tangents[element.Arguments[0]], i) > 0;
                        }

                        kink += onKink ? 1 : 0;
                    }

                    break;
            }

            double Slope(ElementNode element, int i, bool onKink, bool active)
            {
                var (a, da) = (At(values[element.Arguments[0]], i), At(tangents[element.Arguments[0]], i));
                var second = element.Arguments.Count > 1 ? element.Arguments[1] : element.Arguments[0];
                var (b, db, y) = (At(values[second], i), At(tangents[second], i), values[element][i]);
                active = onKink ? (follow ? da > 0 : active) : !(a <= 0);
                return element.Function switch
                {
                    ElementFunction.Add => da + db,
                    ElementFunction.Subtract => da - db,
                    ElementFunction.Multiply => (da * b) + (a * db),
                    ElementFunction.Divide => (da - (y * db)) / b,
                    ElementFunction.Negate => -da,
                    ElementFunction.Surrogate => da,
                    ElementFunction.Rectify => active ? da : 0,
                    ElementFunction.Gate => active ? db : 0,
                    ElementFunction.Exp => y * da,
                    ElementFunction.Log => da / a,
                    ElementFunction.Tanh => (1 - (y * y)) * da,
                    ElementFunction.Sigmoid => y * (1 - y) * da,
                    ElementFunction.Softplus => da / (1 + Math.Exp(-a)),
                    _ => throw new InvalidOperationException($"No derivative of {element.Function} is known."),
                };
            }
        }
    }

    private double[] Value(Node node)
    {
        switch (node)
        {
            case ConstantNode constant:
                return [constant.Value];
            case UnitConstantNode constant:
                return constant.Values;
            case ParameterNode parameter:
                return parameters[parameter.Shape.Name].ToArray();
            case NoiseNode:
                return new double[node.Width];
            case DropoutNode:
                return [.. Enumerable.Repeat(1.0, node.Width)];
            case LinearNode linear:
                var sum = linear.Bias is null ? new double[node.Width] : [.. values[linear.Bias]];
                AddProducts(linear, values, sum);
                return sum;
            case ElementNode element:
                return ElementTangent.Values(element, values);
            case ReductionNode reduction:
                return ElementTangent.Values(reduction, values);
            default:
                throw new InvalidOperationException($"{node} has no value within a step.");
        }
    }

    // y += Σ W a
    private void AddProducts(LinearNode linear, Dictionary<Node, double[]> of, double[] y)
    {
        foreach (var term in linear.Terms)
        {
            var w = parameters[term.Weights.Name].Span;
            var (a, columns) = (of[term.Input], term.Weights.Columns);
            for (var row = 0; row < term.Weights.Rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    y[term.Transposed ? column : row] += w[(row * columns) + column] * At(a, term.Transposed ? row : column);
                }
            }
        }
    }
}
