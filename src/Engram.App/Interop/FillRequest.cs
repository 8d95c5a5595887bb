using System.Runtime.InteropServices;

namespace Engram.App.Interop;

/// <summary>A block of trials for a task of another language to fill, laid out as C has it. Arrays hold for the time of the call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FillRequest
{
    /// <summary>Which task, as JSON in UTF-8.</summary>
    public byte* Task;

    /// <summary>Bytes of that.</summary>
    public int TaskLength;

    /// <summary>B, the trials.</summary>
    public int Trials;

    /// <summary>T, the samples of the longest.</summary>
    public int Steps;

    /// <summary>I, the inputs.</summary>
    public int Inputs;

    /// <summary>O, the outputs.</summary>
    public int Outputs;

    /// <summary>P, the periods.</summary>
    public int Periods;

    /// <summary>F, the factors.</summary>
    public int Factors;

    /// <summary>What the trials are for (<see cref="Numerics.Purpose"/>).</summary>
    public int Purpose;

    /// <summary>The user's seed.</summary>
    public ulong Seed;

    /// <summary>Which block of the stream, from 0.</summary>
    public long Block;

    /// <summary>Seconds from one sample to the next.</summary>
    public double Sample;

    /// <summary>Samples of each trial (B).</summary>
    public long* Lengths;

    /// <summary>First sample and end of each period (P × B × 2).</summary>
    public long* Bounds;

    /// <summary>Values of the factors (F × B): the place of a label.</summary>
    public double* Values;

    /// <summary>Inputs, to be filled (T × B × I).</summary>
    public float* Input;

    /// <summary>Targets, to be filled (T × B × O).</summary>
    public float* Target;

    /// <summary>Weights in the loss, to be filled (T × B × O).</summary>
    public float* Mask;

    /// <summary>Conditions, to be filled (B).</summary>
    public long* Condition;

    /// <summary>Right choices, to be filled (B); −1 for none.</summary>
    public long* Answer;
}
