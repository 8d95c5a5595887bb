namespace Engram.Equations;

/// <summary>A step with its carried values made explicit and its sums in the order in which they are computed.</summary>
internal sealed class StepBody
{
    public StepBody(StepGraph graph)
    {
        var algebra = graph.Algebra;
        var promoted = Promoted(graph).ToDictionary(
            node => node,
            Node (node) => new SeedNode(algebra, node == graph.Rate ? "r" : "f", node.Width));
        var rewritten = new Dictionary<Node, Node>();
        Node OnCarried(Node root) => Rewriting.Substitute(root, node => promoted.GetValueOrDefault(node), rewritten);
        var nexts = graph.States.ToDictionary(state => (Node)state.State, state => OnCarried(state.Next));
        var onNext = new Dictionary<Node, Node>();
        var carried = graph.States.Select(state => new Carried(state.State, nexts[state.State], state.Begins))
            .Concat(promoted.Select(pair => new Carried(
                pair.Value, Rewriting.Substitute(pair.Key, nexts.GetValueOrDefault, onNext), pair.Key)))
            .ToList();
        var old = carried.Select(value => value.Old).ToHashSet();
        var varies = Leaves.Depends(old.Contains);
        IReadOnlyList<Node> roots = [.. carried.Select(value => value.Next)];
        Delays = [.. Differentiation.Topological(roots, withDerivatives: true).OfType<DelayNode>()];
        var regrouped = Rewriting.Regroup([.. roots, .. Delays.Select(delay => delay.Source)], varies, node => node is DelayNode);
        Sources = Delays.ToDictionary(delay => delay, delay => regrouped[delay.Source]);
        Carried = [.. carried.Select(value => value with { Next = regrouped[value.Next] })];
        Rate = Carried.Single(value => value.Old == graph.Rate || value.Initial == graph.Rate);
        DependsOnState = varies;
        DependsOnTrial = Leaves.Depends(
            node => node is InputNode or NoiseNode or DropoutNode or MaskNode or DelayNode || old.Contains(node));

        // Few outputs are summed on top of their biases; more get theirs afterwards.
        var output = OnCarried(graph.Output);
        Output = graph.Outputs <= FewOutputs ? Rewriting.Regroup([output], _ => false, _ => false)[output] : output;
    }

    /// <summary>So many outputs are computed one by one, which is cheaper than products of whole vectors.</summary>
    public const int FewOutputs = 4;

    /// <summary>Whether a product is one of a few outputs, which are computed one by one and stored next to each other.</summary>
    public static bool IsShort(Node node) => node is LinearNode { Terms: [{ Weights.Role: ParameterRole.Readout, Transposed: false }], Noise: null }
        && node.Width <= FewOutputs;

    /// <summary>Whether inputs enter unit by unit, or through matrices that are multiplied as readouts are, rather than through input weights alone.</summary>
    public bool ReadsInputsByUnit => Differentiation.Topological([.. Roots, Output], withDerivatives: true)
        .Where(node => node is not DelayNode).SelectMany(node => node is LinearNode linear
            ? linear.Terms.Where(term => term.Weights.Role != ParameterRole.Input).Select(term => term.Input) : node.Sources)
        .Any(node => node is InputNode or DelayNode { Source: InputNode });

    public IReadOnlyList<Carried> Carried { get; }

    /// <summary>The carried value that is the rate.</summary>
    public Carried Rate { get; }

    /// <summary>z, of carried values, the leaves standing for what they are after the step.</summary>
    public Node Output { get; }

    /// <summary>Delays of values of the step.</summary>
    public IReadOnlyList<DelayNode> Delays { get; }

    /// <summary>What each delay delays.</summary>
    public IReadOnlyDictionary<DelayNode, Node> Sources { get; }

    public Func<Node, bool> DependsOnState { get; }

    /// <summary>Whether a node differs between trials or steps.</summary>
    public Func<Node, bool> DependsOnTrial { get; }

    /// <summary>What the step computes: carried values, and what is delayed.</summary>
    public IReadOnlyList<Node> Roots => [.. Carried.Select(carried => carried.Next), .. Sources.Values];

    /// <summary>Whether a node differs between trials or steps, but depends on no state: it can be computed outside the time loop.</summary>
    public bool IsStill(Node node) => DependsOnTrial(node) && !DependsOnState(node);

    private static IEnumerable<Node> Promoted(StepGraph graph)
    {
        var free = Leaves.Depends(node => node is InputNode or NoiseNode or DropoutNode or MaskNode or DelayNode or LinearNode or ReductionNode);
        var onState = Leaves.Depends(node => node is StateNode);
        var order = Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Rate, graph.Output]);
        return order.OfType<LinearNode>().SelectMany(linear => linear.Arguments).Append(graph.Rate)
            .Where(node => node is not StateNode && onState(node) && !free(node)).Distinct();
    }
}
