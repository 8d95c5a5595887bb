using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Equations;

/// <summary>Values of quantities of a step at a state and an input, in double precision, without noise, dropout or masks.</summary>
internal sealed class NodeValues
{
    private readonly Dictionary<Node, double[]> values = [];
    private readonly Node[] moving;
    private readonly Dictionary<Node, int> starts = [];
    private readonly Dictionary<string, ReadOnlyMemory<double>> parameters = [];

    /// <summary>Prepares the quantities.</summary>
    /// <param name="graph">One step.</param>
    /// <param name="parameters">All of them, in the order of the graph, live.</param>
    /// <param name="roots">What is to be computed.</param>
    /// <exception cref="UsageException">A quantity is made of earlier steps, or of what a trial is given before its first step.</exception>
    public NodeValues(StepGraph graph, double[] parameters, IEnumerable<Node> roots)
    {
        var at = 0;
        foreach (var shape in graph.Parameters)
        {
            this.parameters[shape.Name] = parameters.AsMemory(at, shape.Count);
            at += shape.Count;
        }

        at = 0;
        foreach (var (state, _, _) in graph.States)
        {
            starts[state] = at;
            at += state.Width;
        }

        var order = Differentiation.Topological(roots);
        foreach (var node in order)
        {
            values[node] = Still(node) ?? new double[Math.Max(1, node.Width)];
        }

        moving = [.. order.Where(node => node is StateNode or InputNode or ParameterNode or LinearNode or ReductionNode or ElementNode)];
    }

    /// <summary>Computes the quantities.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    public void Compute(ReadOnlySpan<double> state, ReadOnlySpan<double> input)
    {
        foreach (var node in moving)
        {
            var value = values[node];
            switch (node)
            {
                case StateNode:
                    state.Slice(starts[node], node.Width).CopyTo(value);
                    break;
                case InputNode:
                    input.CopyTo(value);
                    break;
                case ParameterNode parameter:
                    parameters[parameter.Shape.Name].Span.CopyTo(value);
                    break;
                case LinearNode linear:
                    Multiply(linear, value);
                    break;
                case ReductionNode { Reduction: var reduction }:
                    var a = values[node.Arguments[0]];
                    Array.Fill(value, reduction == Reduction.Sum ? a.Sum() : a.Max());
                    break;
                case ElementNode element:
                    Apply(element, value);
                    break;
            }
        }
    }

    /// <summary>What was computed (N; 1 for a number that is the same everywhere).</summary>
    /// <param name="node">One of the quantities, or what they are made of.</param>
    public ReadOnlySpan<double> Of(Node node) => values[node];

    /// <summary>Sets what comes from outside the step.</summary>
    /// <param name="seed">What stands for it.</param>
    /// <param name="from">Its values (N).</param>
    public void Set(SeedNode seed, ReadOnlySpan<double> from)
    {
        if (values.TryGetValue(seed, out var value))
        {
            from.CopyTo(value);
        }
    }

    private double[]? Still(Node node) => node switch
    {
        ConstantNode constant => [constant.Value],
        UnitConstantNode constant => constant.Values,
        ParameterNode parameter => parameters[parameter.Shape.Name].ToArray(),
        DropoutNode or MaskNode => [.. Enumerable.Repeat(1.0, node.Width)],
        DelayNode or ContextNode => throw new UsageException(
            $"A quantity of the cell is made of {(node is DelayNode ? "earlier steps" : "what a trial is given before its first step")}, so it is no function of state and input."),
        _ => null,
    };

    private void Apply(ElementNode element, double[] value)
    {
        var a = values[element.Arguments[0]];
        var b = element.Arguments.Count > 1 ? values[element.Arguments[1]] : null;
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = ElementTangent.Of(element.Function, ElementTangent.At(a, i), b is null ? 0 : ElementTangent.At(b, i)).Y;
        }
    }

    // y = b + Σ W a; noise is 0.
    private void Multiply(LinearNode linear, double[] y)
    {
        if (linear.Bias is { } bias)
        {
            values[bias].CopyTo(y, 0);
        }
        else
        {
            Array.Clear(y);
        }

        foreach (var term in linear.Terms)
        {
            var w = parameters[term.Weights.Name].Span;
            var (a, columns) = (values[term.Input], term.Weights.Columns);
            for (var row = 0; row < term.Weights.Rows; row++)
            {
                var weights = w.Slice(row * columns, columns);
                if (term.Transposed)
                {
                    Rows.AddScaled(y, a[row], weights);
                }
                else
                {
                    y[row] += Rows.Dot(weights, a);
                }
            }
        }
    }
}
