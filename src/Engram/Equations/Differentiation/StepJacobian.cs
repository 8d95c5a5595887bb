using Engram.Numerics;

namespace Engram.Equations;

/// <summary>
/// ∂F/∂s of one step without noise or dropout, by forward differentiation on the graph. A node depends on a state not at all, unit by unit
/// (a diagonal) or through a matrix, and which of these is known beforehand; so that W f(s) costs as many operations as W has entries, where
/// S products of a vector with the Jacobian would cost S times as many.
/// </summary>
internal sealed class StepJacobian
{
    private readonly StepGraph graph;
    private readonly NodeTangent[] nodes;
    private readonly NodeTangent[] next;
    private readonly int[] starts;
    private readonly Dictionary<string, ReadOnlyMemory<double>> parameters = [];

    /// <summary>Prepares a graph.</summary>
    /// <param name="graph">One step.</param>
    /// <param name="parameters">All of them, in the order of the graph.</param>
    public StepJacobian(StepGraph graph, double[] parameters)
    {
        this.graph = graph;
        var at = 0;
        foreach (var shape in graph.Parameters)
        {
            this.parameters[shape.Name] = parameters.AsMemory(at, shape.Count);
            at += shape.Count;
        }

        starts = new int[graph.States.Count];
        for (var k = 1; k < starts.Length; k++)
        {
            starts[k] = starts[k - 1] + graph.States[k - 1].State.Width;
        }

        var order = Differentiation.Topological(graph.States.Select(state => state.Next));
        var uses = order.SelectMany(node => node.Arguments).Concat(graph.States.Select(state => state.Next)).CountBy(node => node)
            .ToDictionary();
        var tangents = new Dictionary<Node, NodeTangent>();
        foreach (var node in order)
        {
            var arguments = node.Arguments.Select(argument => tangents[argument]).ToArray();
            var alone = node.Arguments.Select(argument => uses[argument] == 1).ToArray();
            tangents[node] = new(node, arguments, alone, [.. graph.States.Select(state => state.State)]);
        }

        nodes = [.. order.Select(node => tangents[node])];
        next = [.. graph.States.Select(state => tangents[state.Next])];
        foreach (var tangent in nodes)
        {
            tangent.SetConstant(this.parameters);
        }
    }

    /// <summary>J at a state.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <param name="jacobian">Receives J (S × S), row after row.</param>
    public void At(ReadOnlySpan<double> state, ReadOnlySpan<double> input, Span<double> jacobian)
    {
        foreach (var node in nodes)
        {
            switch (node.Node)
            {
                case StateNode own:
                    state.Slice(starts[IndexOf(own)], own.Width).CopyTo(node.Value);
                    break;
                case InputNode:
                    input.CopyTo(node.Value);
                    break;
                case LinearNode linear:
                    Linear(node, linear);
                    break;
                case ReductionNode reduction:
                    Reduce(node, reduction.Reduction);
                    break;
                case ElementNode element:
                    ElementTangent.Push(node, element.Function);
                    break;
            }
        }

        var width = graph.StateWidth;
        for (var of = 0; of < next.Length; of++)
        {
            for (var by = 0; by < starts.Length; by++)
            {
                var (block, columns) = (next[of].Blocks[by], graph.States[by].State.Width);
                for (var i = 0; i < graph.States[of].State.Width; i++)
                {
                    var row = jacobian.Slice(((starts[of] + i) * width) + starts[by], columns);
                    if (block.Form == TangentForm.Dense)
                    {
                        block.Values.AsSpan(i * columns, columns).CopyTo(row);
                    }
                    else
                    {
                        row.Clear();
                        if (block.Form == TangentForm.Diagonal)
                        {
                            row[i] = block.Values[i];
                        }
                    }
                }
            }
        }
    }

    private int IndexOf(StateNode state)
    {
        var k = 0;
        while (graph.States[k].State != state)
        {
            k++;
        }

        return k;
    }

