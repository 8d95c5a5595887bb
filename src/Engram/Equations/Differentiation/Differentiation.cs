namespace Engram.Equations;

/// <summary>
/// Reverse-mode differentiation of the step, once, on the graph: every node's adjoint is a node made of the same functions, so it can be
/// printed, compiled or differentiated again.
/// </summary>
internal static class Differentiation
{
    /// <summary>The adjoints of all nodes that lead to a seeded node and depend on something that needs one.</summary>
    /// <param name="algebra">Where the nodes live.</param>
    /// <param name="seeds">Nodes and what is sent back into them.</param>
    /// <param name="needs">Whether a leaf needs an adjoint.</param>
    /// <param name="constant">Whether a node is held constant, with all that it is made of.</param>
    /// <param name="back">
    /// The matrix through which the adjoint of a product goes back: W itself as Wᵀ p̄, another B of its shape as Bᵀ p̄, or null for none. The
    /// gradient p̄ aᵀ of W is the same in each case. Left out, it is W.
    /// </param>
    public static Adjoints Reverse(
        Algebra algebra,
        IEnumerable<(Node Node, Node Adjoint)> seeds,
        Func<Node, bool> needs,
        Func<Node, bool>? constant = null,
        Func<ParameterShape, ParameterShape?>? back = null)
    {
        var adjoints = new Dictionary<Node, Node>();
        void Send(Node node, Node adjoint) =>
            adjoints[node] = adjoints.TryGetValue(node, out var sum) ? algebra.Add(sum, adjoint) : adjoint;

        foreach (var (node, adjoint) in seeds)
        {
            Send(node, adjoint);
        }

        var needed = Needed(adjoints.Keys, needs, constant ?? (_ => false));
        var products = new List<(LinearTerm Term, Node Adjoint)>();
        foreach (var node in Topological(adjoints.Keys, withDerivatives: true).Reverse())
        {
            if (!adjoints.TryGetValue(node, out var g) || g is ConstantNode { Value: 0 })
            {
                continue;
            }

            switch (node)
            {
                case LinearNode linear:
                    foreach (var term in linear.Terms)
                    {
                        products.Add((term, g));
                        if (needed.Contains(term.Input) && (back is null ? term.Weights : back(term.Weights)) is { } through)
                        {
                            Send(term.Input, algebra.Linear(new LinearTerm(through, g, !term.Transposed)));
                        }
                    }

                    if (linear.Bias is { } bias && needed.Contains(bias))
                    {
                        Send(bias, g);
                    }

                    break;
                case ElementNode { Derivative: { } derivative }:
                    if (needed.Contains(derivative))
                    {
                        Send(derivative, g);
                    }

                    break;
                case ReductionNode reduction:
                    if (needed.Contains(reduction.Arguments[0]))
                    {
                        Send(reduction.Arguments[0], Reduced(algebra, reduction, g));
                    }

                    break;
                case ElementNode element:
                    foreach (var (argument, adjoint) in Element(algebra, element, g))
                    {
                        if (needed.Contains(argument))
                        {
                            Send(argument, adjoint);
                        }
                    }

                    break;
                default:
                    break;
            }
        }

        return new Adjoints(adjoints, products);
    }

    /// <summary>All nodes from which the given ones are made, arguments first.</summary>
    /// <param name="roots">The nodes.</param>
    /// <param name="withDerivatives">Whether to include what only the derivatives of surrogates are made of.</param>
    public static IReadOnlyList<Node> Topological(IEnumerable<Node> roots, bool withDerivatives = false)
    {
        var seen = new HashSet<Node>();
        var stack = new Stack<Node>(roots);
        while (stack.TryPop(out var node))
        {
            if (seen.Add(node))
            {
                foreach (var source in withDerivatives ? node.Sources : node.Arguments)
                {
                    stack.Push(source);
                }
            }
        }

        return [.. seen.OrderBy(node => node.Id)];
    }

    private static HashSet<Node> Needed(IEnumerable<Node> roots, Func<Node, bool> needs, Func<Node, bool> constant)
    {
        var needed = new HashSet<Node>();
        foreach (var node in Topological(roots, withDerivatives: true))
        {
            // A product needs one for the sake of its weights.
            var through = node is ElementNode { Derivative: { } derivative } ? [derivative] : node.Arguments;
            if (!constant(node) && (needs(node) || node is LinearNode || through.Any(needed.Contains)))
            {
                needed.Add(node);
            }
        }

        return needed;
    }

    // y = 1 1ᵀ a gives ā = 1 1ᵀ ȳ; y = 1 max a gives that where a is the greatest.
    private static Node Reduced(Algebra algebra, ReductionNode y, Node g)
    {
        var (a, width) = (y.Arguments[0], y.Arguments[0].Width);
        var sum = algebra.Reduce(Reduction.Sum, g, width);
        return y.Reduction == Reduction.Sum ? sum : sum - algebra.Gate(algebra.Reduce(Reduction.Maximum, a, width) - a, sum);
    }

    // g is the adjoint of y = f(a, b).
    private static IEnumerable<(Node Argument, Node Adjoint)> Element(Algebra algebra, ElementNode y, Node g)
    {
        var a = y.Arguments[0];
        var b = y.Arguments.Count > 1 ? y.Arguments[1] : a;
        return y.Function switch
        {
            ElementFunction.Add => [(a, g), (b, g)],
            ElementFunction.Subtract => [(a, g), (b, -g)],
            ElementFunction.Multiply => [(a, g * b), (b, g * a)],
            ElementFunction.Divide => [(a, g / b), (b, -(g * y / b))],
            ElementFunction.Negate => [(a, -g)],
            ElementFunction.Rectify => [(a, algebra.Gate(y, g))],
            ElementFunction.Gate => [(b, algebra.Gate(a, g))],
            ElementFunction.Exp => [(a, g * y)],
            ElementFunction.Log => [(a, g / a)],
            ElementFunction.Tanh => [(a, g * (1 - (y * y)))],
            ElementFunction.Sigmoid => [(a, g * (y * (1 - y)))],
            ElementFunction.Softplus => [(a, g * algebra.Apply(ElementFunction.Sigmoid, a))],
            _ => throw new InvalidOperationException($"No derivative of {y.Function} is known."),
        };
    }
}

/// <summary>The outcome of differentiation.</summary>
/// <param name="Of">The adjoint of a node.</param>
/// <param name="Products">For each product W·a the adjoint p̄ of its result: dL/dW = Σ p̄ aᵀ.</param>
internal sealed record Adjoints(IReadOnlyDictionary<Node, Node> Of, IReadOnlyList<(LinearTerm Term, Node Adjoint)> Products);
