namespace Engram.Equations;

/// <summary>
/// The adjoint of one step: from dL/d(carried values after the step) and dL/dr from the readout to dL/d(carried values before it), and the
/// adjoint of each product, whose outer products are the gradients.
/// </summary>
internal sealed class ReverseStep
{
    public ReverseStep(StepGraph graph, StepBody body, EngineOptions options)
    {
        var algebra = graph.Algebra;
        var forward = Differentiation.Topological([.. body.Carried.Select(carried => carried.Next)]).ToHashSet();
        Incoming = [.. body.Carried.Select(Node (carried) => new SeedNode(algebra, "adjoint", carried.Old.Width))];
        RateAdjoint = new SeedNode(algebra, "rate adjoint", body.Rate.Old.Width);
        Output = new SeedNode(algebra, "output adjoint", graph.Outputs);
        RateFromOutput = algebra.Linear(new LinearTerm(graph.ReadoutBack, Output, true));

        var seeds = body.Carried.Select((carried, i) => (carried.Next, Incoming[i])).Append((body.Rate.Next, RateAdjoint));
        var old = body.Carried.Select(carried => carried.Old).ToHashSet();
        var adjoints = Differentiation.Reverse(algebra, seeds, node => old.Contains(node) || node is ParameterNode, back: graph.Back);
        var zero = algebra.Constant(0);
        var outgoing = body.Carried.Select(carried => adjoints.Of.GetValueOrDefault(carried.Old, zero)).ToList();
        var vectors = forward.OfType<ParameterNode>().Where(adjoints.Of.ContainsKey).ToList();
        var states = body.Carried.Where(carried => carried.IsState).Select(carried => adjoints.Of[carried.Next]).ToList();
        IReadOnlyList<Node> roots =
        [
            .. options.Omega ? states : [],
            .. outgoing,
            .. adjoints.Products.Select(product => product.Adjoint),
            .. vectors.Select(vector => adjoints.Of[vector]),
        ];
        var moving = Leaves.Depends(node => forward.Contains(node) || (node is SeedNode && node != RateAdjoint));
        var regrouped = Rewriting.Regroup(roots, moving, forward.Contains);
        Outgoing = [.. outgoing.Select(node => regrouped[node])];
        StateAdjoints = options.Omega ? [.. states.Select(node => regrouped[node])] : [];
        Matrices =
        [
            .. adjoints.Products.Select(product => (product.Term.Weights, Left: regrouped[product.Adjoint], Right: product.Term.Input)),
        ];
        Vectors = [.. vectors.Select(vector => (vector.Shape, regrouped[adjoints.Of[vector]]))];
        Recorded = [.. Matrices.Select(product => product.Left).Concat(Vectors.Select(vector => vector.Adjoint)).Distinct()];
        Reads = Cheapest([.. StateAdjoints, .. Outgoing, .. Recorded], forward, [.. Matrices.Select(product => product.Right)]);

        var initial = Differentiation.Reverse(
            algebra,
            body.Carried.Select((carried, i) => (carried.IsState ? carried.Old : carried.Initial, Incoming[i])),
            node => node is StateNode);
        InitialAdjoints = [.. graph.States.Select(state => initial.Of[state.State])];
        var initialValues = body.Carried.Select(carried => carried.Initial).ToHashSet();
        InitialReads = [.. Reached(InitialAdjoints, initialValues.Contains).OfType<StateNode>()];
    }

    /// <summary>dL/d(carried values) after the step.</summary>
    public IReadOnlyList<Node> Incoming { get; }

    /// <summary>dL/d(carried values) before the step.</summary>
    public IReadOnlyList<Node> Outgoing { get; }

    /// <summary>dL/d(states) after the step, all contributions summed; only where Ω needs it.</summary>
    public IReadOnlyList<Node> StateAdjoints { get; }

    /// <summary>dL/dr of this step: what the readout sends, and the penalty on rates.</summary>
    public Node RateAdjoint { get; }

    /// <summary>dL/dz.</summary>
    public Node Output { get; }

    /// <summary>W_outᵀ dL/dz, or Bᵀ dL/dz where errors go back through another matrix.</summary>
    public Node RateFromOutput { get; }

    /// <summary>For each product W·a: W, the adjoint of the product, and a.</summary>
    public IReadOnlyList<(ParameterShape Weights, Node Left, Node Right)> Matrices { get; }

    /// <summary>For each vector of parameters its adjoint, a trial at a time.</summary>
    public IReadOnlyList<(ParameterShape Shape, Node Adjoint)> Vectors { get; }

    /// <summary>Adjoints from which gradients are summed.</summary>
    public IReadOnlyList<Node> Recorded { get; }

    /// <summary>Values of the forward step that the adjoint reads.</summary>
    public IReadOnlyList<Node> Reads { get; }

    /// <summary>dL/d(initial states).</summary>
    public IReadOnlyList<Node> InitialAdjoints { get; }

    /// <summary>Initial states that their adjoints read.</summary>
    public IReadOnlyList<Node> InitialReads { get; }

    // Reading a value costs memory for the whole trial. What a cheap function makes of values that are read anyway is computed again
    // instead.
    private static List<Node> Cheapest(IReadOnlyList<Node> roots, HashSet<Node> forward, IReadOnlyList<Node> required)
    {
        var reads = Reached(roots, forward.Contains).Where(node => forward.Contains(node) && !IsRow(node)).Concat(required).ToHashSet();
        foreach (var node in reads.OrderByDescending(node => node.Id).Where(node => !required.Contains(node)).ToList())
        {
            var cheap = node is ElementNode
            {
                Function: ElementFunction.Add or ElementFunction.Subtract or ElementFunction.Multiply
                    or ElementFunction.Negate or ElementFunction.Gate,
            };
            if (cheap && node.Arguments.All(argument => IsRow(argument) || reads.Contains(argument)))
            {
                reads.Remove(node);
            }
        }

        return [.. reads.OrderBy(node => node.Id)];
    }

    private static bool IsRow(Node node) => node is ConstantNode or UnitConstantNode or ParameterNode;

    private static HashSet<Node> Reached(IReadOnlyList<Node> roots, Func<Node, bool> stop)
    {
        var seen = new HashSet<Node>();
        var stack = new Stack<Node>(roots);
        while (stack.TryPop(out var node))
        {
            if (seen.Add(node) && !stop(node))
            {
                foreach (var argument in node.Arguments)
                {
                    stack.Push(argument);
                }
            }
        }

        return seen;
    }
}
