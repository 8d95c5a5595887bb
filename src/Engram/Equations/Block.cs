using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// One block of trials in its worker's memory. Arrays are (T × R × stride): time-major, channels contiguous; the element of step t, row r
/// and channel c is at <c>(t·R + r)·stride + c</c>. Lanes from the channel count up to the stride are padding.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Block<T>
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

    /// <summary>Rates r, from the initial one on, ((T + 1) × R × <see cref="RateStride"/>), written by the engine.</summary>
    public Memory<T> Rates { get; internal set; }

    /// <summary>dL/dz (T × R × <see cref="OutputStride"/>), written by the batch.</summary>
    public Memory<T> OutputAdjoints { get; internal set; }
}
