namespace Engram.Equations;

/// <summary>
/// Names for what happens in a step: states by their letters, x' after the step; the rate r; sums of products p; functions of these a; and
/// whatever else is used more than once.
/// </summary>
internal sealed class EquationNames
{
    private readonly Dictionary<Node, string> names = [];
    private readonly HashSet<string> taken = [];
    private readonly Dictionary<Node, List<Node>> readers = [];

    public EquationNames(StepGraph graph)
    {
        var order = Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Rate]);
        var after = Differentiation.Topological([graph.Output]).Except(order).ToList();
        foreach (var node in order.Concat(after))
        {
            foreach (var argument in node.Arguments.Distinct())
            {
                (readers.TryGetValue(argument, out var known) ? known : readers[argument] = []).Add(node);
            }
        }

        taken.UnionWith(["u", "z", .. graph.Parameters.Select(shape => shape.Name), .. graph.StateNames, .. order.Select(Leaf).OfType<string>()]);
        foreach (var state in graph.States)
        {
            names[state.State] = state.State.Name;
        }

        Rate = names.TryGetValue(graph.Rate, out var name) ? name : names[graph.Rate] = Free("r", "rate");
        foreach (var state in graph.States.Where(state => IsFormula(state.Next)))
        {
            names.TryAdd(state.Next, $"{state.State.Name}'");
        }

        foreach (var node in order.Concat(after.Where(node => node != graph.Output)).Where(node => IsFormula(node) && !names.ContainsKey(node)))
        {
            if (IsDrive(node))
            {
                var suffix = Suffix(FirstProduct(node)!.Terms[0].Weights.Name);
                names[node] = Free($"p{suffix}", $"q{suffix}");
            }
            else if (node is ReductionNode)
            {
                names[node] = Free("n");
            }
            else if (node is ElementNode { Arguments: [var argument] } element && element.Function is not (ElementFunction.Negate or ElementFunction.Surrogate))
            {
                names[node] = Free(names.TryGetValue(argument, out var of) ? "a" + Suffix(of.TrimEnd('\'')) : "a");
            }
            else if (Uses(node) > 1)
            {
                names[node] = Free("s");
            }
        }

        Defined = [.. order.Where(node => IsFormula(node) && names.ContainsKey(node))];
        DefinedAfter = [.. after.Where(node => IsFormula(node) && names.ContainsKey(node))];
        After = names.ToDictionary(pair => pair.Key, pair => DefinedAfter.Contains(pair.Key) ? pair.Value : $"{pair.Value}'");
    }

    /// <summary>Name of the rate.</summary>
    public string Rate { get; }

    /// <summary>Named nodes that are made of others, in the order in which they can be computed.</summary>
    public IReadOnlyList<Node> Defined { get; }

    /// <summary>As <see cref="Defined"/>, of what outputs alone are made of.</summary>
    public IReadOnlyList<Node> DefinedAfter { get; }

    /// <summary>All names as the outputs see them: what the step makes, after the step.</summary>
    public IReadOnlyDictionary<Node, string> After { get; }

    /// <summary>All names.</summary>
    public IReadOnlyDictionary<Node, string> All => names;

    private static string? Leaf(Node node) => node switch
    {
        NoiseNode noise => noise.Name,
        DropoutNode dropout => dropout.Name,
        UnitConstantNode constant => constant.Name,
        _ => null,
    };

    private static bool IsFormula(Node node) => node is ElementNode or LinearNode or ReductionNode;

    // p_z of w_z and p of w_rec; a_z of p_z and a of p; a_x of x.
    private static string Suffix(string name)
    {
        var bar = name.IndexOf('_', StringComparison.Ordinal);
        var rest = bar >= 0 ? name[(bar + 1)..] : name is "p" or "q" ? "" : name;
        return rest is "" or "rec" ? "" : $"_{rest}";
    }

    private static bool IsSum(Node node) => node is ElementNode { Function: ElementFunction.Add };

    // A product, with all that is added to it.
    private bool IsDrive(Node node) => FirstProduct(node) is not null
        && !(Uses(node) == 1 && readers[node] is [var reader] && IsSum(reader) && !names.ContainsKey(reader));

    private LinearNode? FirstProduct(Node node) => node as LinearNode
        ?? (IsSum(node)
            ? node.Arguments.Where(part => !names.ContainsKey(part)).Select(FirstProduct).FirstOrDefault(p => p is not null)
            : null);

    private int Uses(Node node) =>
        readers.TryGetValue(node, out var found) ? found.Sum(reader => reader.Arguments.Count(part => part == node)) : 0;

    private string Free(params string[] wanted)
    {
        var name = wanted.Concat(Enumerable.Range(2, 1000).Select(i => $"{wanted[0]}{i}")).First(name => !taken.Contains(name));
        taken.Add(name);
        return name;
    }
}
