namespace Engram.Equations;

/// <summary>
/// What is computed when, and which values are kept for how long: everything about a step, forward and back, that does not depend on the
/// machine that runs it. Values stand in slots; a part of the plan says what it computes from which of them.
/// </summary>
internal sealed class StepPlan
{
    private readonly Dictionary<Carried, Slot> slotOf;
    private readonly Dictionary<Node, Place> kept = [];
    private readonly Dictionary<Node, Place> keptAfter = [];
    private readonly Dictionary<Node, Place> sources = [];
    private readonly Dictionary<DelayNode, Place> delayed = [];
    private readonly Dictionary<Node, Place> initialPlaces = [];

    // How long is kept what the way back reads.
    private readonly SlotKind whole;

    public StepPlan(StepGraph graph, EngineOptions options)
    {
        whole = options.KeepEvery is null ? SlotKind.Full : SlotKind.Stretch;
        Graph = graph;
        Body = new StepBody(graph);
        Reverse = options.IsForwardOnly ? null : new ReverseStep(graph, Body, options);
        Input = Slots.Add("u", graph.Inputs, SlotKind.Full, Body.ReadsInputsByUnit ? Simd.Stride(graph.Inputs) : graph.Inputs);
        Context = graph.Contexts > 0 ? Slots.Add("context", graph.Contexts, SlotKind.Single) : null;
        Mask = graph.IsMasked ? Slots.Add("mask", graph.Units, SlotKind.Full) : null;
        var stride = StepBody.IsShort(Body.Output) ? graph.Outputs : Simd.Stride(graph.Outputs);
        Output = Slots.Add("z", graph.Outputs, SlotKind.Full, stride);
        OutputAdjoint = Slots.Add("dL/dz", graph.Outputs, options.IsForwardOnly ? SlotKind.Single : SlotKind.Full, stride);
        slotOf = Body.Carried.ToDictionary(carried => carried, carried => Slots.Add(Name(carried), carried.Old.Width, SlotKind.Pair));
        States = [.. Body.Carried.Where(carried => carried.IsState).Select(carried => slotOf[carried])];
        Rate = slotOf[Body.Rate];
        Rate.Kind = options.KeepsRates ? SlotKind.Full : SlotKind.Stretch;
        KeepDelayed();
        KeepForOutputs();
        if (Reverse is not null)
        {
            Keep(Reverse);
        }

        foreach (var state in options.States ? States : [])
        {
            state.Kind = SlotKind.Full;
        }

        PlanInitial();
        PlanForward();
        if (Reverse is not null)
        {
            PlanBackward(Reverse, options);
            PlanInitialAdjoints(Reverse);
        }
        else
        {
            ContextAdjoint = Context;
        }
    }

    public StepGraph Graph { get; }

    public StepBody Body { get; }

    /// <summary>The adjoint of the step; null where nothing goes back.</summary>
    public ReverseStep? Reverse { get; }

    public SlotTable Slots { get; } = new();

    public Slot Input { get; }

    /// <summary>What a trial is given before its first step; null for nothing.</summary>
    public Slot? Context { get; }

    /// <summary>The mask that the batch writes; null for none.</summary>
    public Slot? Mask { get; }

    public Slot Output { get; }

    public Slot OutputAdjoint { get; }

    public Slot Rate { get; }

    /// <summary>What the network gets back of its outputs; null for a network that gets nothing back.</summary>
    public Slot? Feedback => Body.Carried.FirstOrDefault(carried => carried.IsState && carried.Old == Graph.Feedback) is { } fed ? slotOf[fed] : null;

    /// <summary>Slots of the states, in the order of their definition.</summary>
    public IReadOnlyList<Slot> States { get; }

    /// <summary>Slots of the adjoints of the carried values.</summary>
    public IReadOnlyList<Slot> CarriedAdjoints { get; private set; } = [];

    /// <summary>Slots of the adjoints of the initial states.</summary>
    public IReadOnlyList<Slot> InitialAdjoints { get; private set; } = [];

    /// <summary>dL/d(context); null without one.</summary>
    public Slot? ContextAdjoint { get; private set; }

    /// <summary>Parameters and the context to initial states.</summary>
    public PlanPart Initial { get; private set; } = PlanPart.Empty;

