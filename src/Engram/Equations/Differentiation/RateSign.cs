using Engram.Numerics;

namespace Engram.Equations;

/// <summary>
/// Looks for a negative rate of a cell that says it has none: runs the equation from small positive states with products, biases and noise
/// drawn at random, whatever the weights, and inputs that are not negative. A rate that is found negative is a proof; none found is none.
/// </summary>
internal static class RateSign
{
    private const int Steps = 20;
    private const double Begin = 0.1, Spread = 3, Rounding = 1e-9;

    /// <summary>The first negative rate, or null.</summary>
    public static double? Negative(StepGraph graph)
    {
        var nodes = Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Rate]);
        var random = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
        var states = graph.States.ToDictionary(state => (Node)state.State, state => Filled(state.State.Width, Begin));
        var held = new Dictionary<string, double[]>();
        for (var step = 0; step <= Steps; step++)
        {
            var values = new Dictionary<Node, double[]>();
            foreach (var node in nodes)
            {
                values[node] = states.TryGetValue(node, out var state) ? state : Value(node, values, held, ref random);
            }

            var rates = values[graph.Rate];
            var least = rates.Min();
            if (least < -Rounding * (1 + rates.Max(Math.Abs)))
            {
                return least;
            }

            foreach (var state in graph.States)
            {
                states[state.State] = values[state.Next] is [var one] ? Filled(state.State.Width, one) : values[state.Next];
            }
        }

        return null;
    }

    private static double[] Value(
        Node node, Dictionary<Node, double[]> values, Dictionary<string, double[]> held, ref RandomStream random)
    {
        switch (node)
        {
            case ConstantNode constant:
                return [constant.Value];
            case UnitConstantNode constant:
                return constant.Values;
            case ParameterNode { Shape.Range: { } range }:
                return Filled(node.Width, (range.Least + range.Most) / 2);
            case ParameterNode parameter:
                return held.TryGetValue(parameter.Shape.Name, out var known)
                    ? known : held[parameter.Shape.Name] = Drawn(node.Width, 1, false, ref random);
            case NoiseNode noise:
                return Drawn(node.Width, noise.Scale, false, ref random);
            case DropoutNode:
                return Filled(node.Width, 1);
            case InputNode:
                return Drawn(node.Width, 1, true, ref random);
            case LinearNode linear:
                // Under Dale's law input weights are not negative, as inputs are not.
                return Drawn(node.Width, Spread, linear.Terms.All(term => term.Weights.Role == ParameterRole.Input), ref random);
            case DelayNode:
                return Drawn(node.Width, 1, false, ref random);
            case ReductionNode reduction:
                return ElementTangent.Values(reduction, values);
            default:
                return ElementTangent.Values((ElementNode)node, values);
        }
    }

    private static double[] Filled(int width, double value) => [.. Enumerable.Repeat(value, width)];

    private static double[] Drawn(int width, double scale, bool positive, ref RandomStream random)
    {
        var drawn = new double[width];
        foreach (ref var value in drawn.AsSpan())
        {
            value = scale * random.NextNormal();
            value = positive ? Math.Abs(value) : value;
        }

        return drawn;
    }
}
