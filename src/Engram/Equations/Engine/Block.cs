using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// One block of trials in its worker's memory. Arrays are (T × R × stride): time-major, channels contiguous; the element of step t, row r
/// and channel c is at <c>(t·R + r)·stride + c</c>. Lanes from the channel count up to the stride are padding.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class Block<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Place of the block in the batch.</summary>
    public int Index { get; internal set; }

    /// <summary>First trial of the batch in this block.</summary>
    public int FirstTrial { get; internal set; }

    /// <summary>R, the number of trials in this block.</summary>
    public int Rows { get; internal set; }

    /// <summary>T, the steps of the longest trial in this block.</summary>
    public int Steps { get; internal set; }

    /// <summary>Values from one row of <see cref="Inputs"/> to the next.</summary>
    public int InputStride { get; internal set; }

    /// <summary>Values from one row of <see cref="Outputs"/> to the next.</summary>
    public int OutputStride { get; internal set; }

    /// <summary>Input u (T × R × <see cref="InputStride"/>), written by the batch.</summary>
    public Memory<T> Inputs { get; internal set; }

    /// <summary>Output before any output non-linearity, z (T × R × <see cref="OutputStride"/>), written by the engine.</summary>
    public Memory<T> Outputs { get; internal set; }

    /// <summary>Values from one row of <see cref="Rates"/> to the next.</summary>
    public int RateStride { get; internal set; }

    /// <summary>
    /// Rates r, from the initial one on, ((T + 1) × R × <see cref="RateStride"/>), written by the engine; empty unless <see
    /// cref="EngineOptions.KeepsRates"/>.
    /// </summary>
    public Memory<T> Rates { get; internal set; }

    /// <summary>dL/dz (T × R × <see cref="OutputStride"/>), written by the batch.</summary>
    public Memory<T> OutputAdjoints { get; internal set; }

    /// <summary>Steps that the trials had made before the first of this block.</summary>
    public int FirstStep { get; internal set; }

    /// <summary>Values from one row of <see cref="Context"/> to the next.</summary>
    public int ContextStride { get; internal set; }

    /// <summary>What each trial is given before its first step (R × <see cref="ContextStride"/>), written by the batch; empty without a context.</summary>
    public Memory<T> Context { get; internal set; }

    /// <summary>dL/d(context), laid out as <see cref="Context"/>, written by the engine.</summary>
    public Memory<T> ContextAdjoints { get; internal set; }

    /// <summary>Values from one row of <see cref="Mask"/> to the next.</summary>
    public int MaskStride { get; internal set; }

    /// <summary>
    /// What the units' signals are multiplied with on their way to others (T × R × <see cref="MaskStride"/>), written by the batch; empty
    /// without a mask.
    /// </summary>
    public Memory<T> Mask { get; internal set; }

    /// <summary>M, the numbers that a trial remembers from one step to the next: its states, and what delays still need.</summary>
    public int MemoryLength => Recall.Sum(part => part.Width * part.Steps);

    /// <summary>Copies what a trial remembers after the last step of the block.</summary>
    /// <param name="row">Trial of the block.</param>
    /// <param name="memory">Receives it (M).</param>
    public void CopyMemory(int row, Span<T> memory)
    {
        foreach (var part in Recall)
        {
            for (var back = 0; back < part.Steps; back++, memory = memory[part.Width..])
            {
                part.At(Steps - back, row).CopyTo(memory);
            }
        }
    }

    /// <summary>Gives a trial what it remembers of earlier steps.</summary>
    /// <param name="row">Trial of the block.</param>
    /// <param name="memory">What <see cref="CopyMemory"/> gave (M).</param>
    public void SetMemory(int row, ReadOnlySpan<T> memory)
    {
        foreach (var part in Recall)
        {
            for (var back = 0; back < part.Steps; back++, memory = memory[part.Width..])
            {
                memory[..part.Width].CopyTo(part.At(-back, row));
            }
        }
    }

    /// <summary>The rates of a row (N) after so many steps of the block.</summary>
    internal required RowAt<T> RateAt { get; init; }

    /// <summary>
    /// What the network gets back of its outputs (O), for a row after so many steps of the block: written by the engine, and open to the batch in <see
    /// cref="IBatch{T}.Respond"/>. Null for a network that gets nothing back.
    /// </summary>
    internal required RowAt<T>? FeedbackAt { get; init; }

    /// <summary>What a trial remembers.</summary>
    internal RecallPart<T>[] Recall { get; init; } = [];

    /// <summary>The states, in the order of their definition; none unless <see cref="EngineOptions.States"/>.</summary>
    internal BlockState<T>[] States { get; init; } = [];

    /// <summary>Copies a state vector: all states in the order of their definition. The engine must have been compiled for it.</summary>
    /// <param name="step">Steps made, 0 … T; 0 is the initial state.</param>
    /// <param name="row">Trial of the block.</param>
    /// <param name="state">Receives s (S).</param>
    /// <exception cref="InvalidOperationException"><see cref="EngineOptions.States"/> was not set.</exception>
    public void CopyState(int step, int row, Span<T> state)
    {
        if (States.Length == 0)
        {
            throw new InvalidOperationException("The engine was compiled without states: set EngineOptions.States.");
        }

        foreach (var (width, stride, values) in States)
        {
            values.Span.Slice(((step * Rows) + row) * stride, width).CopyTo(state);
            state = state[width..];
        }
    }
}

/// <summary>One state of a block.</summary>
/// <param name="Width">Values of one row.</param>
/// <param name="Stride">Values from one row to the next.</param>
/// <param name="Values">From the initial value on, ((T + 1) × R × stride).</param>
internal readonly record struct BlockState<T>(int Width, int Stride, Memory<T> Values)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>A value of which the last steps are remembered.</summary>
/// <param name="Width">Values of one row.</param>
/// <param name="Steps">How many steps, the last one included.</param>
/// <param name="At">The values after a step, counted from 0 for what was before the first, of a row.</param>
internal sealed record RecallPart<T>(int Width, int Steps, RowAt<T> At)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The values of a row after so many steps.</summary>
internal delegate Span<T> RowAt<T>(int step, int row);