    /// <summary>Initial states to the functions of them that are carried.</summary>
    public PlanPart InitialFunctions { get; private set; } = PlanPart.Empty;

    /// <summary>Before the time loop, a block of time at once: what no state touches. Each part may read delayed values of those before it.</summary>
    public IReadOnlyList<PlanPart> Before { get; private set; } = [];

    /// <summary>In the time loop.</summary>
    public PlanPart Loop { get; private set; } = PlanPart.Empty;

    /// <summary>After the time loop, a block of time at once: what no state depends on.</summary>
    public PlanPart After { get; private set; } = PlanPart.Empty;

    /// <summary>Before the time loop that runs back, a block of time at once.</summary>
    public PlanPart BackBefore { get; private set; } = PlanPart.Empty;

    /// <summary>In the time loop that runs back.</summary>
    public PlanPart BackLoop { get; private set; } = PlanPart.Empty;

    /// <summary>The penalty on rates: where the rate stands, and what it sends back; null without it.</summary>
    public (Place Rate, Place Adjoint)? RatePenalty { get; private set; }

    /// <summary>Ω; null without it.</summary>
    public OmegaPlan? Omega { get; private set; }

    /// <summary>On the adjoints of the states before the first step.</summary>
    public PlanPart BackInitial { get; private set; } = PlanPart.Empty;

    /// <summary>From the adjoints of the initial states to those of what they are made of.</summary>
    public PlanPart BackContext { get; private set; } = PlanPart.Empty;

    /// <summary>What later steps need: the states, and values as far back as delays reach.</summary>
    public IEnumerable<(Slot Slot, int Width, int Steps)> Remembered =>
        Body.Carried.Select(carried => (Slot: slotOf[carried], carried.Old.Width, carried.IsState))
            .Where(value => value.IsState || value.Slot.Lead > 0).Select(value => (value.Slot, value.Width, value.Slot.Lead + 1))
            .Concat(sources.Select(pair => (pair.Value.Slot, pair.Key.Width, pair.Value.Slot.Lead)))
            .Concat(Input.Lead > 0 ? [(Input, Graph.Inputs, Input.Lead)] : Array.Empty<(Slot, int, int)>());

    /// <summary>Gradients of matrices and vectors, a block of time at once.</summary>
    public IReadOnlyList<GradientSum> Gradients { get; private set; } = [];

    /// <summary>Gradients of what initial states are made of.</summary>
    public IReadOnlyList<GradientSum> InitialGradients { get; private set; } = [];

    private static Dictionary<Node, Place> Bound(IEnumerable<(Node Node, Place Place)> pairs) =>
        pairs.ToDictionary(pair => pair.Node, pair => pair.Place);

    private static string Name(Carried carried) => carried.Old is StateNode state ? state.Name : ((SeedNode)carried.Old).Name;

    // What a delay delays is kept, with zeros from before the first step.
    private void KeepDelayed()
    {
        foreach (var delay in Body.Delays)
        {
            var source = Body.Sources[delay];
            var old = Body.Carried.FirstOrDefault(carried => carried.Old == source);
            var place = old is not null ? new Place(slotOf[old], -1)
                : source is InputNode ? new Place(Input, 0)
                : sources.TryGetValue(source, out var known) ? known
                : sources[source] = new Place(Slots.Add("delayed", source.Width, SlotKind.Full), 0);
            place.Slot.Kind = SlotKind.Full;
            place.Slot.Lead = Math.Max(place.Slot.Lead, delay.Steps);
            delayed[delay] = place with { Lag = place.Lag - delay.Steps };
        }
    }

    // Outputs are computed when a block of time is over.
    private void KeepForOutputs()
    {
        foreach (var place in Differentiation.Topological([Body.Output]).Select(OfCarried).OfType<Place>().Where(place => place.Slot.Kind != SlotKind.Full))
        {
            place.Slot.Kind = Reverse is null ? SlotKind.Stretch : whole;
        }
    }