    // yᵢ = Σₖ aₖ and ∂yᵢ = Σₖ ∂aₖ, or those of the greatest aₖ alone.
    private static void Reduce(NodeTangent node, Reduction reduction)
    {
        var a = node.Arguments[0];
        var greatest = Array.IndexOf(a.Value, a.Value.Max());
        Array.Fill(node.Value, reduction == Reduction.Sum ? a.Value.Sum() : a.Value[greatest]);
        for (var by = 0; by < node.Blocks.Length; by++)
        {
            var (block, of) = (node.Blocks[by], a.Blocks[by]);
            var row = new double[block.Columns];
            for (var k = 0; k < a.Value.Length && block.Form != TangentForm.None; k++)
            {
                if (reduction == Reduction.Maximum && k != greatest)
                {
                    continue;
                }

                if (of.Form == TangentForm.Diagonal)
                {
                    row[k] += of.Values[k];
                }
                else
                {
                    Rows.AddScaled(row, 1, of.Values.AsSpan(k * block.Columns, block.Columns));
                }
            }

            for (var i = 0; i < node.Value.Length && block.Form != TangentForm.None; i++)
            {
                row.CopyTo(block.Values, i * block.Columns);
            }
        }
    }

    // y = b + Σ W a, and ∂y = Σ W ∂a.
    private void Linear(NodeTangent node, LinearNode linear)
    {
        if (linear.Bias is null)
        {
            Array.Clear(node.Value);
        }
        else
        {
            parameters[linear.Bias.Shape.Name].Span.CopyTo(node.Value);
        }

        for (var t = 0; t < linear.Terms.Count; t++)
        {
            var (term, argument) = (linear.Terms[t], node.Arguments[t]);
            var w = parameters[term.Weights.Name].Span;
            var columns = term.Weights.Columns;
            for (var row = 0; row < term.Weights.Rows; row++)
            {
                if (term.Transposed)
                {
                    Rows.AddScaled(node.Value, argument.Value[row], w.Slice(row * columns, columns));
                }
                else
                {
                    node.Value[row] += Rows.Dot(w.Slice(row * columns, columns), argument.Value);
                }
            }

            for (var by = 0; by < node.Blocks.Length; by++)
            {
                var isFirst = !linear.Terms.Take(t).Index().Any(before => node.Arguments[before.Index].Blocks[by].Form != TangentForm.None);
                Product(w, term, argument.Blocks[by], node.Blocks[by], isFirst);
            }
        }
    }

    private static void Product(ReadOnlySpan<double> w, LinearTerm term, TangentBlock argument, TangentBlock result, bool isFirst)
    {
        var (columns, width) = (term.Weights.Columns, result.Columns);
        if (argument.Form == TangentForm.None)
        {
            return;
        }

        if (isFirst && (argument.Form == TangentForm.Dense || term.Transposed))
        {
            Array.Clear(result.Values);
        }

        for (var row = 0; row < term.Weights.Rows; row++)
        {
            var weights = w.Slice(row * columns, columns);
            var own = term.Transposed ? default : result.Values.AsSpan(row * width, width);
            if (argument.Form == TangentForm.Diagonal && !term.Transposed && isFirst)
            {
                Rows.Product(own, weights, argument.Values);
            }
            else if (argument.Form == TangentForm.Diagonal && !term.Transposed)
            {
                Rows.AddProduct(own, weights, argument.Values);
            }
            else if (argument.Form == TangentForm.Diagonal)
            {
                for (var column = 0; column < columns; column++)
                {
                    result.Values[(column * width) + row] += weights[column] * argument.Values[row];
                }
            }
            else if (term.Transposed)
            {
                for (var column = 0; column < columns; column++)
                {
                    Rows.AddScaled(
                        result.Values.AsSpan(column * width, width), weights[column], argument.Values.AsSpan(row * width, width));
                }
            }
            else
            {
                var column = 0;
                for (; column + 4 <= columns; column += 4)
                {
                    Rows.AddScaledFour(own, weights.Slice(column, 4), 1, argument.Values.AsSpan(column * width), width);
                }

                for (; column < columns; column++)
                {
                    Rows.AddScaled(own, weights[column], argument.Values.AsSpan(column * width, width));
                }
            }
        }
    }
}
