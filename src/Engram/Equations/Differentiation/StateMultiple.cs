using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// The next value of a state as s' = f s + g: a multiple of itself by a factor that never changes, and a rest without it. Next values of other states
/// count as known.
/// </summary>
internal sealed class StateMultiple
{
    private readonly StateNode state;
    private readonly Node next;
    private readonly HashSet<Node> known;
    private readonly string consequence;
    private readonly Dictionary<Node, bool> reads = [];

    /// <summary>Takes a next value apart.</summary>
    /// <param name="variable">The state.</param>
    /// <param name="known">What is known when the state is not yet, such as the next values of other states.</param>
    /// <param name="consequence">The end of a sentence that says why it cannot be done.</param>
    /// <exception cref="UsageException">The next value is not of this form.</exception>
    public StateMultiple(StateVariable variable, IEnumerable<Node> known, string consequence)
    {
        (state, next, this.known, this.consequence) = (variable.State, variable.Next, [.. known], consequence);
        (Factor, Rest) = Split(next);
        if (Factor is ConstantNode { Value: 0 } || (Factor is UnitConstantNode constant && constant.Values.Contains(0)))
        {
            throw new UsageException(
                $"The next value of '{state.Name}' has no multiple of '{state.Name}' in it, so what it was is lost and {consequence}, or a smaller `Dt` where a time constant is as short as a step.");
        }
    }

    /// <summary>f, made of numbers and parameters.</summary>
    public Node Factor { get; }

    /// <summary>g.</summary>
    public Node Rest { get; }

    private bool Reads(Node node)
    {
        if (!reads.TryGetValue(node, out var answer))
        {
            reads[node] = answer = node == state || ((node == next || !known.Contains(node)) && node.Arguments.Any(Reads));
        }

        return answer;
    }

    private (Node Factor, Node Other) Split(Node node)
    {
        var algebra = node.Algebra;
        var zero = algebra.Constant(0);
        if (!Reads(node))
        {
            return (zero, node);
        }

        switch (node)
        {
            case StateNode:
                return (algebra.Constant(1), zero);
            case ElementNode { Function: ElementFunction.Add or ElementFunction.Subtract or ElementFunction.Negate } sum:
                var parts = sum.Arguments.Select(Split).ToList();
                return (algebra.Remake(sum.Function, [.. parts.Select(part => part.Factor)]), algebra.Remake(sum.Function, [.. parts.Select(part => part.Other)]));
            case ElementNode { Function: ElementFunction.Surrogate } surrogate:
                return Split(surrogate.Arguments[0]);
            case ElementNode { Function: ElementFunction.Multiply, Arguments: [var a, var b] } when !Reads(a) || !Reads(b):
                var (scale, scaled) = Reads(b) ? (a, b) : (b, a);
                var (factor, rest) = Split(scaled);
                return (Unchanging(scale) * factor, scale * rest);
            case ElementNode { Function: ElementFunction.Divide, Arguments: [var dividend, var divisor] } when !Reads(divisor):
                var (multiple, other) = Split(dividend);
                return (multiple / Unchanging(divisor), other / divisor);
            default:
                throw new UsageException(
                    $"The next value of '{state.Name}' is made of '{state.Name}' through {Through(node)}, not only of a multiple of it, so {consequence}.");
        }
    }

    private Node Unchanging(Node factor) => Differentiation.Topological([factor]).All(
        node => node is ConstantNode or UnitConstantNode or ParameterNode or ElementNode)
        ? factor
        : throw new UsageException(
            $"The next value of '{state.Name}' is made of '{state.Name}' times something that changes from step to step, so {consequence}.");

    // The first matrix on the way from the state, or else the last function.
    private string Through(Node node) =>
        Differentiation.Topological([node]).OfType<LinearNode>().SelectMany(linear => linear.Terms).Where(term => Reads(term.Input))
            .Select(term => $"'{term.Weights.Name}'").FirstOrDefault()
        ?? (node is ElementNode { Arguments.Count: 1 } element ? Kebab.Of($"{element.Function}") : "a function of it");
}