    // What the adjoint and the gradients read of the forward pass is kept for the whole trial.
    private void Keep(ReverseStep reverse)
    {
        foreach (var node in reverse.Reads)
        {
            var next = Body.Carried.FirstOrDefault(carried => carried.Next == node);
            var old = Body.Carried.FirstOrDefault(carried => carried.Old == node);
            if ((next ?? old) is { } value)
            {
                slotOf[value].Kind = whole;
                kept[node] = new Place(slotOf[value], value == next ? 0 : -1);
            }
            else
            {
                kept[node] = Given(node) ?? new Place(Slots.Add("kept", node.Width, whole), 0);
            }
        }

        foreach (var node in reverse.ReadsAfter)
        {
            keptAfter[node] = OfCarried(node) ?? Given(node) ?? new Place(Slots.Add("kept", node.Width, whole), 0);
        }

        foreach (var state in reverse.InitialReads)
        {
            slotOf[Body.Carried.First(carried => carried.Old == state)].Kind = whole;
        }
    }

    private Place? Given(Node node) => node switch
    {
        InputNode => new Place(Input, 0),
        MaskNode => new Place(Mask!, 0),
        DelayNode delay => delayed[delay],
        _ => null,
    };

    // Outputs are functions of what is carried after the step.
    private Place? OfCarried(Node node) => Body.Carried.FirstOrDefault(carried => carried.Old == node) is { } carried
        ? new Place(slotOf[carried], 0) : null;

    private IEnumerable<(Node, Place)> AllGiven(IEnumerable<Node> roots) =>
        Differentiation.Topological(roots).Where(node => Given(node) is not null).Select(node => (node, Given(node)!.Value));

    private void PlanInitial()
    {
        var states = Body.Carried.Where(carried => carried.IsState).ToList();
        Initial = new(
            [
                .. states.Select(carried => new Target(carried.Initial, new Place(slotOf[carried], 0), false)),
                .. (Reverse?.InitialValues ?? []).Select(node => new Target(node, InitialPlace(node), false)),
            ],
            Bound(ContextPlaces),
            SlotKind.Single);
        InitialFunctions = new(
            [.. Body.Carried.Except(states).Select(carried => new Target(carried.Initial, new Place(slotOf[carried], 0), false))],
            Bound(states.Select(carried => (carried.Old, new Place(slotOf[carried], 0)))),
            SlotKind.Single);
    }

    private IEnumerable<(Node, Place)> ContextPlaces => Differentiation.Topological(Graph.States.Select(state => state.Begins))
        .OfType<ContextNode>().Select(node => ((Node)node, new Place(Context!, 0)));

    private Place InitialPlace(Node node) => initialPlaces.TryGetValue(node, out var known) ? known
        : initialPlaces[node] = new Place(Slots.Add("initial", node.Width, SlotKind.Single), 0);

    private void PlanForward()
    {
        var still = new Dictionary<Node, Place>();
        foreach (var node in Boundary().Concat(kept.Keys.Where(Body.IsStill)).Where(node => Given(node) is null).Distinct())
        {
            still[node] = kept.TryGetValue(node, out var place) ? place : new Place(Slots.Add("drive", node.Width, SlotKind.Chunk), 0);
        }

        // What is delayed comes first, so that what reads it finds it in the same block of time.
        var early = sources.Where(pair => Body.IsStill(pair.Key)).OrderBy(pair => pair.Key.Id).ToList();
        Before =
        [
            .. early.Select(pair => new PlanPart(
                [new Target(pair.Key, pair.Value, false)], Bound(AllGiven([pair.Key])), SlotKind.Chunk)),
            new PlanPart(
                [.. still.Select(pair => new Target(pair.Key, pair.Value, false))],
                Bound(AllGiven(still.Keys).Concat(early.Select(pair => (pair.Key, pair.Value)))),
                SlotKind.Chunk),
        ];
        var targets = Body.Carried.Select(carried => new Target(carried.Next, new Place(slotOf[carried], 0), true))
            .Concat(kept
                .Where(pair => !Body.IsStill(pair.Key) && Body.Carried.All(carried => carried.Next != pair.Key && carried.Old != pair.Key))
                .Select(pair => new Target(pair.Key, pair.Value, false)))
            .Concat(sources.Where(pair => !Body.IsStill(pair.Key)).Select(pair => new Target(pair.Key, pair.Value, false)));
        Loop = new(
            [.. targets],
            Bound(Body.Carried.Select(carried => (carried.Old, new Place(slotOf[carried], -1)))
                .Concat(still.Select(pair => (pair.Key, pair.Value)))
                .Concat(AllGiven(Body.Roots))),
            SlotKind.Single);
        After = new(
            [
                new Target(Body.Output, new Place(Output, 0), false),
                .. keptAfter.Where(pair => OfCarried(pair.Key) is null && Given(pair.Key) is null)
                    .Select(pair => new Target(pair.Key, pair.Value, false)),
            ],
            Bound(Differentiation.Topological([Body.Output]).Where(node => (OfCarried(node) ?? Given(node)) is not null)
                .Select(node => (node, (OfCarried(node) ?? Given(node))!.Value))),
            SlotKind.Chunk);
    }

