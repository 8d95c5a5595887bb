namespace Engram.Equations;

/// <summary>
/// The vanishing-gradient penalty of Pascanu, Mikolov and Bengio (2013) with squared norms, as Song, Yang and Wang (2016) use it: with
/// δₜ = dL/d(states) and vₜ what step t + 1 alone sends back, Ω is the mean over trials and steps of (‖vₜ‖²/‖δₜ₊₁‖² − 1)². Its gradient is
/// the immediate one: v depends on the weights, while δ and the states are held constant.
/// </summary>
/// <remarks>
/// v is an expression of the adjoint graph. Differentiating that graph once more with respect to its products gives, for each product Wᵀd,
/// the factor p of the gradient d pᵀ.
/// </remarks>
internal sealed class OmegaStep
{
    public OmegaStep(StepBody body, ReverseStep reverse, Algebra algebra)
    {
        Sent = reverse.InitialAdjoints;
        Scaled = [.. Sent.Select(Node (sent) => new SeedNode(algebra, "scaled", sent.Width))];
        var incoming = reverse.Incoming.ToHashSet();
        var folded = Differentiation.Reverse(algebra, Sent.Zip(Scaled), incoming.Contains);
        var zero = algebra.Constant(0);
        var seeds = reverse.Outgoing.Select((node, i) => (node, folded.Of.GetValueOrDefault(reverse.Incoming[i], zero)))
            .Where(seed => seed.Item2 != zero && seed.node is not ConstantNode);
        var states = Differentiation.Topological([.. body.Carried.Select(carried => carried.Next)]).ToHashSet();
        var second = Differentiation.Reverse(algebra, seeds, _ => false, states.Contains);
        Matrices =
        [
            .. second.Products.Select(product => product.Term.Transposed
                ? (product.Term.Weights, Left: product.Term.Input, Right: product.Adjoint)
                : (product.Term.Weights, Left: product.Adjoint, Right: product.Term.Input)),
        ];
        Values = [.. body.Carried.Select(carried => carried.Leaf)];
    }

    /// <summary>
    /// v: what the step sends back to each state before it, as expressions of the incoming adjoints and of <see cref="Values"/>.
    /// </summary>
    public IReadOnlyList<Node> Sent { get; }

    /// <summary>dΩ/dv, filled in a trial at a time.</summary>
    public IReadOnlyList<Node> Scaled { get; }

    /// <summary>Carried values before the step, as leaves of <see cref="Sent"/>.</summary>
    public IReadOnlyList<Node> Values { get; }

    /// <summary>For each product: W, and the factors of its gradient.</summary>
    public IReadOnlyList<(ParameterShape Weights, Node Left, Node Right)> Matrices { get; }
}
