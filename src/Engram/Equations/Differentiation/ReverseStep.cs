using System.Diagnostics.CodeAnalysis;

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
        Output = new SeedNode(algebra, "output adjoint", graph.Outputs);
        ReverseOutputs(graph, body, options);

        var forward = Differentiation.Topological(body.Roots).ToHashSet();
        Incoming = [.. body.Carried.Select(Node (carried) => new SeedNode(algebra, "adjoint", carried.Old.Width))];
        FromOutputSeeds = [.. OutputReads.Select(Node (carried) => new SeedNode(algebra, "output's adjoint", carried.Old.Width))];
        var learned = Leaves.Depends(node => node is ParameterNode or LinearNode or StateNode || body.Carried.Any(carried => carried.Old == node));
        var delays = body.Delays.Where(delay => learned(body.Sources[delay]))
            .Select(delay => (Delay: delay, Seed: (Node)new SeedNode(algebra, "delayed adjoint", delay.Width))).ToList();
        var adjoints = ReverseBody(graph, body, ref delays);
        var zero = algebra.Constant(0);

        // What went back through the step is dropped where errors pass unchanged: it is that of functions of states too.
        var outgoing = body.Carried.Select(carried => !graph.PassesErrorsUnchanged ? adjoints.Of.GetValueOrDefault(carried.Old, zero)
            : carried.IsState ? adjoints.Of[carried.Next] : zero).ToList();
        var vectors = forward.OfType<ParameterNode>().Where(adjoints.Of.ContainsKey).ToList();
        var states = body.Carried.Where(carried => carried.IsState).Select(carried => adjoints.Of[carried.Next]).ToList();
        IReadOnlyList<Node> roots =
        [
            .. options.Omega ? states : [],
            .. outgoing,
            .. delays.Select(delay => adjoints.Of[delay.Delay]),
            .. adjoints.Products.Select(product => product.Adjoint),
            .. vectors.Select(vector => adjoints.Of[vector]),
        ];
        var moving = Leaves.Depends(node => forward.Contains(node) || (node is SeedNode && !FromOutputSeeds.Contains(node)));
        var regrouped = Rewriting.Regroup(roots, moving, forward.Contains);
        Outgoing = [.. outgoing.Select(node => regrouped[node])];
        Delayed = [.. delays.Select(delay => (delay.Delay, delay.Seed, regrouped[adjoints.Of[delay.Delay]]))];
        StateAdjoints = options.Omega ? [.. states.Select(node => regrouped[node])] : [];
        Matrices =
        [
            .. adjoints.Products.Select(product => (product.Term.Weights, Left: regrouped[product.Adjoint], Right: product.Term.Input)),
        ];
        Vectors = [.. vectors.Select(vector => (vector.Shape, regrouped[adjoints.Of[vector]]))];
        Recorded = Adjoined(Matrices, Vectors);
        Reads = Cheapest(
            [.. StateAdjoints, .. Outgoing, .. Delayed.Select(delay => delay.Adjoint), .. Recorded], forward, [.. Matrices.Select(product => product.Right)]);
        ReadsAfter = Cheapest(
            [.. FromOutput, .. RecordedAfter], [.. Differentiation.Topological([body.Output])], [.. MatricesAfter.Select(product => product.Right)]);

        var initial = Differentiation.Reverse(
            algebra, body.Carried.Select((carried, i) => (carried.Leaf, Incoming[i])), node => node is StateNode);
        InitialAdjoints = [.. graph.States.Select(state => initial.Of[state.State])];
        var initialValues = body.Carried.Select(carried => carried.Initial).ToHashSet();
        InitialReads = [.. Reached(InitialAdjoints, initialValues.Contains).OfType<StateNode>()];
        ReverseBeginnings(graph);
    }

    /// <summary>dL/d(carried values) after the step.</summary>
    public IReadOnlyList<Node> Incoming { get; }

    /// <summary>dL/d(carried values) before the step.</summary>
    public IReadOnlyList<Node> Outgoing { get; }

    /// <summary>dL/d(states) after the step, all contributions summed; only where Ω needs it.</summary>
    public IReadOnlyList<Node> StateAdjoints { get; }

    /// <summary>For each delay, what comes back to it, and the leaf that stands for that at the step of what it delays.</summary>
    public IReadOnlyList<(DelayNode Delay, Node Seed, Node Adjoint)> Delayed { get; }

    /// <summary>dL/dz.</summary>
    public Node Output { get; }

    /// <summary>Carried values to which the outputs send something back, and the rate where its penalty does.</summary>
    public IReadOnlyList<Carried> OutputReads { get; private set; } = [];

    /// <summary>What the outputs send back to each of these, such as W_outᵀ dL/dz.</summary>
    public IReadOnlyList<Node> FromOutput { get; private set; } = [];

    /// <summary>The leaves that stand for that in the adjoint of the step.</summary>
    public IReadOnlyList<Node> FromOutputSeeds { get; }

    /// <summary>For each product W·a: W, the adjoint of the product, and a.</summary>
    public IReadOnlyList<(ParameterShape Weights, Node Left, Node Right)> Matrices { get; }

    /// <summary>For each vector of parameters its adjoint, a trial at a time.</summary>
    public IReadOnlyList<(ParameterShape Shape, Node Adjoint)> Vectors { get; }

    /// <summary>Adjoints from which gradients are summed.</summary>
    public IReadOnlyList<Node> Recorded { get; }

    /// <summary>Values of the forward step that the adjoint reads.</summary>
    public IReadOnlyList<Node> Reads { get; }

    /// <summary>As <see cref="Matrices"/>, of what makes the outputs.</summary>
    public IReadOnlyList<(ParameterShape Weights, Node Left, Node Right)> MatricesAfter { get; private set; } = [];

    /// <summary>As <see cref="Vectors"/>, of what makes the outputs.</summary>
    public IReadOnlyList<(ParameterShape Shape, Node Adjoint)> VectorsAfter { get; private set; } = [];

    /// <summary>As <see cref="Recorded"/>, of what makes the outputs.</summary>
    public IReadOnlyList<Node> RecordedAfter { get; private set; } = [];

    /// <summary>As <see cref="Reads"/>, of what makes the outputs.</summary>
    public IReadOnlyList<Node> ReadsAfter { get; }

    /// <summary>dL/d(initial states).</summary>
    public IReadOnlyList<Node> InitialAdjoints { get; }

    /// <summary>Initial states that their adjoints read.</summary>
    public IReadOnlyList<Node> InitialReads { get; }

    /// <summary>The leaves that stand for dL/d(initial states) in the adjoints of what these are made of.</summary>
    public IReadOnlyList<Node> InitialSeeds { get; private set; } = [];

    /// <summary>As <see cref="Matrices"/>, of what initial states are made of.</summary>
    public IReadOnlyList<(ParameterShape Weights, Node Left, Node Right)> MatricesInitial { get; private set; } = [];

    /// <summary>As <see cref="Vectors"/>, of what initial states are made of.</summary>
    public IReadOnlyList<(ParameterShape Shape, Node Adjoint)> VectorsInitial { get; private set; } = [];

    /// <summary>As <see cref="Recorded"/>, of what initial states are made of.</summary>
    public IReadOnlyList<Node> RecordedInitial { get; private set; } = [];

    /// <summary>Values on the way to initial states that these adjoints read.</summary>
    public IReadOnlyList<Node> InitialValues { get; private set; } = [];

    /// <summary>dL/d(context).</summary>
    public Node ContextAdjoint { get; private set; }

    private Adjoints ReverseBody(StepGraph graph, StepBody body, ref List<(DelayNode Delay, Node Seed)> delays)
    {
        var seeds = body.Carried.Select((carried, i) => (carried.Next, Incoming[i]))
            .Concat(OutputReads.Select((carried, i) => (carried.Next, FromOutputSeeds[i])))
            .Concat(delays.Select(delay => (body.Sources[delay.Delay], delay.Seed)));
        var old = body.Carried.Select(carried => carried.Old).Concat(delays.Select(delay => delay.Delay)).ToHashSet();
        var adjoints = Differentiation.Reverse(graph.Algebra, seeds, node => old.Contains(node) || node is ParameterNode, back: graph.Back);

        // Nothing may come back to a delay, such as one whose readers are detached.
        var reached = delays.Where(delay => adjoints.Of.ContainsKey(delay.Delay)).ToList();
        if (reached.Count == delays.Count)
        {
            return adjoints;
        }

        delays = reached;
        return ReverseBody(graph, body, ref delays);
    }

    private void ReverseOutputs(StepGraph graph, StepBody body, EngineOptions options)
    {
        var leaves = body.Carried.ToDictionary(carried => carried.Old);
        var nodes = Differentiation.Topological([body.Output]);
        var adjoints = Differentiation.Reverse(
            graph.Algebra, [(body.Output, Output)], node => leaves.ContainsKey(node) || node is ParameterNode, back: graph.Back);
        OutputReads = [.. body.Carried.Where(carried => adjoints.Of.ContainsKey(carried.Old) || (options.Rates && carried == body.Rate))];
        FromOutput = [.. OutputReads.Select(carried => adjoints.Of.GetValueOrDefault(carried.Old, graph.Algebra.Constant(0)))];
        MatricesAfter = [.. adjoints.Products.Select(product => (product.Term.Weights, product.Adjoint, product.Term.Input))];
        VectorsAfter = [.. nodes.OfType<ParameterNode>().Where(adjoints.Of.ContainsKey).Select(vector => (vector.Shape, adjoints.Of[vector]))];
        RecordedAfter = Adjoined(MatricesAfter, VectorsAfter);
    }

    [MemberNotNull(nameof(ContextAdjoint))]
    private void ReverseBeginnings(StepGraph graph)
    {
        InitialSeeds = [.. graph.States.Select(Node (state) => new SeedNode(graph.Algebra, "initial adjoint", state.State.Width))];
        var nodes = Differentiation.Topological(graph.States.Select(state => state.Begins));
        var adjoints = Differentiation.Reverse(
            graph.Algebra,
            graph.States.Select((state, i) => (state.Begins, InitialSeeds[i])),
            node => node is ParameterNode or ContextNode,
            back: graph.Back);
        MatricesInitial = [.. adjoints.Products.Select(product => (product.Term.Weights, product.Adjoint, product.Term.Input))];
        VectorsInitial = [.. nodes.OfType<ParameterNode>().Where(adjoints.Of.ContainsKey).Select(vector => (vector.Shape, adjoints.Of[vector]))];
        RecordedInitial = Adjoined(MatricesInitial, VectorsInitial);
        ContextAdjoint = nodes.OfType<ContextNode>().Select(node => adjoints.Of.GetValueOrDefault(node)).FirstOrDefault() ?? graph.Algebra.Constant(0);
        var forward = nodes.ToHashSet();
        InitialValues =
        [
            .. Reached([.. RecordedInitial, ContextAdjoint], forward.Contains).Concat(MatricesInitial.Select(product => product.Right))
                .Where(node => forward.Contains(node) && !IsRow(node) && node is not ContextNode).Distinct().OrderBy(node => node.Id),
        ];
    }

    private static IReadOnlyList<Node> Adjoined(
        IReadOnlyList<(ParameterShape Weights, Node Left, Node Right)> matrices, IReadOnlyList<(ParameterShape Shape, Node Adjoint)> vectors) =>
        [.. matrices.Select(product => product.Left).Concat(vectors.Select(vector => vector.Adjoint)).Distinct()];

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
