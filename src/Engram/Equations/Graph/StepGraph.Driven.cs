using Engram.Configuration;

namespace Engram.Equations;

/// <content>A step whose units are driven from outside.</content>
public sealed partial class StepGraph
{
    /// <summary>
    /// The same step where what the batch writes, step by step, is added to the drive of the units: to what input weights make, but for that of
    /// gates.
    /// </summary>
    /// <exception cref="UsageException">No unit has inputs, gates apart.</exception>
    internal StepGraph Driven()
    {
        var mask = new MaskNode(Algebra, Units);
        var nodes = Differentiation.Topological([.. States.Select(state => state.Next), Output], withDerivatives: true);

        // What is added to the recurrent part of a gate is a part of the gate.
        var ofGates = nodes.Where(IsSum).Select(sum => Terms(sum).ToList())
            .Where(terms => terms.Any(term => term is LinearNode linear && linear.Terms.Any(product => product.Weights.IsGate)))
            .SelectMany(terms => terms).ToHashSet();
        var driven = nodes.OfType<LinearNode>().Where(linear => linear.Width == Units && !ofGates.Contains(linear)
            && linear.Terms.Any(term => term.Weights.Role == ParameterRole.Input)).ToHashSet<Node>();
        if (driven.Count == 0)
        {
            throw new UsageException("No unit of this cell has inputs to which a drive could be added; choose a task with inputs, and a cell such as leaky.");
        }

        var done = new Dictionary<Node, Node>();
        Node? Drive(Node node) => driven.Contains(node) && node is LinearNode linear
            ? Algebra.Linear([.. linear.Terms.Select(term => term with { Input = done[term.Input] })], linear.Bias, linear.Noise) + mask : null;
        Node Through(Node root) => Rewriting.Substitute(root, Drive, done);
        return new(this, [.. States.Select(state => state with { Next = Through(state.Next) })], Through(Output), Parameters, backward)
        {
            IsMasked = true,
        };

        static bool IsSum(Node node) => node is ElementNode { Function: ElementFunction.Add or ElementFunction.Subtract };
        static IEnumerable<Node> Terms(Node node) => IsSum(node) ? node.Arguments.SelectMany(Terms) : [node];
    }
}
