using Engram.Configuration;
using Engram.Equations;

namespace Engram.Analysis;

/// <summary>A function that units apply to something that depends on states, such as tanh to their drive.</summary>
/// <param name="Name">Function and argument, such as <c>tanh(w_rec)</c>, where the argument is named by its recurrent matrix or its state.</param>
/// <param name="Node">Its value.</param>
internal sealed record UnitFunction(string Name, ElementNode Node)
{
    private static readonly ElementFunction[] Known =
        [ElementFunction.Tanh, ElementFunction.Sigmoid, ElementFunction.Rectify, ElementFunction.Softplus, ElementFunction.Exp];

    /// <summary>Whether the function saturates or falls silent; the derivative of an exponential is as large as its value.</summary>
    public bool Saturates => Node.Function != ElementFunction.Exp;

    /// <summary>The greatest derivative that the function has anywhere.</summary>
    public double GreatestSlope => Node.Function == ElementFunction.Sigmoid ? 0.25 : 1;

    /// <summary>Those of a step, in the order in which it computes them.</summary>
    public static IReadOnlyList<UnitFunction> Of(StepGraph graph)
    {
        var moves = Leaves.Depends(node => node is StateNode);
        var named = new HashSet<string>();
        return
        [
            .. Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Rate]).OfType<ElementNode>()
                .Where(node => Known.Contains(node.Function) && node.Width > 0 && moves(node))
                .Select(node => new UnitFunction(Unique(named, Words(graph, node)), node)),
        ];
    }

    /// <summary>What a drive is named by: its recurrent matrix, a state, or its first matrix; <c>…</c> where it has none of these.</summary>
    public static string Argument(StepGraph graph, Node node)
    {
        if (node is StateNode own)
        {
            return own.Name;
        }

        if (graph.States.FirstOrDefault(state => state.Next == node) is { } next)
        {
            return next.State.Name;
        }

        if (node is ElementNode element && Known.Contains(element.Function))
        {
            return Words(graph, element);
        }

        var terms = Terms(node).ToList();
        return terms.OrderByDescending(term => term.Weights.Role == ParameterRole.Recurrent).Select(term => term.Weights.Name).FirstOrDefault() ?? "…";
    }

    /// <summary>The products that a sum is made of, through factors too.</summary>
    public static IEnumerable<LinearTerm> Terms(Node node) => node switch
    {
        LinearNode linear => linear.Terms,
        ElementNode { Function: ElementFunction.Add or ElementFunction.Subtract or ElementFunction.Negate or ElementFunction.Multiply } element =>
            element.Arguments.SelectMany(Terms),
        _ => [],
    };

    private static string Words(StepGraph graph, ElementNode node) => $"{Kebab.Of($"{node.Function}")}({Argument(graph, node.Arguments[0])})";

    private static string Unique(HashSet<string> taken, string name)
    {
        var (unique, count) = (name, 1);
        while (!taken.Add(unique))
        {
            unique = FormattableString.Invariant($"{name} {++count}");
        }

        return unique;
    }
}
