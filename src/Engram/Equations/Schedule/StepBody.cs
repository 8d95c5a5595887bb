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
        var nexts = graph.States.ToDictionary(
            state => (Node)state.State,
            state => Rewriting.Substitute(state.Next, node => promoted.GetValueOrDefault(node), rewritten));
        var onNext = new Dictionary<Node, Node>();
        var carried = graph.States.Select(state =>
                new Carried(state.State, nexts[state.State], new ParameterNode(algebra, state.Initial)))
            .Concat(promoted.Select(pair =>
                new Carried(pair.Value, Rewriting.Substitute(pair.Key, nexts.GetValueOrDefault, onNext), pair.Key)))
            .ToList();
        var old = carried.Select(value => value.Old).ToHashSet();
        var varies = Leaves.Depends(old.Contains);
        var regrouped = Rewriting.Regroup([.. carried.Select(value => value.Next)], varies, _ => false);
        Carried = [.. carried.Select(value => value with { Next = regrouped[value.Next] })];
        Rate = Carried.Single(value => value.Old == graph.Rate || value.Initial == graph.Rate);
        DependsOnState = varies;
        DependsOnTrial = Leaves.Depends(node => node is InputNode or NoiseNode or DropoutNode || old.Contains(node));
    }

    public IReadOnlyList<Carried> Carried { get; }

    /// <summary>The carried value that the readout reads.</summary>
    public Carried Rate { get; }

    public Func<Node, bool> DependsOnState { get; }

    /// <summary>Whether a node differs between trials or steps.</summary>
    public Func<Node, bool> DependsOnTrial { get; }

    private static IEnumerable<Node> Promoted(StepGraph graph)
    {
        var free = Leaves.Depends(node => node is InputNode or NoiseNode or DropoutNode or LinearNode);
        var onState = Leaves.Depends(node => node is StateNode);
        var order = Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Rate]);
        return order.OfType<LinearNode>().SelectMany(linear => linear.Arguments).Append(graph.Rate)
            .Where(node => node is not StateNode && onState(node) && !free(node)).Distinct();
    }
}
