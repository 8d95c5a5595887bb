using System.Globalization;

namespace Engram.Equations;

/// <summary>
/// Writes down what a graph computes and what was derived from it. A prime marks the value after the step; products are
/// <c>w_rec·r</c>, all else is element by element; <c>b where a &gt; 0</c> is 0 elsewhere; through <c>detach(a)</c> no error goes back.
/// </summary>
public static class EquationText
{
    /// <summary>The equation of one step.</summary>
    /// <param name="graph">The step.</param>
    /// <returns>One line for each named quantity, then the readout, then what is random and where states begin.</returns>
    public static IReadOnlyList<string> Step(StepGraph graph)
    {
        var names = new EquationNames(graph);
        var infix = new Infix(names.All);
        string Definition(Node node) => Terms(node, names.All) is { Count: > 1 } terms
            ? infix.Total(NoiseLast(terms)) : infix.Definition(node);
        return
        [
            .. names.Defined.Select(node => $"{names.All[node]} = {Definition(node)}"),
            .. graph.States.Where(state => names.All.GetValueOrDefault(state.Next) != $"{state.State.Name}'")
                .Select(state => $"{state.State.Name}' = {infix.Value(state.Next)}"),
            $"z = {graph.Readout.Name}·{names.Rate}' + {graph.ReadoutBias.Name}",
            .. Random(graph),
            .. Surrogates(graph, infix),
            .. graph.States.Select(state => $"{state.State.Name} = {state.Initial.Name} before the first step"),
        ];
    }

    /// <summary>
    /// The adjoint of the step, derived by reverse differentiation: from dL/d(states after the step) to dL/d(states before it). Here dx is
    /// dL/dx; dx' comes from the step after, and dz is that of the output that reads r.
    /// </summary>
    /// <param name="graph">The step.</param>
    /// <returns>One line for each adjoint, then one for each gradient, summed over trials and steps.</returns>
    public static IReadOnlyList<string> Adjoint(StepGraph graph)
    {
        var names = new EquationNames(graph);
        var algebra = graph.Algebra;
        var seeds = graph.States.Select(state => (state.Next, (Node)new SeedNode(algebra, $"d{state.State.Name}'", state.State.Width)));
        var output = new SeedNode(algebra, "dz", graph.Outputs);
        var readout = algebra.Linear(new LinearTerm(graph.ReadoutBack, output, true));
        var adjoints = Differentiation.Reverse(
            algebra, [.. seeds, (graph.Rate, readout)], node => node is StateNode or ParameterNode, back: graph.Back);

        var written = new Dictionary<Node, string>(names.All);
        var lines = new List<string>();
        void Add(Node node)
        {
            if (!adjoints.Of.TryGetValue(node, out var adjoint) || (adjoint is SeedNode { Name: var own } && own == $"d{names.All[node]}"))
            {
                return;
            }

            var infix = new Infix(written);
            var name = $"d{names.All[node]}";
            var terms = Terms(adjoint, written);
            var sent = terms.FindIndex(term => term.Term is SeedNode seed && seed.Name == name);
            if (sent >= 0)
            {
                terms.RemoveAt(sent);
            }

            lines.Add(sent >= 0 ? $"{name} += {infix.Total(terms)}"
                : $"{name} = {(written.ContainsKey(adjoint) ? infix.Value(adjoint) : infix.Total(terms))}");
            written.TryAdd(adjoint, name);
        }

        foreach (var node in names.Defined.Reverse().Concat(graph.States.Select(state => state.State)))
        {
            Add(node);
        }

        lines.AddRange(graph.States.Where(state => !adjoints.Of.ContainsKey(state.State)).Select(state => $"d{state.State.Name} = 0"));
        var gradients = new Infix(written);
        string Outer(Node left, Node right) => $"{Bracketed(gradients.Value(left))} {Bracketed(gradients.Value(right))}ᵀ";
        lines.AddRange(adjoints.Products.Reverse().Select(product =>
            $"dL/d{product.Term.Weights.Name} += {Outer(product.Adjoint, product.Term.Input)}"));
        lines.AddRange(adjoints.Of.Where(pair => pair.Key is ParameterNode).OrderBy(pair => pair.Key.Id)
            .Select(pair => $"dL/d{((ParameterNode)pair.Key).Shape.Name} += {gradients.Value(pair.Value)}"));
        lines.Add($"dL/d{graph.Readout.Name} += dz {names.Rate}ᵀ");
        lines.Add($"dL/d{graph.ReadoutBias.Name} += dz");
        lines.AddRange(graph.States.Select(state => $"dL/d{state.Initial.Name} += d{state.State.Name} of the first step"));
        return lines;
    }

