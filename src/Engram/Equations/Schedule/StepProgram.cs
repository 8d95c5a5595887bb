using System.Numerics;

namespace Engram.Equations;

/// <summary>The plan of a step as operations of this machine's processor: before, in and after the time loop, forward and back.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class StepProgram<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lowering<T> lowering;

    public StepProgram(StepGraph graph, EngineOptions options)
    {
        DynamicCode.Require();
        Plan = new StepPlan(graph, options);
        KeepsStates = options.States;
        KeepEvery = options.KeepEvery;
        if (KeepEvery is not null)
        {
            Inverse = new StepProgram<T>(
                InverseStep.Of(graph, "network's").Graph, new EngineOptions { IsForwardOnly = true, Instructions = options.Instructions });
        }

        Simd = Simd.For<T>(options.Instructions ?? InstructionSets.Best);
        Kernels = new ProductKernels(Simd);
        Parameters = new ParameterStore<T>(graph.Parameters, Simd);
        lowering = new Lowering<T>(Simd, Kernels, Parameters, Plan.Slots, options.IsForwardOnly);
        Initial = Lower(Plan.Initial);
        InitialFunctions = Lower(Plan.InitialFunctions);
        Pre = [.. Plan.Before.SelectMany(Lower)];
        Loop = Lower(Plan.Loop);
        OverwriteWhereSafe(Plan.Slots.All.Where(slot => Loop.Any(operation => operation.Writes.Any(place => place.Slot == slot))), Loop);
        FetchAhead(Loop, 1);
        Post = Lower(Plan.After);
        BackPre =
        [
            .. Lower(Plan.BackBefore),
            .. Plan.RatePenalty is (var rate, var adjoint) ? [new RatePenaltyOperation<T>(rate, adjoint)] : Array.Empty<Operation>(),
        ];
        BackLoop = Lower(Plan.BackLoop);
        if (Plan.Omega is null)
        {
            OverwriteWhereSafe(Plan.CarriedAdjoints, BackLoop);
        }

        FetchAhead(BackLoop, -1);
        BackInitial = Lower(Plan.BackInitial);
        BackContext = Lower(Plan.BackContext);
        if (Plan.Omega is { } omega)
        {
            BackLoop =
            [
                .. BackLoop,
                .. Lower(omega.Send),
                new OmegaOperation<T>(omega.Sent, omega.StateAdjoints, [.. graph.States.Select(state => state.State.Width)]),
                .. Lower(omega.Factors),
            ];
        }
    }

    /// <summary>What is computed when.</summary>
    public StepPlan Plan { get; }

    /// <summary>The step.</summary>
    public StepGraph Graph => Plan.Graph;

    /// <summary>The most addresses that an operation puts into the table of a worker.</summary>
    public int TableEntries => new[] { Initial, InitialFunctions, Pre, Loop, Post, BackPre, BackLoop, BackInitial, BackContext }
        .SelectMany(operations => operations).Max(operation => operation.TableEntries);

    /// <summary>Whether states are kept for the whole trial.</summary>
    public bool KeepsStates { get; }

    /// <summary>Every how many steps states are kept, where those in between are reconstructed; null where they are not.</summary>
    public int? KeepEvery { get; }

    /// <summary>The step undone, where states are reconstructed; else null.</summary>
    public StepProgram<T>? Inverse { get; }

    public Simd Simd { get; }

    public ProductKernels Kernels { get; }

    public ParameterStore<T> Parameters { get; }

    /// <summary>Parameters and the context to initial states.</summary>
    public Operation[] Initial { get; }

    /// <summary>Initial states to the functions of them that are carried.</summary>
    public Operation[] InitialFunctions { get; }

    /// <summary>Before the time loop, a block of time at once: what no state touches.</summary>
    public Operation[] Pre { get; }

    /// <summary>In the time loop.</summary>
    public Operation[] Loop { get; }

    /// <summary>After the time loop, a block of time at once: what no state depends on.</summary>
    public Operation[] Post { get; }

    /// <summary>Before the time loop that runs back.</summary>
    public Operation[] BackPre { get; }

    /// <summary>In the time loop that runs back.</summary>
    public Operation[] BackLoop { get; }

    /// <summary>On the adjoints of the initial state.</summary>
    public Operation[] BackInitial { get; }

    /// <summary>From the adjoints of the initial states to those of what they are made of.</summary>
    public Operation[] BackContext { get; }

    private Operation[] Lower(PlanPart part) => lowering.Lower(part.Targets, part.Bound, part.Temporary);

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
