using Engram.Configuration;
using Engram.Equations;

namespace Engram.Analysis;

/// <summary>The gates of a cell, and which of its states they keep.</summary>
/// <param name="Gates">Each gate by the name of its matrix without what stands before the underscore, such as <c>f</c> of <c>w_f</c>, and <c>enc_z</c> of <c>enc_w_z</c>.</param>
/// <param name="Kept">For each state that a gate keeps, the share of it that is kept over a step: <c>f</c>, <c>1 − i</c> or <c>z</c>.</param>
internal sealed record CellGates(IReadOnlyList<(string Name, Node Node)> Gates, IReadOnlyList<(string State, Node Node)> Kept)
{
    /// <summary>
    /// Finds them in a step. A gate is a function of a sum with a product by <see cref="Step.Gate"/>; what is kept of a state is the derivative of
    /// its next value with respect to itself, with gates and drives held as they are.
    /// </summary>
    /// <exception cref="UsageException">The cell has no gates.</exception>
    public static CellGates Of(StepGraph graph, string cell)
    {
        var names = new HashSet<string>();
        var gates = new List<(string Name, Node Node)>();
        foreach (var function in UnitFunction.Of(graph))
        {
            var matrices = UnitFunction.Terms(function.Node.Arguments[0]).Select(term => term.Weights).Where(weights => weights.IsGate)
                .OrderByDescending(weights => weights.Role == ParameterRole.Recurrent).Select(weights => weights.Name).ToList();
            if (matrices.Count > 0)
            {
                var name = Name(graph, matrices[0]);
                gates.Add((names.Add(name) ? name : matrices[0], function.Node));
            }
        }

        if (gates.Count == 0)
        {
            throw new UsageException($"The cell {cell} has no gates; take a network of lstm or gru, or of a cell of your own that makes its gates with step.Gate.");
        }

        var nodes = gates.Select(gate => gate.Node).ToHashSet();
        var gated = Leaves.Depends(nodes.Contains);
        var kept = new List<(string State, Node Node)>();
        foreach (var (state, next, _) in graph.States)
        {
            var adjoints = Differentiation.Reverse(
                graph.Algebra, [(next, graph.Algebra.Constant(1))], node => node == state, node => node is LinearNode || nodes.Contains(node));
            if (adjoints.Of.TryGetValue(state, out var share) && gated(share))
            {
                kept.Add((state.Name, share));
            }
        }

        return new(gates, kept);
    }

    // Of a cell that is a part of another, whose states have its prefix too, the prefix stays: enc_z of enc_w_z.
    private static string Name(StepGraph graph, string matrix)
    {
        var pieces = matrix.Split('_', 3);
        return pieces.Length == 3 && graph.States.Any(state => state.State.Name.StartsWith($"{pieces[0]}_", StringComparison.Ordinal))
            ? $"{pieces[0]}_{pieces[2]}" : matrix[(matrix.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }
}
