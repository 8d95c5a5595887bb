using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// A step undone: each state that becomes s' = f s + g is s = (s' − g)/f, where g is made of inputs, parameters, next values of other states, which are given,
/// and states that have been recovered before.
/// </summary>
internal sealed class InverseStep
{
    private readonly StepGraph graph;
    private readonly Dictionary<Node, Node> given = [];
    private readonly Dictionary<Node, Node> recovered = [];
    private readonly Dictionary<StateNode, Node> rests = [];
    private readonly List<StateNode> order = [];

    private InverseStep(StepGraph graph, string cell)
    {
        this.graph = graph;
        var algebra = graph.Algebra;
        var consequence = $"the {cell} cell's step cannot be undone; use the consolidator cell, whose populations take turns";
        foreach (var (state, next, _) in graph.States)
        {
            After[state] = new StateNode(algebra, state.Name, state.Width);
            if (next is ElementNode or LinearNode or ReductionNode)
            {
                given.TryAdd(next, After[state]);
            }
        }

        Multiples = graph.States.ToDictionary(
            state => state.State, state => new StateMultiple(state, given.Keys.Where(next => next != state.Next), consequence));
        while (order.Count < graph.States.Count)
        {
            var free = graph.States.FirstOrDefault(state => !recovered.ContainsKey(state.State) && Missing(state.State).Count == 0)
                ?? throw new UsageException(Cycle() + $", so {consequence}.");
            Recover(free.State);
        }

        CheckKnown(consequence);
        Node Before(Node root) => Rewriting.Substitute(root, node => node is StateNode state ? After[state] : null, []);
        Graph = new StepGraph(
            algebra, graph.Inputs, graph.Contexts,
            [.. graph.States.Select(state => new StateVariable(After[state.State], recovered[state.State], state.Begins))],
            Before(graph.Rate), Before(graph.Output), graph.Parameters);
    }

    /// <summary>
    /// The step that leads back, for the same parameters: its states stand for those after the step, and what becomes of them is what they were before it.
    /// The input of a step is that which the step forward had.
    /// </summary>
    public StepGraph Graph { get; }

    /// <summary>Products of a matrix and what states make, which the step undone takes back.</summary>
    /// <param name="graph">One step.</param>
    public static IReadOnlyList<LinearTerm> Products(StepGraph graph)
    {
        var onState = Leaves.Depends(node => node is StateNode);
        return [.. Differentiation.Topological(graph.States.Select(state => state.Next)).OfType<LinearNode>().SelectMany(linear => linear.Terms).Where(term => onState(term.Input))];
    }

    /// <summary>f and g of each state.</summary>
    public IReadOnlyDictionary<StateNode, StateMultiple> Multiples { get; }

    /// <summary>The leaf that stands for a state after the step.</summary>
    public Dictionary<StateNode, StateNode> After { get; } = [];

    /// <summary>The states in the order in which they are recovered.</summary>
    public IReadOnlyList<StateNode> Order => order;

    /// <summary>The step undone.</summary>
    /// <param name="graph">The step.</param>
    /// <param name="cell">Name of the cell, for errors.</param>
    /// <exception cref="UsageException">The step cannot be undone; says why.</exception>
    public static InverseStep Of(StepGraph graph, string cell) => new(graph, cell);

    /// <summary>Whether a step can be undone.</summary>
    /// <param name="graph">The step.</param>
    public static bool Exists(StepGraph graph)
    {
        try
        {
            _ = Of(graph, "");
            return true;
        }
        catch (UsageException)
        {
            return false;
        }
    }

    /// <summary>How it is computed, a line for each state in the order in which they are recovered. A prime marks what is after the step.</summary>
    public IReadOnlyList<string> Lines()
    {
        var names = After.ToDictionary(pair => (Node)pair.Value, pair => $"{pair.Key.Name}'");
        var lines = new List<string>();
        foreach (var state in order)
        {
            var infix = new Infix(names);
            var (rest, factor) = (rests[state], infix.Value(Multiples[state].Factor));
            var kept = rest is ConstantNode { Value: 0 } ? infix.Value(After[state]) : infix.Total([(After[state], false), (rest, true)]);
            lines.Add($"{state.Name} = " + (factor == "1" ? kept : $"{Bracketed(kept)} / {Bracketed(factor)}"));
            names[recovered[state]] = state.Name;
        }

        return lines;
    }

    // s = (s' − g)/f
    private void Recover(StateNode state)
    {
        Node? Known(Node node) => given.TryGetValue(node, out var next) ? next : node is StateNode ? recovered.GetValueOrDefault(node) : null;
        rests[state] = Valued(Rewriting.Substitute(Multiples[state].Rest, Known, []));
        recovered[state] = (After[state] - rests[state]) / Multiples[state].Factor;
        order.Add(state);
    }

    private static string Bracketed(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"({text})" : text;

    // Derivatives belong to learning, and may be made of states that are not known yet.
    private static Node Valued(Node root)
    {
        var done = new Dictionary<Node, Node>();
        return Rewriting.Substitute(root, node => node is ElementNode { Derivative: not null } ? done[node.Arguments[0]] : null, done);
    }

    // States before the step that the rest of one is made of, and that are not recovered yet.
    private List<StateNode> Missing(StateNode of)
    {
        var (seen, missing) = (new HashSet<Node>(), new List<StateNode>());
        var stack = new Stack<Node>([Multiples[of].Rest]);
        while (stack.TryPop(out var node))
        {
            if (seen.Add(node) && !given.ContainsKey(node))
            {
                if (node is StateNode state && !recovered.ContainsKey(state))
                {
                    missing.Add(state);
                }

                foreach (var argument in node.Arguments)
                {
                    stack.Push(argument);
                }
            }
        }

        return missing;
    }

    private string Cycle()
    {
        var way = new List<StateNode> { graph.States.First(state => !recovered.ContainsKey(state.State)).State };
        while (way.IndexOf(way[^1]) == way.Count - 1)
        {
            way.Add(Missing(way[^1]).OrderBy(state => state.Id).First());
        }

        var turn = way[way.IndexOf(way[^1])..];
        return "The next value of " + string.Join(", and that of ", turn.Zip(turn.Skip(1), (of, by) => $"'{of.Name}' is made of '{by.Name}'"))
            + ", all as they were before the step";
    }

    private void CheckKnown(string consequence)
    {
        var told = Differentiation.Topological(graph.States.Select(state => state.Next)).Select(node => node switch
        {
            NoiseNode noise => $"The step adds noise ('{noise.Name}'), which is not known on the way back",
            DropoutNode dropout => $"The step drops units at random ('{dropout.Name}'), which are not known on the way back",
            DelayNode delay => string.Create(
                CultureInfo.InvariantCulture, $"The step looks back {Counted.Of(delay.Steps, "step")}, to what a way back has not reached yet"),
            _ => null,
        }).OfType<string>().FirstOrDefault();
        if (told is not null)
        {
            throw new UsageException(
                told.StartsWith("The step looks", StringComparison.Ordinal) ? $"{told}, so {consequence}."
                : $"{told}, so {consequence[..consequence.IndexOf(';', StringComparison.Ordinal)]}; set it to 0.");
        }
    }
}
