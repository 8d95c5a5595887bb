using System.Numerics;
using System.Runtime.InteropServices;

namespace Engram.Equations;

/// <summary>One worker's memory, and the passes over one block of trials in it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe partial class BlockWorker<T>(StepProgram<T> program) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AlignedArray<T>?[] memory = new AlignedArray<T>?[program.Plan.Slots.All.Count];
    private readonly Slot[] leading = [.. program.Plan.Slots.All.Where(slot => slot.Lead > 0)];
    private readonly Slot[] trailing = [.. program.Plan.Slots.All.Where(slot => slot.Tail > 0)];
    private readonly Slot[] stretched = [.. program.Plan.Slots.All.Where(slot => slot.Kind == SlotKind.Stretch)];
    private readonly long* addresses = (long*)NativeMemory.AllocZeroed((nuint)program.Plan.Slots.All.Count, sizeof(long));
    private readonly long* table = (long*)NativeMemory.AllocZeroed((nuint)program.TableEntries, sizeof(long));
    private readonly OmegaSum* omega = (OmegaSum*)NativeMemory.AllocZeroed(1, (nuint)sizeof(OmegaSum));
    private long* indices = (long*)NativeMemory.AllocZeroed(1, sizeof(long));
    private int* lengths = (int*)NativeMemory.AllocZeroed(1, sizeof(int));
    private int rowCapacity, stepCapacity;
    private T[] kept = [];
    private bool reached;
    private int chunk;
    private NoiseSource noise;

    public Block<T> Block => field ??= NewBlock();

    // On its own: what a lambda captures would be allocated at every access.
    private Block<T> NewBlock() => new()
    {
        States = program.KeepsStates
            ? [.. program.Plan.States.Select((slot, i) => new BlockState<T>(program.Graph.States[i].State.Width, slot.Stride, default))] : [],
        Recall = [.. program.Plan.Remembered.Select(part => new RecallPart<T>(
            part.Width, part.Steps, (step, row) => At(part.Slot, step).Slice(row * part.Slot.Stride, part.Width)))],
        RateAt = (step, row) => At(program.Plan.Rate, step).Slice(row * program.Plan.Rate.Stride, program.Graph.Units),
        FeedbackAt = program.Plan.Feedback is not { } fed ? null
            : (step, row) => At(fed, step).Slice(row * fed.Stride, program.Graph.Outputs),
    };

    /// <summary>Bytes that a worker needs for blocks of so many trials of so many steps.</summary>
    public static long Bytes(StepProgram<T> program, int rows, int steps) =>
        program.Plan.Slots.All.Sum(slot => slot.Steps(steps) * rows * slot.Stride * sizeof(T)) + ReconstructionBytes(program, rows, steps);

    public void Dispose()
    {
        NativeMemory.Free(addresses);
        NativeMemory.Free(table);
        NativeMemory.Free(indices);
        NativeMemory.Free(lengths);
        NativeMemory.Free(omega);
        inverse?.Dispose();
    }

    /// <summary>Ω of the block; set before a backward pass, read after it.</summary>
    public ref OmegaSum Omega => ref *omega;

    /// <summary>2λ/n of the penalty on rates; set before a backward pass, 0 without one.</summary>
    public double RateScale { get; set; }

    /// <summary>Stops a pass within a chunk of steps; what it leaves is of no use.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>Σ r² over the units, trials and steps of the block, each trial until its own end.</summary>
    public double RateSquares()
    {
        var sum = 0.0;
        for (var step = 1; step <= Block.Steps; step++)
        {
            var rates = At(program.Plan.Rate, step);
            for (var row = 0; row < Block.Rows; row++)
            {
                if (step > lengths[row])
                {
                    continue;
                }

                foreach (var r in rates.Slice(row * program.Plan.Rate.Stride, program.Graph.Units))
                {
                    sum += double.CreateTruncating(r * r);
                }
            }
        }

        return sum;
    }

    /// <summary>Makes the block ready.</summary>
    public void Open(int index, int firstTrial, int rows, int steps, IBatch<T> batch, bool training)
    {
        Reserve(rows, steps);
        Block.Index = index;
        Block.FirstTrial = firstTrial;
        Block.Rows = rows;
        Block.Steps = steps;
        Block.InputStride = program.Plan.Input.Stride;
        Block.OutputStride = program.Plan.Output.Stride;
        Block.RateStride = program.Plan.Rate.Stride;
        Block.Inputs = View(program.Plan.Input, 1, steps);
        Block.Outputs = View(program.Plan.Output, 1, steps);
        Block.OutputAdjoints = program.Plan.OutputAdjoint.Kind == SlotKind.Full ? View(program.Plan.OutputAdjoint, 1, steps) : default;
        Block.Rates = program.Plan.Rate.Kind == SlotKind.Full ? View(program.Plan.Rate, 0, steps + 1) : default;
        chunk = 0;
        Block.FirstStep = batch.FirstStep;
        if (program.Plan.Mask is { } mask)
        {
            (Block.Mask, Block.MaskStride) = (View(mask, 1, steps), mask.Stride);
        }

        if (program.Plan is { Context: { } context, ContextAdjoint: { } adjoint })
        {
            (Block.Context, Block.ContextAdjoints, Block.ContextStride) = (Single(context), Single(adjoint), context.Stride);
        }

        for (var state = 0; state < Block.States.Length; state++)
        {
            Block.States[state] = Block.States[state] with { Values = View(program.Plan.States[state], 0, steps + 1) };
        }

        noise = new NoiseSource
        {
            Silent = !batch.HasNoise, Key = batch.Noise, DropoutKey = batch.Dropout, Indices = indices, Training = training && batch.HasDropout,
        };
        for (var row = 0; row < rows; row++)
        {
            indices[row] = batch.NoiseIndex(firstTrial + row);
            lengths[row] = batch.Steps(firstTrial + row);
        }

        foreach (var slot in leading)
        {
            Rows(slot, -slot.Lead, slot.Lead + 1).Clear();
        }
    }

    /// <summary>States before the first step of the block: from the parameters, or as earlier steps left them.</summary>
    public void Begin(IBatch<T> batch)
    {
        if (batch.FirstStep > 0)
        {
            batch.WriteMemory(Block);
        }
        else
        {
            Run(program.Initial, Frame(0, 1, 0));
        }
    }

    /// <summary>The values of a state at the first place of its slot, (R × stride).</summary>
    public Span<T> StateAt(int state, int step) => At(program.Plan.States[state], step);

    /// <summary>Adjoints of the carried values, (R × stride).</summary>
    public Span<T> CarriedAdjointAt(int carried, int step) => At(program.Plan.CarriedAdjoints[carried], step);

    /// <summary>Adjoints of an initial state, (R × stride).</summary>
    public Span<T> InitialAdjoint(int state) => At(program.Plan.InitialAdjoints[state], 0);

    /// <summary>From the initial states to the outputs.</summary>
    /// <param name="responds">What is shown each step before the next one is made, so that it can write the inputs of that; null for nobody.</param>
    /// <param name="watches">What is shown each block of time; null for nobody.</param>
    public void Forward(IBatch<T>? responds = null, IBatch<T>? watches = null)
    {
        Run(program.InitialFunctions, Frame(0, 1, 0));
        var most = responds is null ? Equations.Frame.ChunkSteps : 1;
        for (var start = 0; start < Block.Steps && !Stop.IsCancellationRequested; start += most)
        {
            var count = Math.Min(most, Block.Steps - start);
            Roll(start);
            Keep(start);
            Steps(start, count);
            responds?.Respond(Block, start);
            watches?.AfterSteps(Block, start, count);
        }

        KeepLast();
    }

    // A block of time, from the step that it begins after.
    private void Steps(int start, int count)
    {
        Run(program.Pre, Frame(start + 1, count, start));
        var frame = Frame(start + 1, 1, start);
        for (; frame.Step <= start + count; frame.Step++)
        {
            foreach (var operation in program.Loop)
            {
                operation.Run(ref frame, in noise);
            }
        }

        Run(program.Post, Frame(start + 1, count, start));
    }

    // What was kept of the last step of one block of time is the step before the next.
    private void Roll(int start)
    {
        foreach (var slot in start > 0 ? stretched : [])
        {
            At(slot, start).CopyTo(new Span<T>((void*)addresses[slot.Index], Block.Rows * slot.Stride));
        }

        chunk = start;
    }

    /// <summary>Sets what comes back from after a step to zero.</summary>
    public void ClearAdjoints(int last)
    {
        for (var i = 0; i < program.Plan.CarriedAdjoints.Count; i++)
        {
            CarriedAdjointAt(i, last).Clear();
        }

        foreach (var slot in trailing)
        {
            Rows(slot, last + 1, slot.Tail).Clear();
        }
    }

    /// <summary>From the adjoints of the carried values after the last step back to those of the initial states.</summary>
    public void BackwardStates()
    {
        Through(new Stretch(Block.Steps, 0, 0), [], []);
        Run(program.BackInitial, Frame(0, 1, 0));
    }

    /// <summary>From dL/dz back to the initial states; gradients are added to the accumulators.</summary>
    /// <param name="sums">What to sum over steps.</param>
    /// <param name="initial">What to sum over the initial states, where this block begins with them.</param>
    /// <param name="accumulators">Where, first those over steps.</param>
    /// <param name="truncation">How far errors go back; null for to the first step.</param>
    public void Backward(
        ReadOnlySpan<GradientOperation<T>> sums, ReadOnlySpan<GradientOperation<T>> initial, ReadOnlySpan<AlignedArray<T>> accumulators, Truncation? truncation)
    {
        reached = false;
        if (program.KeepEvery is not null)
        {
            BackwardReconstructed(sums, initial, accumulators);
            return;
        }

        if (truncation is not { } window || window.Back >= Block.Steps)
        {
            Backward(new Stretch(Block.Steps, 0, 0), sums, initial, accumulators);
            return;
        }

        // Of each stretch the errors of its own steps alone go back, and those before them bring none.
        var adjoints = Block.OutputAdjoints.Span;
        var size = Block.Rows * Block.OutputStride;
        adjoints.CopyTo(kept = kept.Length >= adjoints.Length ? kept : new T[adjoints.Length]);
        adjoints.Clear();
        for (var own = (Block.Steps - 1) / window.Every * window.Every; own >= 0 && !Stop.IsCancellationRequested; own -= window.Every)
        {
            var last = Math.Min(own + window.Every, Block.Steps);
            var stretch = new Stretch(last, own, Math.Max(0, last - window.Back));
            var (from, count) = (stretch.Own * size, (stretch.Last - stretch.Own) * size);
            kept.AsSpan(from, count).CopyTo(adjoints[from..]);
            Backward(stretch, sums, initial, accumulators);
            adjoints.Slice(from, count).Clear();
        }
    }

    // Nothing comes back from after the stretch.
    private void Backward(
        Stretch stretch, ReadOnlySpan<GradientOperation<T>> sums, ReadOnlySpan<GradientOperation<T>> initial, ReadOnlySpan<AlignedArray<T>> accumulators)
    {
        ClearAdjoints(stretch.Last);
        Through(stretch, sums, accumulators);
        if (stretch.First == 0)
        {
            BackwardInitial(initial, accumulators[sums.Length..]);
        }
    }

    // From the last step of a stretch back to the first.
    private void Through(Stretch stretch, ReadOnlySpan<GradientOperation<T>> sums, ReadOnlySpan<AlignedArray<T>> accumulators)
    {
        for (int end = stretch.Last, start; end > stretch.First && !Stop.IsCancellationRequested; end = start)
        {
            var isOwn = end > stretch.Own;
            start = Math.Max((end - 1) / Equations.Frame.ChunkSteps * Equations.Frame.ChunkSteps, isOwn ? stretch.Own : stretch.First);
            Back(start, end, isOwn, sums, accumulators);
        }
    }

    // A block of time, from its last step back to that which it begins after.
    private void Back(int start, int end, bool isOwn, ReadOnlySpan<GradientOperation<T>> sums, ReadOnlySpan<AlignedArray<T>> accumulators)
    {
        var chunk = Frame(start + 1, end - start, start);
        chunk.RateScale = isOwn ? RateScale : 0;
        Run(program.BackPre, chunk);
        var frame = chunk;
        (frame.Step, frame.Count) = (end, 1);
        for (; frame.Step > start; frame.Step--)
        {
            foreach (var operation in program.BackLoop)
            {
                operation.Run(ref frame, in noise);
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i].Run(ref chunk, accumulators[i].Address);
        }
    }

    private void BackwardInitial(ReadOnlySpan<GradientOperation<T>> sums, ReadOnlySpan<AlignedArray<T>> accumulators)
    {
        var frame = Frame(0, 1, 0);
        Run(program.BackInitial, frame);
        if (Block.FirstStep > 0)
        {
            return;
        }

        // Several stretches may reach the context, whose adjoint is the sum over them.
        var context = Block.ContextAdjoints.Span;
        T[] before = reached ? context.ToArray() : [];
        Run(program.BackContext, frame);
        for (var i = 0; i < before.Length; i++)
        {
            context[i] += before[i];
        }

        reached = true;
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i].Run(ref frame, accumulators[i].Address);
        }
    }

    private void Run(Operation[] operations, Frame frame)
    {
        foreach (var operation in operations)
        {
            operation.Run(ref frame, in noise);
        }
    }

    private Frame Frame(int step, int count, int chunkStart) => new()
    {
        Slots = addresses,
        Table = table,
        Omega = omega,
        Lengths = lengths,
        RateScale = RateScale,
        Size = sizeof(T),
        Rows = Block.Rows,
        Step = step,
        FirstStep = Block.FirstStep,
        Count = count,
        ChunkStart = chunkStart,
    };

    private Span<T> At(Slot slot, int step) =>
        new((void*)Frame(step, 1, chunk).Address(new Place(slot, 0)), Block.Rows * slot.Stride);

    private Memory<T> View(Slot slot, int firstStep, int steps)
    {
        var size = Block.Rows * slot.Stride;
        return memory[slot.Index]!.Slice((long)(firstStep + slot.Lead) * size, steps * size);
    }

    private Memory<T> Single(Slot slot) => memory[slot.Index]!.Slice(0, Block.Rows * slot.Stride);

    // Steps of a value that is kept for the whole trial, from before its first step on.
    private Span<T> Rows(Slot slot, int firstStep, int steps) =>
        new((void*)Frame(firstStep, 1, 0).Address(new Place(slot, 0)), steps * Block.Rows * slot.Stride);

    private void Reserve(int rows, int steps)
    {
        if (rows <= rowCapacity && steps <= stepCapacity)
        {
            return;
        }

        rowCapacity = Math.Max(rows, rowCapacity);
        stepCapacity = Math.Max(steps, stepCapacity);
        foreach (var slot in program.Plan.Slots.All)
        {
            var array = memory[slot.Index] = new AlignedArray<T>(slot.Steps(stepCapacity) * rowCapacity * slot.Stride);
            addresses[slot.Index] = array.Address;
        }

        NativeMemory.Free(indices);
        indices = (long*)NativeMemory.AllocZeroed((nuint)rowCapacity, sizeof(long));
        NativeMemory.Free(lengths);
        lengths = (int*)NativeMemory.AllocZeroed((nuint)rowCapacity, sizeof(int));
    }

    // Steps Last … First + 1, of which those after Own have errors of their own.
    private readonly record struct Stretch(int Last, int Own, int First);
}
