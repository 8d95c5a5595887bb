using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// Everything that is derived from a step graph before the first trial: operations before, in and after the time loop, forward and back,
/// and the memory that each value needs.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class StepProgram<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lowering<T> lowering;
    private readonly Dictionary<Node, Place> kept = [];
    private readonly StepBody body;

    public StepProgram(StepGraph graph, EngineOptions options)
    {
        DynamicCode.Require();
        Graph = graph;
        KeepsStates = options.States;
        Simd = Simd.For<T>(options.Instructions ?? InstructionSets.Best);
        Kernels = new ProductKernels(Simd);
        Parameters = new ParameterStore<T>(graph.Parameters, Simd);
        lowering = new Lowering<T>(Simd, Kernels, Parameters, Slots);
        body = new StepBody(graph);
        Input = Slots.Add("u", graph.Inputs, SlotKind.Full, graph.Inputs);
        var stride = graph.Outputs <= ReadoutOperation<T>.MostOutputs ? graph.Outputs : Simd.Stride(graph.Outputs);
        Output = Slots.Add("z", graph.Outputs, SlotKind.Full, stride);
        OutputAdjoint = Slots.Add("dL/dz", graph.Outputs, SlotKind.Full, stride);

        var algebra = graph.Algebra;
        var reverse = new ReverseStep(graph, body, options);
        var slotOf = body.Carried.ToDictionary(carried => carried, carried => Slots.Add(Name(carried), carried.Old.Width, SlotKind.Pair));
        States = [.. body.Carried.Take(graph.States.Count).Select(carried => slotOf[carried])];
        Rate = slotOf[body.Rate];
        Rate.Kind = SlotKind.Full;
        Keep(reverse, slotOf);
        foreach (var state in options.States ? States : [])
        {
            state.Kind = SlotKind.Full;
        }

        var states = body.Carried.Where(carried => carried.IsState).ToList();
        Initial = lowering.Lower(
            [.. states.Select(carried => new Target(carried.Initial, new Place(slotOf[carried], 0), false))], Bound([]), SlotKind.Single);
        InitialFunctions = lowering.Lower(
            [.. body.Carried.Except(states).Select(carried => new Target(carried.Initial, new Place(slotOf[carried], 0), false))],
            Bound(states.Select(carried => (carried.Old, new Place(slotOf[carried], 0)))),
            SlotKind.Single);
        LowerForward(slotOf);
        Post = Readout();
        LowerBackward(reverse, slotOf, options.Omega ? new OmegaStep(body, reverse, algebra) : null, options.Rates);
    }

    /// <summary>The most addresses that an operation puts into the table of a worker.</summary>
    public int TableEntries => new[] { Initial, InitialFunctions, Pre, Loop, Post, BackPre, BackLoop, BackInitial }
        .SelectMany(operations => operations).Max(operation => operation.TableEntries);

    public StepGraph Graph { get; }

    /// <summary>Whether states are kept for the whole trial.</summary>
    public bool KeepsStates { get; }

    public Simd Simd { get; }

    public ProductKernels Kernels { get; }

    public ParameterStore<T> Parameters { get; }

    public SlotTable Slots { get; } = new();

    public Slot Input { get; }

    public Slot Output { get; }

    public Slot OutputAdjoint { get; }

    public Slot Rate { get; }

    /// <summary>Slots of the states, in the order of their definition.</summary>
    public IReadOnlyList<Slot> States { get; }

    /// <summary>Slots of the adjoints of the carried values.</summary>
    public IReadOnlyList<Slot> CarriedAdjoints { get; private set; } = [];

    /// <summary>Slots of the adjoints of the initial states.</summary>
    public IReadOnlyList<Slot> InitialAdjoints { get; private set; } = [];

    /// <summary>Parameters to initial states.</summary>
    public Operation[] Initial { get; }

    /// <summary>Initial states to the functions of them that are carried.</summary>
    public Operation[] InitialFunctions { get; }

    /// <summary>Before the time loop, a block of time at once: what no state touches.</summary>
    public Operation[] Pre { get; private set; } = [];

    /// <summary>In the time loop.</summary>
    public Operation[] Loop { get; private set; } = [];

    /// <summary>After the time loop, a block of time at once: what no state depends on.</summary>
    public Operation[] Post { get; }

    /// <summary>Before the time loop that runs back.</summary>
    public Operation[] BackPre { get; private set; } = [];

    /// <summary>In the time loop that runs back.</summary>
    public Operation[] BackLoop { get; private set; } = [];

    /// <summary>On the adjoints of the initial state.</summary>
    public Operation[] BackInitial { get; private set; } = [];

    /// <summary>Gradients of matrices and vectors, a block of time at once.</summary>
    public IReadOnlyList<GradientSum> Gradients { get; private set; } = [];

    /// <summary>Gradients of Ω.</summary>
    public IReadOnlyList<GradientSum> OmegaGradients { get; private set; } = [];

    /// <summary>Gradients of the initial states.</summary>
    public IReadOnlyList<GradientSum> InitialGradients { get; private set; } = [];

    private static Dictionary<Node, Place> Bound(IEnumerable<(Node Node, Place Place)> pairs) =>
        pairs.ToDictionary(pair => pair.Node, pair => pair.Place);

    private static string Name(Carried carried) => carried.Old is StateNode state ? state.Name : ((SeedNode)carried.Old).Name;

    // What the adjoint and the gradients read of the forward pass is kept for the whole trial.
    private void Keep(ReverseStep reverse, Dictionary<Carried, Slot> slotOf)
    {
        foreach (var node in reverse.Reads)
        {
            var next = body.Carried.FirstOrDefault(carried => carried.Next == node);
            var old = body.Carried.FirstOrDefault(carried => carried.Old == node);
            if ((next ?? old) is { } value)
            {
                slotOf[value].Kind = SlotKind.Full;
                kept[node] = new Place(slotOf[value], value == next ? 0 : -1);
            }
            else
            {
                kept[node] = node is InputNode ? new Place(Input, 0) : new Place(Slots.Add("kept", node.Width, SlotKind.Full), 0);
            }
        }

        foreach (var state in reverse.InitialReads)
        {
            slotOf[body.Carried.First(carried => carried.Old == state)].Kind = SlotKind.Full;
        }
    }

    private void LowerForward(Dictionary<Carried, Slot> slotOf)
    {
        var still = new Dictionary<Node, Place>();
        foreach (var node in Boundary().Concat(kept.Keys.Where(node => IsStill(node) && node is not InputNode)).Distinct())
        {
            still[node] = kept.TryGetValue(node, out var place) ? place : new Place(Slots.Add("drive", node.Width, SlotKind.Chunk), 0);
        }

        Node? input = Differentiation.Topological(still.Keys).FirstOrDefault(node => node is InputNode);
        Pre = lowering.Lower(
            [.. still.Select(pair => new Target(pair.Key, pair.Value, false))],
            Bound(input is null ? [] : [(input, new Place(Input, 0))]),
            SlotKind.Chunk);

        var targets = body.Carried.Select(carried => new Target(carried.Next, new Place(slotOf[carried], 0), true))
            .Concat(kept
                .Where(pair => !IsStill(pair.Key) && body.Carried.All(carried => carried.Next != pair.Key && carried.Old != pair.Key))
                .Select(pair => new Target(pair.Key, pair.Value, false)));
        Loop = lowering.Lower(
            [.. targets],
            Bound(body.Carried.Select(carried => (carried.Old, new Place(slotOf[carried], -1)))
                .Concat(still.Select(pair => (pair.Key, pair.Value)))),
            SlotKind.Single);
        OverwriteWhereSafe(slotOf.Values, Loop);
        FetchAhead(Loop, 1);
    }

    private Operation[] Readout()
    {
        var bias = new ParameterNode(Graph.Algebra, Graph.ReadoutBias);
        if (Graph.Outputs <= ReadoutOperation<T>.MostOutputs)
        {
            return
            [
                new ReadoutOperation<T>(
                    Simd, Parameters.Padded(Graph.Readout), Parameters.Row(bias),
                    Graph.Units, Graph.Outputs, new Place(Rate, 0), new Place(Output, 0)),
            ];
        }

        return lowering.Lower(
            [new Target(Graph.Algebra.Linear(new LinearTerm(Graph.Readout, body.Rate.Next, false)) + bias, new Place(Output, 0), false)],
            Bound([(body.Rate.Next, new Place(Rate, 0))]),
            SlotKind.Chunk);
    }

    private bool IsStill(Node node) => body.DependsOnTrial(node) && !body.DependsOnState(node);

    // What no state touches but something that a state touches reads.
    private IEnumerable<Node> Boundary()
    {
        var nodes = Differentiation.Topological([.. body.Carried.Select(carried => carried.Next)]);
        return nodes.Where(body.DependsOnState).SelectMany(node => node.Arguments)
            .Concat(body.Carried.Select(carried => carried.Next)).Where(IsStill).Distinct();
    }

    private void LowerBackward(ReverseStep reverse, Dictionary<Carried, Slot> slotOf, OmegaStep? omega, bool rates)
    {
        var adjointSlots = body.Carried.Select(carried => Slots.Add($"dL/d{Name(carried)}", carried.Old.Width, SlotKind.Pair)).ToList();
        CarriedAdjoints = adjointSlots;
        var fromOutput = new Place(Slots.Add("dL/dr", body.Rate.Old.Width, SlotKind.Chunk), 0);
        BackPre =
        [
            .. lowering.Lower(
                [new Target(reverse.RateFromOutput, fromOutput, false)],
                Bound([(reverse.Output, new Place(OutputAdjoint, 0))]),
                SlotKind.Chunk),
            .. rates ? [new RatePenaltyOperation<T>(new Place(Rate, 0), fromOutput)] : Array.Empty<Operation>(),
        ];

        var recorded = reverse.Recorded.ToDictionary(node => node, node => new Place(Slots.Add("dL/dp", node.Width, SlotKind.Chunk), 0));
        var bound = Bound(kept.Select(pair => (pair.Key, pair.Value)));
        bound[reverse.RateAdjoint] = fromOutput;
        for (var i = 0; i < adjointSlots.Count; i++)
        {
            bound[reverse.Incoming[i]] = new Place(adjointSlots[i], 0);
        }

        Place[] stateAdjoints = [.. reverse.StateAdjoints.Select(node => new Place(Slots.Add("dL/dx", node.Width, SlotKind.Single), 0))];
        BackLoop = lowering.Lower(
            [
                .. reverse.StateAdjoints.Select((node, i) => new Target(node, stateAdjoints[i], true)),
                .. reverse.Outgoing.Select((node, i) => new Target(node, new Place(adjointSlots[i], -1), true)),
                .. recorded.Select(pair => new Target(pair.Key, pair.Value, true)),
            ],
            bound,
            SlotKind.Single);
        if (omega is null)
        {
            OverwriteWhereSafe(adjointSlots, BackLoop);
        }

        FetchAhead(BackLoop, -1);
        var before = Bound(body.Carried.Select(carried =>
            (carried.IsState ? carried.Old : carried.Initial, new Place(slotOf[carried], 0))));

        InitialAdjoints = [.. reverse.InitialAdjoints.Select(node => Slots.Add("dL/dx0", node.Width, SlotKind.Single))];
        BackInitial = lowering.Lower(
            [.. reverse.InitialAdjoints.Select((node, i) => new Target(node, new Place(InitialAdjoints[i], 0), false))],
            Bound(reverse.Incoming.Zip(adjointSlots.Select(slot => new Place(slot, 0)))
                .Concat(before.Select(pair => (pair.Key, pair.Value)))),
            SlotKind.Single);
        if (omega is not null)
        {
            LowerOmega(omega, reverse, adjointSlots, stateAdjoints, before, bound, recorded);
        }

        Place At(Node node) => recorded.TryGetValue(node, out var place) ? place : kept[node];
        Gradients =
        [
            .. reverse.Matrices.Select(product => new GradientSum(product.Weights, At(product.Left), At(product.Right))),
            .. reverse.Vectors.Select(vector => new GradientSum(vector.Shape, At(vector.Adjoint), null)),
            new GradientSum(Graph.Readout, new Place(OutputAdjoint, 0), new Place(Rate, 0)),
            new GradientSum(Graph.ReadoutBias, new Place(OutputAdjoint, 0), null),
        ];
        InitialGradients = [.. Graph.States.Select((state, i) => new GradientSum(state.Initial, new Place(InitialAdjoints[i], 0), null))];
    }

    private void LowerOmega(
        OmegaStep omega,
        ReverseStep reverse,
        List<Slot> adjointSlots,
        Place[] stateAdjoints,
        Dictionary<Node, Place> before,
        Dictionary<Node, Place> bound,
        Dictionary<Node, Place> recorded)
    {
        // v belongs to the step before the one at hand: its leaves stand one step earlier.
        Place[] sent = [.. omega.Sent.Select(node => new Place(Slots.Add("v", node.Width, SlotKind.Single), 0))];
        var earlier = Bound(reverse.Incoming.Zip(adjointSlots.Select(slot => new Place(slot, -1)))
            .Concat(before.Select(pair => (pair.Key, pair.Value with { Lag = -1 }))));
        var send = lowering.Lower([.. omega.Sent.Select((node, i) => new Target(node, sent[i], true))], earlier, SlotKind.Single);

        var known = new Dictionary<Node, Place>(bound);
        foreach (var (node, place) in omega.Scaled.Zip(sent).Concat(recorded.Select(pair => (pair.Key, pair.Value)))
            .Concat(omega.Values.Select(node => (node, before[node] with { Lag = -1 }))))
        {
            known[node] = place;
        }

        var factors = omega.Matrices.SelectMany(product => new[] { product.Left, product.Right }).Distinct()
            .Where(node => !recorded.ContainsKey(node))
            .ToDictionary(node => node, node => new Place(Slots.Add("factor", node.Width, SlotKind.Chunk), 0));
        var factor = lowering.Lower([.. factors.Select(pair => new Target(pair.Key, pair.Value, true))], known, SlotKind.Single);
        BackLoop =
        [
            .. BackLoop,
            .. send,
            new OmegaOperation<T>(sent, stateAdjoints, [.. Graph.States.Select(state => state.State.Width)]),
            .. factor,
        ];
        Place At(Node node) => recorded.TryGetValue(node, out var place) ? place : factors[node];
        OmegaGradients = [.. omega.Matrices.Select(product => new GradientSum(product.Weights, At(product.Left), At(product.Right)))];
    }

    // What element-wise loops touch of the memory that spans the trial, each place given to the product that runs last before it.
    private static void FetchAhead(Operation[] loop, int direction)
    {
        var products = loop.Index().Where(pair => pair.Item is ProductOperation<T>).ToList();
        if (products.Count == 0)
        {
            return;
        }

        foreach (var (index, operation) in loop.Index().Where(pair => pair.Item is ElementOperation))
        {
            var before = products.LastOrDefault(pair => pair.Index < index, (-1, null!)).Item;
            var product = (ProductOperation<T>)(before ?? products[^1].Item);
            var later = before is null ? direction : 0;
            product.Ahead =
            [
                .. product.Ahead,
                .. operation.Reads.Concat(operation.Writes).Where(place => place.Slot.Kind == SlotKind.Full).Distinct()
                    .Select(place => place with { Lag = place.Lag + later }),
            ];
        }
    }

    // A carried value may overwrite its predecessor if whatever reads the old one has run by then.
    private static void OverwriteWhereSafe(IEnumerable<Slot> slots, Operation[] loop)
    {
        foreach (var slot in slots.Where(slot => slot.Kind == SlotKind.Pair))
        {
            var writer = loop.Index().First(pair => pair.Item.Writes.Any(place => place.Slot == slot)).Index;
            var reader = loop.Index().LastOrDefault(pair => pair.Item.Reads.Any(place => place.Slot == slot), (-1, null!)).Item1;
            if (reader < writer || (reader == writer && loop[writer] is ElementOperation))
            {
                slot.Kind = SlotKind.Single;
            }
        }
    }
}

/// <summary>dL/dW += Σ left · rightᵀ over trials and steps, or, for a vector, Σ left.</summary>
/// <param name="Shape">The parameter.</param>
/// <param name="Left">Values of its rows.</param>
/// <param name="Right">Values of its columns; null for a vector.</param>
internal sealed record GradientSum(ParameterShape Shape, Place Left, Place? Right);