    // What no state touches but something that a state touches reads.
    private IEnumerable<Node> Boundary()
    {
        var nodes = Differentiation.Topological(Body.Roots);
        return nodes.Where(Body.DependsOnState).SelectMany(node => node.Arguments)
            .Concat(Body.Roots).Where(Body.IsStill).Distinct();
    }

    private void PlanBackward(ReverseStep reverse, EngineOptions options)
    {
        var adjointSlots = Body.Carried.Select(carried => Slots.Add($"dL/d{Name(carried)}", carried.Old.Width, SlotKind.Pair)).ToList();
        CarriedAdjoints = adjointSlots;
        var fromOutput = reverse.OutputReads.Select(carried => new Place(Slots.Add($"dL/d{Name(carried)}", carried.Old.Width, SlotKind.Chunk), 0))
            .ToList();
        var recordedAfter = reverse.RecordedAfter.ToDictionary(
            node => node,
            node => node == reverse.Output ? new Place(OutputAdjoint, 0) : new Place(Slots.Add("dL/dp", node.Width, SlotKind.Chunk), 0));
        BackBefore = new(
            [
                .. reverse.FromOutput.Select((node, i) => new Target(node, fromOutput[i], false)),
                .. recordedAfter.Where(pair => pair.Key != reverse.Output).Select(pair => new Target(pair.Key, pair.Value, true)),
            ],
            Bound([(reverse.Output, new Place(OutputAdjoint, 0)), .. keptAfter.Select(pair => (pair.Key, pair.Value))]),
            SlotKind.Chunk);
        RatePenalty = options.Rates ? (new Place(Rate, 0), fromOutput[reverse.OutputReads.ToList().IndexOf(Body.Rate)]) : null;

        var recorded = reverse.Recorded.ToDictionary(node => node, node => new Place(Slots.Add("dL/dp", node.Width, SlotKind.Chunk), 0));
        var bound = Bound(kept.Select(pair => (pair.Key, pair.Value)));
        for (var i = 0; i < fromOutput.Count; i++)
        {
            bound[reverse.FromOutputSeeds[i]] = fromOutput[i];
        }

        for (var i = 0; i < adjointSlots.Count; i++)
        {
            bound[reverse.Incoming[i]] = new Place(adjointSlots[i], 0);
        }

        // What comes back to a delay goes on to what it delays, so many steps earlier.
        var sentBack = reverse.Delayed.Select(delay => Slots.Add("dL/d(delayed)", delay.Delay.Width, SlotKind.Full)).ToList();
        foreach (var ((delay, seed, _), slot) in reverse.Delayed.Zip(sentBack))
        {
            slot.Tail = delay.Steps;
            bound[seed] = new Place(slot, delay.Steps);
        }

        Place[] stateAdjoints = [.. reverse.StateAdjoints.Select(node => new Place(Slots.Add("dL/dx", node.Width, SlotKind.Single), 0))];
        BackLoop = new(
            [
                .. reverse.StateAdjoints.Select((node, i) => new Target(node, stateAdjoints[i], true)),
                .. reverse.Outgoing.Select((node, i) => new Target(node, new Place(adjointSlots[i], -1), true)),
                .. reverse.Delayed.Select((delay, i) => new Target(delay.Adjoint, new Place(sentBack[i], 0), true)),
                .. recorded.Select(pair => new Target(pair.Key, pair.Value, true)),
            ],
            bound,
            SlotKind.Single);
        var before = Bound(Body.Carried.Select(carried => (carried.Leaf, new Place(slotOf[carried], 0))));
        InitialAdjoints = [.. reverse.InitialAdjoints.Select(node => Slots.Add("dL/dx0", node.Width, SlotKind.Single))];
        BackInitial = new(
            [.. reverse.InitialAdjoints.Select((node, i) => new Target(node, new Place(InitialAdjoints[i], 0), false))],
            Bound(reverse.Incoming.Zip(adjointSlots.Select(slot => new Place(slot, 0)))
                .Concat(before.Select(pair => (pair.Key, pair.Value)))),
            SlotKind.Single);
        Omega = options.Omega
            ? new OmegaPlan(new OmegaStep(Body, reverse, Graph.Algebra), reverse, Slots, adjointSlots, stateAdjoints, before, bound, recorded) : null;

        Place At(Node node) => recorded.TryGetValue(node, out var place) ? place : kept[node];
        Place AtAfter(Node node) => recordedAfter.TryGetValue(node, out var place) ? place : keptAfter[node];
        Gradients =
        [
            .. reverse.Matrices.Select(product => new GradientSum(product.Weights, At(product.Left), At(product.Right))),
            .. reverse.Vectors.Select(vector => new GradientSum(vector.Shape, At(vector.Adjoint), null)),
            .. reverse.MatricesAfter.Select(product => new GradientSum(product.Weights, AtAfter(product.Left), AtAfter(product.Right))),
            .. reverse.VectorsAfter.Select(vector => new GradientSum(vector.Shape, AtAfter(vector.Adjoint), null)),
        ];
    }

