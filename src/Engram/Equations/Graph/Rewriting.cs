namespace Engram.Equations;

/// <summary>Rebuilds expressions: with other leaves, or with the terms of sums in another order.</summary>
internal static class Rewriting
{
    /// <summary>The same expression with some nodes replaced.</summary>
    /// <param name="root">The expression.</param>
    /// <param name="replace">What to put in a node's place, or null to keep it.</param>
    /// <param name="done">What has been rebuilt so far; shared between roots that share nodes.</param>
    public static Node Substitute(Node root, Func<Node, Node?> replace, Dictionary<Node, Node> done)
    {
        foreach (var node in Differentiation.Topological([root], withDerivatives: true))
        {
            if (!done.ContainsKey(node))
            {
                done[node] = replace(node) ?? Rebuild(node, argument => done[argument]);
            }
        }

        return done[root];
    }

    /// <summary>
    /// The same sums in the order: what depends on the state element by element, all products as one accumulated product, then what no
    /// state touches as one term that can leave the time loop.
    /// </summary>
    /// <param name="roots">The expressions.</param>
    /// <param name="varies">Whether a node depends on the state (or on what later steps send back).</param>
    /// <param name="keep">Nodes that must stay as they are.</param>
    /// <returns>Every node's new form.</returns>
    public static Dictionary<Node, Node> Regroup(IReadOnlyList<Node> roots, Func<Node, bool> varies, Func<Node, bool> keep)
    {
        var order = Differentiation.Topological(roots, withDerivatives: true);
        var uses = order.SelectMany(node => node.Sources).Concat(roots).CountBy(node => node).ToDictionary();
        var done = new Dictionary<Node, Node>();
        foreach (var node in order)
        {
            done[node] = keep(node) ? node
                : IsSum(node) ? Sum((ElementNode)node, done, uses, varies)
                : Rebuild(node, argument => done[argument]);
        }

        return done;
    }

    private static Node Rebuild(Node node, Func<Node, Node> map)
    {
        if (node.Sources.All(source => map(source) == source))
        {
            return node;
        }

        return node switch
        {
            LinearNode linear => node.Algebra.Linear(
                [.. linear.Terms.Select(term => term with { Input = map(term.Input) })], linear.Bias, linear.Noise),
            ElementNode element => node.Algebra.Remake(element.Function, [.. element.Sources.Select(map)]),
            ReductionNode reduction => node.Algebra.Reduce(reduction.Reduction, map(reduction.Arguments[0]), node.Width),
            DelayNode delay => node.Algebra.Delay(map(delay.Source), delay.Steps),
            _ => node,
        };
    }

    private static bool IsSum(Node node) => node is ElementNode { Function: ElementFunction.Add or ElementFunction.Subtract };

    private static Node Sum(ElementNode root, Dictionary<Node, Node> done, Dictionary<Node, int> uses, Func<Node, bool> varies)
    {
        var terms = new List<(Node Term, bool Negative)>();
        void Collect(Node node, bool negative)
        {
            if (node == root || (IsSum(node) && uses[node] == 1))
            {
                Collect(node.Arguments[0], negative);
                Collect(node.Arguments[1], negative ^ (((ElementNode)node).Function == ElementFunction.Subtract));
            }
            else
            {
                terms.Add((node, negative));
            }
        }

        Collect(root, false);
        var algebra = root.Algebra;
        Node? Total(IEnumerable<(Node Term, bool Negative)> parts)
        {
            // Positive terms first, so that no negation is needed.
            Node? sum = null;
            foreach (var (term, negative) in parts.OrderBy(part => part.Negative))
            {
                var value = done[term];
                sum = sum is null ? (negative ? -value : value) : negative ? sum - value : sum + value;
            }

            return sum;
        }

        bool IsProduct((Node Term, bool Negative) part) => part.Term is LinearNode && !part.Negative && uses[part.Term] == 1;
        var products = new List<Node>();
        var absorbed = new HashSet<Node>();
        foreach (var group in terms.Where(IsProduct).GroupBy(part => varies(part.Term)))
        {
            // A product that stays outside the time loop takes the bias and the noise with it.
            T? Absorb<T>()
                where T : Node
            {
                var node = group.Key
                    ? null
                    : terms.Where(part => !part.Negative && uses[part.Term] == 1).Select(part => part.Term).OfType<T>().FirstOrDefault();
                if (node is not null)
                {
                    absorbed.Add(node);
                }

                return node;
            }

            products.Add(algebra.Linear(
                [.. group.SelectMany(part => ((LinearNode)done[part.Term]).Terms)], Absorb<ParameterNode>(), Absorb<NoiseNode>()));
        }

        foreach (var product in products)
        {
            done[product] = product;
        }

        var rest = terms.Where(part => !IsProduct(part) && !absorbed.Contains(part.Term))
            .Concat(products.Select(product => (Term: product, Negative: false)))
            .ToList();
        var moving = Total(rest.Where(part => varies(part.Term)));
        var still = Total(rest.Where(part => !varies(part.Term)));
        return moving is null ? still! : still is null ? moving : moving + still;
    }
}
