namespace Engram.Equations;

/// <summary>What Ω adds to the time loop that runs back.</summary>
internal sealed class OmegaPlan
{
    public OmegaPlan(
        OmegaStep omega,
        ReverseStep reverse,
        SlotTable slots,
        IReadOnlyList<Slot> adjointSlots,
        Place[] stateAdjoints,
        Dictionary<Node, Place> before,
        Dictionary<Node, Place> bound,
        Dictionary<Node, Place> recorded)
    {
        // v belongs to the step before the one at hand: its leaves stand one step earlier.
        Sent = [.. omega.Sent.Select(node => new Place(slots.Add("v", node.Width, SlotKind.Single), 0))];
        StateAdjoints = stateAdjoints;
        var earlier = reverse.Incoming.Zip(adjointSlots.Select(slot => new Place(slot, -1)))
            .Concat(before.Select(pair => (pair.Key, pair.Value with { Lag = -1 })))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
        Send = new([.. omega.Sent.Select((node, i) => new Target(node, Sent[i], true))], earlier, SlotKind.Single);

        var known = new Dictionary<Node, Place>(bound);
        foreach (var (node, place) in omega.Scaled.Zip(Sent).Concat(recorded.Select(pair => (pair.Key, pair.Value)))
            .Concat(omega.Values.Select(node => (node, before[node] with { Lag = -1 }))))
        {
            known[node] = place;
        }

        var factors = omega.Matrices.SelectMany(product => new[] { product.Left, product.Right }).Distinct()
            .Where(node => !recorded.ContainsKey(node))
            .ToDictionary(node => node, node => new Place(slots.Add("factor", node.Width, SlotKind.Chunk), 0));
        Factors = new([.. factors.Select(pair => new Target(pair.Key, pair.Value, true))], known, SlotKind.Single);
        Place At(Node node) => recorded.TryGetValue(node, out var place) ? place : factors[node];
        Gradients = [.. omega.Matrices.Select(product => new GradientSum(product.Weights, At(product.Left), At(product.Right)))];
    }

    /// <summary>v, then dΩ/dv in its place.</summary>
    public Place[] Sent { get; }

    /// <summary>δ.</summary>
    public Place[] StateAdjoints { get; }

    /// <summary>Computes v.</summary>
    public PlanPart Send { get; }

    /// <summary>Computes the factors of the gradients.</summary>
    public PlanPart Factors { get; }

    /// <summary>Gradients of Ω.</summary>
    public IReadOnlyList<GradientSum> Gradients { get; }
}