    private void PlanInitialAdjoints(ReverseStep reverse)
    {
        var places = reverse.InitialSeeds.Zip(InitialAdjoints.Select(slot => new Place(slot, 0))).ToDictionary(pair => pair.First, pair => pair.Second);
        var recorded = reverse.RecordedInitial.Where(node => !places.ContainsKey(node)).ToDictionary(
            node => node, node => new Place(Slots.Add("dL/dp0", node.Width, SlotKind.Single), 0));
        ContextAdjoint = Context is null ? null : Slots.Add("dL/dcontext", Graph.Contexts, SlotKind.Single);
        BackContext = new(
            [
                .. recorded.Select(pair => new Target(pair.Key, pair.Value, false)),
                .. ContextAdjoint is { } slot ? [new Target(reverse.ContextAdjoint, new Place(slot, 0), false)] : Array.Empty<Target>(),
            ],
            Bound(places.Select(pair => (pair.Key, pair.Value)).Concat(initialPlaces.Select(pair => (pair.Key, pair.Value))).Concat(ContextPlaces)),
            SlotKind.Single);
        Place At(Node node) => places.TryGetValue(node, out var place) || recorded.TryGetValue(node, out place) ? place
            : initialPlaces.TryGetValue(node, out place) ? place : new Place(Context!, 0);
        InitialGradients =
        [
            .. reverse.MatricesInitial.Select(product => new GradientSum(product.Weights, At(product.Left), At(product.Right))),
            .. reverse.VectorsInitial.Select(vector => new GradientSum(vector.Shape, At(vector.Adjoint), null)),
        ];
    }
}

/// <summary>A part of a plan.</summary>
/// <param name="Targets">What it computes, and where that goes.</param>
/// <param name="Bound">Where what it reads stands.</param>
/// <param name="Temporary">How long values in between are kept.</param>
internal sealed record PlanPart(IReadOnlyList<Target> Targets, IReadOnlyDictionary<Node, Place> Bound, SlotKind Temporary)
{
    public static PlanPart Empty { get; } = new([], new Dictionary<Node, Place>(), SlotKind.Single);
}

/// <summary>dL/dW += Σ left · rightᵀ over trials and steps, or, for a vector, Σ left.</summary>
/// <param name="Shape">The parameter.</param>
/// <param name="Left">Values of its rows.</param>
/// <param name="Right">Values of its columns; null for a vector.</param>
internal sealed record GradientSum(ParameterShape Shape, Place Left, Place? Right);
