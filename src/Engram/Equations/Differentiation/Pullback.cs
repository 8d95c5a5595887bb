namespace Engram.Equations;

/// <summary>
/// vᵀ ∂y/∂s and vᵀ ∂y/∂θ of quantities y of one step, at a state s and an input, in double precision, without noise or dropout. Errors go back as the
/// step has it: through other matrices, where it does, and by the derivatives of surrogates.
/// </summary>
internal sealed class Pullback
{
    private readonly StepGraph graph;
    private readonly Node[] targets;
    private readonly SeedNode[] seeds;
    private readonly Node?[] states;
    private readonly (int Start, ParameterShape Weights, Node Left, Node Right)[] products;
    private readonly (int Start, ParameterShape Shape, Node Adjoint)[] vectors;
    private readonly NodeValues values;

    /// <summary>Differentiates the quantities.</summary>
    /// <param name="graph">One step.</param>
    /// <param name="parameters">θ, all of them, in the order of the graph.</param>
    /// <param name="targets">y, each with its width.</param>
    public Pullback(StepGraph graph, double[] parameters, IReadOnlyList<(Node Node, int Width)> targets)
    {
        this.graph = graph;
        this.targets = [.. targets.Select(target => target.Node)];
        seeds = [.. targets.Select(target => new SeedNode(graph.Algebra, "v", target.Width))];
        var adjoints = Differentiation.Reverse(
            graph.Algebra, this.targets.Zip(seeds, (node, seed) => (node, (Node)seed)), node => node is StateNode or ParameterNode, back: graph.Back);
        states = [.. graph.States.Select(state => adjoints.Of.GetValueOrDefault(state.State))];
        var starts = new Dictionary<string, int>();
        foreach (var shape in graph.Parameters)
        {
            starts[shape.Name] = Parameters;
            Parameters += shape.Count;
        }

        products = [.. adjoints.Products.Select(product => (starts[product.Term.Weights.Name], product.Term.Weights, product.Adjoint, product.Term.Input))];
        vectors =
        [
            .. Differentiation.Topological(this.targets, withDerivatives: true).OfType<ParameterNode>().Where(adjoints.Of.ContainsKey)
                .Select(vector => (starts[vector.Shape.Name], vector.Shape, adjoints.Of[vector])),
        ];
        values = new NodeValues(
            graph, parameters,
            [
                .. this.targets, .. states.OfType<Node>(), .. products.SelectMany(product => new[] { product.Left, product.Right }),
                .. vectors.Select(vector => vector.Adjoint),
            ]);
    }

    /// <summary>P, the length of θ.</summary>
    public int Parameters { get; }

    /// <summary>y at a state and an input, one quantity after the other.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <param name="result">Receives y.</param>
    public void Values(ReadOnlySpan<double> state, ReadOnlySpan<double> input, Span<double> result)
    {
        values.Compute(state, input);
        foreach (var (target, seed) in targets.Zip(seeds))
        {
            Copy(target, result[..seed.Width]);
            result = result[seed.Width..];
        }
    }

    /// <summary>The products with a vector.</summary>
    /// <param name="state">s (S).</param>
    /// <param name="input">u (I).</param>
    /// <param name="vector">v, one part for each quantity after the other.</param>
    /// <param name="byState">Receives vᵀ ∂y/∂s (S).</param>
    /// <param name="byParameter">vᵀ ∂y/∂θ is added to it (P).</param>
    public void Multiply(ReadOnlySpan<double> state, ReadOnlySpan<double> input, ReadOnlySpan<double> vector, Span<double> byState, Span<double> byParameter)
    {
        foreach (var seed in seeds)
        {
            values.Set(seed, vector[..seed.Width]);
            vector = vector[seed.Width..];
        }

        values.Compute(state, input);
        foreach (var (place, adjoint) in states.Index())
        {
            var part = byState[..graph.States[place].State.Width];
            byState = byState[part.Length..];
            if (adjoint is null)
            {
                part.Clear();
            }
            else
            {
                Copy(adjoint, part);
            }
        }

        // ∂/∂W = p̄ aᵀ
        foreach (var (start, weights, left, right) in products)
        {
            var p = values.Of(left);
            var a = values.Of(right);
            for (var row = 0; row < weights.Rows; row++)
            {
                if (At(p, row) is var factor && factor != 0)
                {
                    var entries = byParameter.Slice(start + (row * weights.Columns), weights.Columns);
                    for (var column = 0; column < entries.Length; column++)
                    {
                        entries[column] += factor * At(a, column);
                    }
                }
            }
        }

        foreach (var (start, shape, adjoint) in vectors)
        {
            var found = values.Of(adjoint);
            for (var i = 0; i < shape.Count; i++)
            {
                byParameter[start + i] += At(found, i);
            }
        }
    }

    private void Copy(Node node, Span<double> to)
    {
        var from = values.Of(node);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = At(from, i);
        }
    }

    private static double At(ReadOnlySpan<double> vector, int i) => vector[vector.Length == 1 ? 0 : i];
}