    /// <summary>What is computed before, in and after the time loop, forward and back, and what a trial keeps in memory.</summary>
    /// <param name="graph">The step.</param>
    public static IReadOnlyList<string> Schedule(StepGraph graph)
    {
        var names = new EquationNames(graph);
        var body = new StepBody(graph);
        var reverse = new ReverseStep(graph, body, new EngineOptions());
        var written = body.Carried.ToDictionary(
            value => value.Old, value => value.Old is StateNode state ? state.Name : names.All.GetValueOrDefault(value.Initial, "f"));
        var forward = Differentiation.Topological([.. body.Carried.Select(value => value.Next)]);
        var infix = new Infix(written);
        bool IsStill(Node node) => body.DependsOnTrial(node) && !body.DependsOnState(node);
        var before = forward.Where(body.DependsOnState).SelectMany(node => node.Arguments).Concat(body.Carried.Select(value => value.Next))
            .Where(IsStill).Distinct().Select(infix.Value);
        var products = forward.Where(body.DependsOnState).OfType<LinearNode>().SelectMany(linear => linear.Terms)
            .Select(term => $"{term.Weights.Name}·{Bracketed(infix.Value(term.Input))}");
        var carried = body.Carried.Select(value => $"{written[value.Old]}'");
        var back = Differentiation.Topological(reverse.Outgoing).Except(forward).OfType<LinearNode>()
            .Where(node => node != reverse.RateFromOutput).SelectMany(linear => linear.Terms)
            .Select(term => $"{term.Weights.Name}ᵀ").Distinct();
        ParameterShape[] summed =
        [
            .. reverse.Matrices.Select(product => product.Weights), .. reverse.Vectors.Select(vector => vector.Shape), graph.Readout,
            graph.ReadoutBias,
        ];
        var sums = graph.Parameters.Where(summed.Contains).Select(shape => shape.Name);
        var kept = new StepProgram<float>(graph, new EngineOptions()).Slots.All.Where(slot => slot.Kind == SlotKind.Full).ToList();
        return
        [
            $"before the loop: {Listed(before)}",
            $"in the loop: {Listed(products)}; then {string.Join(", ", carried)} element by element",
            $"after the loop: z = {graph.Readout.Name}·{names.Rate}' + {graph.ReadoutBias.Name}",
            $"before the loop back: {graph.ReadoutBack.Name}ᵀ·dz",
            $"in the loop back: products with {Listed(back)}; then the adjoints of {string.Join(", ", written.Values)} element by element",
            $"after the loop back: the sums over steps and trials dL/d{string.Join(", dL/d", sums)}",
            $"a trial keeps of each step {Bytes(kept)}: "
            + string.Join(", ", kept.GroupBy(slot => slot.Name).Select(slots => Kept([.. slots], names.Rate))),
        ];
    }

    private static string Bytes(List<Slot> kept) => string.Create(
        CultureInfo.InvariantCulture, $"{kept.Sum(slot => slot.Stride)} numbers in {kept.Sum(slot => slot.Stride) * sizeof(float)} bytes");

    private static string Kept(Slot[] slots, string rate)
    {
        var name = slots[0].Name switch
        {
            "r" => rate,
            "kept" => string.Create(
                CultureInfo.InvariantCulture,
                $"{slots.Length} intermediate {(slots.Length == 1 ? "value" : "values")}"),
            var other => other,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{name} ({slots.Sum(slot => slot.Stride)})");
    }

    private static string Listed(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : "nothing";

    private static string Bracketed(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"({text})" : text;

    // The terms of a sum, down to what has a name.
    private static List<(Node Term, bool Negative)> Terms(Node root, IReadOnlyDictionary<Node, string> names)
    {
        var terms = new List<(Node, bool)>();
        void Collect(Node node, bool negative)
        {
            if (node is ElementNode { Function: ElementFunction.Add or ElementFunction.Subtract } sum
                && (node == root || !names.ContainsKey(node)))
            {
                Collect(sum.Arguments[0], negative);
                Collect(sum.Arguments[1], negative ^ (sum.Function == ElementFunction.Subtract));
            }
            else
            {
                terms.Add((node, negative));
            }
        }

        Collect(root, false);
        return terms;
    }

    private static IEnumerable<(Node Term, bool Negative)> NoiseLast(List<(Node Term, bool Negative)> terms)
    {
        var noisy = Leaves.Depends(node => node is NoiseNode);
        var solid = Leaves.Depends(node => node is StateNode or LinearNode);
        return terms.OrderBy(part => noisy(part.Term) && !solid(part.Term));
    }

    private static IEnumerable<string> Surrogates(StepGraph graph, Infix infix) =>
        Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Rate]).OfType<ElementNode>()
            .Where(node => node.Derivative is not (null or ConstantNode))
            .Select(node => $"{infix.Value(node)} is learned with the derivative of {infix.Value(node.Derivative!)}");

    private static IEnumerable<string> Random(StepGraph graph)
    {
        foreach (var node in Differentiation.Topological([.. graph.States.Select(state => state.Next)]))
        {
            if (node is NoiseNode noise)
            {
                yield return $"{noise.Name} ~ N(0, 1), new for every trial, step and unit";
            }
            else if (node is DropoutNode dropout)
            {
                yield return $"{dropout.Name} is 0 with probability {Infix.Number(1 - dropout.Keep)}, "
                    + $"else {Infix.Number(1 / dropout.Keep)}, new for every "
                    + $"{(dropout.EveryStep ? "trial, step and unit" : "trial and unit")}; 1 outside training";
            }
        }
    }
}
