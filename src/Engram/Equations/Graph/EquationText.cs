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
            .. Outputs(graph, names),
            .. Random(graph),
            .. Surrogates(graph, infix),
            .. graph.States.Select(state => $"{state.State.Name} = {infix.Value(state.Begins)} before the first step"),
            .. Windows(graph),
        ];
    }

    // How far back inputs are seen that no state has kept.
    private static IEnumerable<string> Windows(StepGraph graph)
    {
        if (graph.Window is > 1 and var window)
        {
            var steps = Steps(window);
            yield return graph.States.Any(state => Leaves.Depends(node => node is StateNode)(state.Next))
                ? $"what enters the recurrence depends on u of the last {steps} and on nothing before them (its receptive field)"
                : $"{string.Join(", ", graph.StateNames)} after a step depends on u of the last {steps} and on nothing before them (the receptive field)";
        }
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
        var learned = Leaves.Depends(node => node is StateNode or ParameterNode or LinearNode);
        var delays = Differentiation.Topological([.. graph.States.Select(state => state.Next)], withDerivatives: true).OfType<DelayNode>()
            .Where(delay => learned(delay)).ToList();
        var adjoints = Differentiation.Reverse(
            algebra,
            [
                .. seeds,
                (graph.Output, new SeedNode(algebra, "dz", graph.Outputs)),
                .. delays.Select(delay => (
                    delay.Source, (Node)new SeedNode(algebra, $"d{new Infix(names.All).Value(delay)} {Steps(delay.Steps)} later", delay.Width))),
            ],
            node => node is StateNode or ParameterNode || (node is DelayNode && learned(node)),
            back: graph.Back);

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

        foreach (var node in names.DefinedAfter.Reverse().Concat(names.Defined.Reverse()).Concat(graph.States.Select(state => state.State)))
        {
            Add(node);
        }

        foreach (var delay in delays.Where(adjoints.Of.ContainsKey))
        {
            lines.Add($"d{new Infix(names.All).Value(delay)} = {new Infix(written).Value(adjoints.Of[delay])}");
        }

        lines.AddRange(graph.States.Where(state => !adjoints.Of.ContainsKey(state.State)).Select(state => $"d{state.State.Name} = 0"));
        if (graph.PassesErrorsUnchanged)
        {
            lines.AddRange(graph.States.Select(state => $"d{state.State.Name} of the step is dropped, and d{state.State.Name}' takes its place"));
        }

        var gradients = new Infix(written);
        string Outer(Node left, Node right) => $"{Bracketed(gradients.Value(left))} {Bracketed(gradients.Value(right))}ᵀ";
        var after = Differentiation.Topological([graph.Output]).Except(Differentiation.Topological([.. graph.States.Select(state => state.Next)])).ToList();
        var read = after.OfType<LinearNode>().SelectMany(linear => linear.Terms).Select(term => term.Weights).ToHashSet();
        var products = adjoints.Products.Reverse().ToList();
        var vectors = adjoints.Of.Where(pair => pair.Key is ParameterNode).OrderBy(pair => pair.Key.Id).ToList();
        foreach (var isAfter in new[] { false, true })
        {
            lines.AddRange(products.Where(product => read.Contains(product.Term.Weights) == isAfter)
                .Select(product => $"dL/d{product.Term.Weights.Name} += {Outer(product.Adjoint, product.Term.Input)}"));
            lines.AddRange(vectors.Where(pair => after.Contains(pair.Key) == isAfter)
                .Select(pair => $"dL/d{((ParameterNode)pair.Key).Shape.Name} += {gradients.Value(pair.Value)}"));
        }

        lines.AddRange(Beginnings(graph));
        return lines;
    }

    private static string Steps(int count) => count == 1 ? "1 step" : string.Create(CultureInfo.InvariantCulture, $"{count} steps");

    private static IEnumerable<string> Outputs(StepGraph graph, EquationNames names)
    {
        var infix = new Infix(names.After);
        return [.. names.DefinedAfter.Select(node => $"{names.After[node]} = {infix.Definition(node)}"), $"z = {infix.Definition(graph.Output)}"];
    }

    // Gradients of what states begin with.
    private static IEnumerable<string> Beginnings(StepGraph graph)
    {
        var adjoints = Differentiation.Reverse(
            graph.Algebra,
            graph.States.Select(state => (
                state.Begins, (Node)new SeedNode(graph.Algebra, $"d{state.State.Name} of the first step", state.State.Width))),
            node => node is ParameterNode or ContextNode,
            back: graph.Back);
        var infix = new Infix(new Dictionary<Node, string>());
        return
        [
            .. adjoints.Products.Reverse().Select(product =>
                $"dL/d{product.Term.Weights.Name} += {Bracketed(infix.Value(product.Adjoint))} {Bracketed(infix.Value(product.Term.Input))}ᵀ"),
            .. adjoints.Of.Where(pair => pair.Key is ParameterNode or ContextNode).OrderBy(pair => pair.Key.Id).Select(pair =>
                $"dL/d{infix.Value(pair.Key)} += {infix.Value(pair.Value)}"),
        ];
    }

    /// <summary>What is computed before, in and after the time loop, forward and back, and what a trial keeps in memory.</summary>
    /// <param name="graph">The step.</param>
    public static IReadOnlyList<string> Schedule(StepGraph graph)
    {
        var names = new EquationNames(graph);
        var plan = new StepPlan(graph, new EngineOptions());
        var (body, reverse) = (plan.Body, plan.Reverse!);
        var written = body.Carried.ToDictionary(
            value => value.Old, value => value.Old is StateNode state ? state.Name : names.All.GetValueOrDefault(value.Initial, "f"));
        var forward = Differentiation.Topological(body.Roots);
        var infix = new Infix(written);
        var before = forward.Where(body.DependsOnState).SelectMany(node => node.Arguments).Concat(body.Carried.Select(value => value.Next))
            .Where(body.IsStill).Distinct().Select(infix.Value);
        var products = forward.Where(body.DependsOnState).OfType<LinearNode>().SelectMany(linear => linear.Terms)
            .Select(term => $"{term.Weights.Name}·{Bracketed(infix.Value(term.Input))}");
        var carried = body.Carried.Select(value => $"{written[value.Old]}'");
        var back = Differentiation.Topological(reverse.Outgoing).Except(forward).OfType<LinearNode>()
            .SelectMany(linear => linear.Terms)
            .Select(term => $"{term.Weights.Name}ᵀ").Distinct();
        var backAfter = Differentiation.Topological([.. reverse.FromOutput, .. reverse.RecordedAfter])
            .Except(Differentiation.Topological([body.Output])).OfType<LinearNode>().SelectMany(linear => linear.Terms)
            .Select(term => term.Input == reverse.Output ? $"{term.Weights.Name}ᵀ·dz" : $"a product with {term.Weights.Name}ᵀ");
        ParameterShape[] summed = [.. plan.Gradients.Select(sum => sum.Shape)];
        var sums = graph.Parameters.Where(summed.Contains).Select(shape => shape.Name);
        var kept = plan.Slots.All.Where(slot => slot.Kind == SlotKind.Full).ToList();
        return
        [
            $"before the loop: {Listed(before)}",
            $"in the loop: {Listed(products)}; then {string.Join(", ", carried)} element by element",
            $"after the loop: {string.Join(", ", Outputs(graph, names))}",
            $"before the loop back: {Listed(backAfter)}",
            $"in the loop back: {(back.Any() ? "products with " : "")}{Listed(back)}; then the adjoints of {string.Join(", ", written.Values)} element by element",
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
