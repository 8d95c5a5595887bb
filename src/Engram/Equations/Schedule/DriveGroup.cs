namespace Engram.Equations;

/// <summary>One drive of a cell as a product with what it is driven by: y = [W_1 W_2 … b] z, z = [a_1; a_2; …; 1], a_k rates or inputs.</summary>
/// <param name="Terms">W_k, and whether a_k are the inputs; otherwise the rates before the step.</param>
/// <param name="Bias">b; null where there is none.</param>
internal sealed record DriveGroup(IReadOnlyList<(ParameterShape Weights, bool OfInputs)> Terms, ParameterShape? Bias)
{
    /// <summary>Length of y.</summary>
    public int Rows => Terms[0].Weights.Rows;

    /// <summary>Length of z.</summary>
    public int Columns => Terms.Sum(term => term.Weights.Columns) + (Bias is null ? 0 : 1);

    /// <summary>The parts of [W_1 W_2 … b], from the left.</summary>
    public IEnumerable<ParameterShape> Shapes => [.. Terms.Select(term => term.Weights), .. Bias is null ? Array.Empty<ParameterShape>() : [Bias]];

    /// <summary>The drives of a step, and last the readout z = W_out r + b_out, whose rates are those after the step.</summary>
    /// <returns>Null where a matrix multiplies something else, or stands in several drives.</returns>
    public static IReadOnlyList<DriveGroup>? Of(StepGraph graph)
    {
        Node[] roots = [.. graph.States.Select(state => state.Next), graph.Rate, graph.Output];
        var regrouped = Rewriting.Regroup(roots, _ => false, _ => false);
        var rate = regrouped[graph.Rate];
        var groups = new List<DriveGroup>();
        foreach (var linear in Differentiation.Topological(roots.Select(root => regrouped[root])).OfType<LinearNode>())
        {
            if (linear.Terms.Any(term => term.Transposed || !(term.Input is InputNode || IsRate(term.Input, rate))))
            {
                return null;
            }

            groups.Add(new([.. linear.Terms.Select(term => (term.Weights, term.Input is InputNode))], linear.Bias?.Shape));
        }

        if (regrouped[graph.Output] is not LinearNode || groups.Count == 0 || groups[^1].Shapes.All(shape => shape.Role != ParameterRole.Readout))
        {
            return null;
        }

        var names = groups.SelectMany(group => group.Terms).Select(term => term.Weights.Name).ToList();
        return names.Distinct().Count() == names.Count ? groups : null;
    }

    // Dropout is a mask of ones where activity is measured.
    private static bool IsRate(Node node, Node rate) => node == rate
        || (node is ElementNode { Function: ElementFunction.Multiply } product
            && ((IsMask(product.Arguments[0]) && IsRate(product.Arguments[1], rate))
                || (IsMask(product.Arguments[1]) && IsRate(product.Arguments[0], rate))));

    private static bool IsMask(Node node) => node is DropoutNode
        || (node is ElementNode { Function: ElementFunction.Multiply } product && product.Arguments.All(IsMask));
}
