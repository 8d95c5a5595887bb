namespace Engram.Equations;

/// <content>
/// A way back that keeps no history: before the errors go back through a block of time, its states are reconstructed from those after it, and its steps
/// are made once more. At steps whose states were kept these are taken instead, which also tells how far off the others were.
/// </content>
internal sealed unsafe partial class BlockWorker<T>
{
    private readonly List<T[]> checkpoints = [];
    private readonly BlockWorker<T>? inverse = program.Inverse is { } undone ? new(undone) : null;
    private readonly StillBatch<T> known = new();
    private readonly int stateLength = program.Plan.States.Sum(slot => slot.Stride);
    private T[] states = [];

    /// <summary>How far off reconstructed states were where the true ones are known, since it was set to 0.</summary>
    public double ReconstructionError { get; set; }

    private int StateCount => Block.Rows * stateLength;

    private static long ReconstructionBytes(StepProgram<T> program, int rows, int steps) => program is { KeepEvery: { } every, Inverse: { } undone }
        ? Bytes(undone, rows, Equations.Frame.ChunkSteps)
            + ((((long)steps + every - 1) / every) + 1) * rows * program.Plan.States.Sum(slot => (long)slot.Stride) * sizeof(T)
        : 0;

    // The states before a block of time, every so many steps.
    private void Keep(int step)
    {
        if (program.KeepEvery is { } every && step % every == 0)
        {
            var place = step / every;
            while (checkpoints.Count <= place)
            {
                checkpoints.Add([]);
            }

            CopyStates(step, checkpoints[place] = Sized(checkpoints[place]));
        }
    }

    private void KeepLast()
    {
        if (program.KeepEvery is not null)
        {
            CopyStates(Block.Steps, states = Sized(states));
        }
    }

    private T[] Sized(T[] array) => array.Length >= StateCount ? array : new T[StateCount];

    private void BackwardReconstructed(
        ReadOnlySpan<GradientOperation<T>> sums, ReadOnlySpan<GradientOperation<T>> initial, ReadOnlySpan<AlignedArray<T>> accumulators)
    {
        ClearAdjoints(Block.Steps);
        for (int end = Block.Steps, start; end > 0 && !Stop.IsCancellationRequested; end = start)
        {
            start = (end - 1) / Equations.Frame.ChunkSteps * Equations.Frame.ChunkSteps;
            Undo(start, end);
            if (start % program.KeepEvery == 0)
            {
                var kept = checkpoints[start / program.KeepEvery!.Value];
                ReconstructionError = Math.Max(ReconstructionError, Difference(states, kept));
                kept.AsSpan(0, StateCount).CopyTo(states);
            }

            chunk = start;
            SetStates(start, states);
            Run(program.InitialFunctions, Frame(start, 1, start));
            Steps(start, end - start);
            Back(start, end, true, sums, accumulators);
        }

        BackwardInitial(initial, accumulators[sums.Length..]);
    }

    // From the states after a step back to those after an earlier one.
    private void Undo(int start, int end)
    {
        known.Length = end - start;
        inverse!.Open(0, 0, Block.Rows, end - start, known, false);
        for (var step = 0; step < end - start; step++)
        {
            for (var row = 0; row < Block.Rows; row++)
            {
                var from = (((end - 1 - step) * Block.Rows) + row) * Block.InputStride;
                Block.Inputs.Span.Slice(from, program.Graph.Inputs).CopyTo(inverse.Block.Inputs.Span[(((step * Block.Rows) + row) * inverse.Block.InputStride)..]);
            }
        }

        inverse.SetStates(0, states);
        inverse.Forward();
        inverse.CopyStates(end - start, states);
    }

    private void CopyStates(int step, Span<T> to)
    {
        for (var state = 0; state < program.Plan.States.Count; state++)
        {
            var own = StateAt(state, step);
            own.CopyTo(to);
            to = to[own.Length..];
        }
    }

    private void SetStates(int step, ReadOnlySpan<T> from)
    {
        for (var state = 0; state < program.Plan.States.Count; state++)
        {
            var own = StateAt(state, step);
            from[..own.Length].CopyTo(own);
            from = from[own.Length..];
        }
    }

    private double Difference(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        var most = 0.0;
        for (var state = 0; state < program.Plan.States.Count; state++)
        {
            var (stride, width) = (program.Plan.States[state].Stride, program.Graph.States[state].State.Width);
            for (var i = 0; i < Block.Rows * stride; i++)
            {
                if (i % stride < width)
                {
                    // Not Math.Max, so that what is no number is seen.
                    var difference = Math.Abs(double.CreateTruncating(a[i] - b[i]));
                    most = difference <= most ? most : double.IsNaN(difference) ? double.PositiveInfinity : difference;
                }
            }

            a = a[(Block.Rows * stride)..];
            b = b[(Block.Rows * stride)..];
        }

        return most;
    }
}
