using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// Turns expressions into operations: products where they must be, and everything element-wise between two products in as few loops as
/// possible.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="simd">Vectors to use.</param>
/// <param name="kernels">Products of panels.</param>
/// <param name="parameters">The parameters.</param>
/// <param name="slots">Where values stand.</param>
/// <param name="isForwardOnly">Whether weights stay what they are from step to step and nothing goes back, so that it pays to look for zeros among them.</param>
internal sealed class Lowering<T>(Simd simd, ProductKernels kernels, ParameterStore<T> parameters, SlotTable slots, bool isForwardOnly)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ShortestSum = 32;

    /// <summary>Operations that compute the targets.</summary>
    /// <param name="targets">What to compute, where to put it, and whether denormals are flushed on the way.</param>
    /// <param name="bound">What is there already.</param>
    /// <param name="temporary">How long intermediate values are kept.</param>
    public Operation[] Lower(IReadOnlyList<Target> targets, IReadOnlyDictionary<Node, Place> bound, SlotKind temporary)
    {
        var places = new Dictionary<Node, Place>(bound);
        var operations = new List<Operation>();
        var members = Reachable(targets, places);
        // Noise under a product is drawn into the product's place.
        var under = members.OfType<LinearNode>().Where(linear => linear.Noise is not null)
            .ToDictionary(linear => (Node)linear.Noise!, linear => linear);
        foreach (var node in members.Where(node => node is NoiseNode or DropoutNode && !under.ContainsKey(node)))
        {
            var place = places[node] = targets.FirstOrDefault(target => target.Node == node)?.Place
                ?? new Place(slots.Add("noise", node.Width, temporary), 0);
            operations.Add(node is NoiseNode noise ? new NoiseOperation(noise, place) : new DropoutOperation((DropoutNode)node, place));
        }

        members.RemoveAll(node => node is not (ElementNode or LinearNode or ReductionNode));
        var stages = Stages(targets, members, places);
        foreach (var whole in members.Where(IsOfAllUnits))
        {
            places[whole] = targets.FirstOrDefault(target => target.Node == whole)?.Place
                ?? new Place(slots.Add("product", whole.Width, temporary), 0);
        }

        var stored = Stored(targets, members, stages, places, temporary);
        for (var stage = 0; stage <= stages.Values.DefaultIfEmpty().Max(); stage++)
        {
            foreach (var linear in members.OfType<LinearNode>().Where(linear => stages[linear] == stage))
            {
                if (linear.Noise is { } noise)
                {
                    operations.Add(new NoiseOperation(noise, places[linear]));
                }

                operations.Add(Product(linear, places));
            }

            operations.AddRange(members.OfType<ReductionNode>().Where(reduction => stages[reduction] == stage)
                .Select(reduction => new ReductionOperation<T>(reduction, places[reduction.Arguments[0]], places[reduction])));

            var groups = stored.Where(target => StageOf(target.Node, stages) == stage).GroupBy(target => target.Place.Slot.Stride);
            foreach (var group in groups)
            {
                var inside = members.Where(node =>
                    node is ElementNode && stages[node] == stage && Simd.Stride(node.Width) == group.Key).ToList();
                operations.Add(Elements(group.Key, inside, [.. group], places));
            }
        }

        return [.. operations];
    }

    // A loop over units must have ended before, and another begins after.
    private static bool IsOfAllUnits(Node node) => node is LinearNode or ReductionNode;

    private static int StageOf(Node node, Dictionary<Node, int> stages) => stages.GetValueOrDefault(node);

    private static List<Node> Reachable(IReadOnlyList<Target> targets, Dictionary<Node, Place> places)
    {
        var seen = new HashSet<Node>();
        var stack = new Stack<Node>(targets.Select(target => target.Node));
        while (stack.TryPop(out var node))
        {
            if (!places.ContainsKey(node) && seen.Add(node))
            {
                foreach (var argument in node.Arguments)
                {
                    stack.Push(argument);
                }
            }
        }

        return [.. seen.OrderBy(node => node.Id)];
    }

    // A product is ready in the stage after the last loop that feeds it; an element-wise node is computed as late as its first reader
    // allows, so that loops read what is already in registers.
    private static Dictionary<Node, int> Stages(IReadOnlyList<Target> targets, List<Node> members, Dictionary<Node, Place> places)
    {
        var earliest = new Dictionary<Node, int>();
        int Early(Node node) => earliest.GetValueOrDefault(node);
        foreach (var node in members)
        {
            earliest[node] = IsOfAllUnits(node)
                ? node.Arguments.Max(argument =>
                    places.ContainsKey(argument) || argument is ParameterNode or UnitConstantNode or NoiseNode ? 0 : Early(argument) + 1)
                : node.Arguments.Max(Early);
        }

        var latest = new Dictionary<Node, int>(earliest);
        var demanded = new HashSet<Node>(targets.Select(target => target.Node));
        foreach (var node in Enumerable.Reverse(members).Where(node => node is ElementNode && !demanded.Contains(node)))
        {
            var readers = members.Where(reader => reader.Arguments.Contains(node));
            latest[node] = readers.Min(reader => IsOfAllUnits(reader) ? earliest[reader] - 1 : latest[reader]);
        }

        return latest;
    }

    private List<Target> Stored(
        IReadOnlyList<Target> targets, List<Node> members, Dictionary<Node, int> stages, Dictionary<Node, Place> places, SlotKind temporary)
    {
        var stored = targets.Where(target =>
            target.Node is not (LinearNode or ReductionNode or NoiseNode or DropoutNode) || places[target.Node] != target.Place).ToList();
        foreach (var target in stored.Where(target => target.Node is ElementNode))
        {
            places.TryAdd(target.Node, target.Place);
        }

        foreach (var node in members.Where(node => node is ElementNode && !places.ContainsKey(node)))
        {
            var readers = members.Where(reader => reader.Arguments.Contains(node));
            if (readers.Any(reader => IsOfAllUnits(reader) || stages[reader] > stages[node] || reader.Width != node.Width))
            {
                var place = places[node] = new Place(slots.Add("value", node.Width, temporary), 0);
                stored.Add(new Target(node, place, false));
            }
        }

        return stored;
    }

    // Few sums of many terms leave most lanes of a panel empty.
    private Operation Product(LinearNode linear, Dictionary<Node, Place> places)
    {
        if (StepBody.IsShort(linear) || IsFewLongSums(linear))
        {
            var term = linear.Terms[0];
            return new ReadoutOperation<T>(
                simd, parameters.Padded(term.Weights, term.Transposed), linear.Bias is { } bias ? parameters.Row(bias) : parameters.Zeros,
                term.Input.Width, linear.Width, places[term.Input], places[linear]);
        }

        return isForwardOnly && linear is { Bias: null, Terms: [{ Transposed: false } only] } && SparseMatrix<T>.MayPay(only.Weights)
            ? new SparseProductOperation<T>(parameters.Sparse(only.Weights), places[only.Input], places[linear], linear.Noise is not null, Panels(linear, places))
            : Panels(linear, places);
    }

    private static bool IsFewLongSums(LinearNode linear) =>
        linear is { Terms: [{ Weights: { Role: ParameterRole.Recurrent or ParameterRole.Projection or ParameterRole.ReadoutLayer } w }], Noise: null, Bias: null }
        && linear.Width <= ReadoutOperation<T>.MostOutputs && Math.Min(w.Rows, w.Columns) == linear.Width
        && Math.Max(w.Rows, w.Columns) >= ShortestSum;

    private ProductOperation<T> Panels(LinearNode linear, Dictionary<Node, Place> places) => new(
        kernels,
        [.. linear.Terms.Select(term => parameters.Packed(term.Weights, term.Transposed))],
        [.. linear.Terms.Select(term => places[term.Input])],
        places[linear],
        linear.Bias is { } bias ? parameters.Row(bias) : 0,
        linear.Noise is not null);

    private ElementOperation Elements(int stride, List<Node> inside, IReadOnlyList<Target> stored, Dictionary<Node, Place> places)
    {
        var kernel = ElementKernel.Compile(simd, stride, inside, [.. stored.Select(target => (target.Node, target.Flush))]);
        return new ElementOperation(
            kernel,
            [.. kernel.Inputs.Select(node => places[node])],
            [.. kernel.PerUnit.Select(parameters.Row)],
            [.. stored.Select(target => target.Place)]);
    }
}

/// <summary>A value to compute and where it goes.</summary>
internal sealed record Target(Node Node, Place Place, bool Flush);

/// <summary>The slots of a program.</summary>
internal sealed class SlotTable
{
    private readonly List<Slot> slots = [];

    public IReadOnlyList<Slot> All => slots;

    public Slot Add(string name, int width, SlotKind kind) => Add(name, width, kind, Simd.Stride(width));

    public Slot Add(string name, int width, SlotKind kind, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, width);
        var slot = new Slot(slots.Count, name, stride, kind);
        slots.Add(slot);
        return slot;
    }
}
