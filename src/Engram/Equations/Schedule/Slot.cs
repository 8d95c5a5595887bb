using System.Runtime.CompilerServices;

namespace Engram.Equations;

/// <summary>How long a value must be kept.</summary>
internal enum SlotKind
{
    /// <summary>Until the same step of the next turn overwrites it.</summary>
    Single,

    /// <summary>One step longer: written while the previous value is still read.</summary>
    Pair,

    /// <summary>For the steps of one block of time.</summary>
    Chunk,

    /// <summary>For the steps of one block of time and the last one before it.</summary>
    Stretch,

    /// <summary>For the whole trial.</summary>
    Full,
}

/// <summary>Memory of a worker for one node: (steps × rows × stride).</summary>
internal sealed class Slot(int index, string name, int stride, SlotKind kind)
{
    public int Index => index;

    public string Name => name;

    /// <summary>Values from one row to the next.</summary>
    public int Stride => stride;

    public SlotKind Kind { get; set; } = kind;

    /// <summary>Steps before the first that are zero, for a value that is kept for the whole trial.</summary>
    public int Lead { get; set; }

    /// <summary>Steps after the last that are zero, for a value that is kept for the whole trial.</summary>
    public int Tail { get; set; }

    /// <summary>Steps that are kept of a trial of so many.</summary>
    public long Steps(int trialSteps) => Kind switch
    {
        SlotKind.Single => 1,
        SlotKind.Pair => 2,
        SlotKind.Chunk => Frame.ChunkSteps,
        SlotKind.Stretch => Frame.ChunkSteps + 1,
        _ => Lead + trialSteps + 1 + Tail,
    };
}

/// <summary>
/// Where a node's value stands at the step at hand: in a slot, so many steps later (0 for the step itself, −1 for the one before).
/// </summary>
internal readonly record struct Place(Slot Slot, int Lag);

/// <summary>Where a worker stands: its memory, its rows, its step.</summary>
internal unsafe struct Frame
{
    /// <summary>
    /// Steps in a block of time: what leaves the time loop is computed for so many steps at once, while they are in cache.
    /// </summary>
    public const int ChunkSteps = 16;

    /// <summary>Address of each slot.</summary>
    public long* Slots;

    /// <summary>Room for the addresses that an element-wise kernel reads.</summary>
    public long* Table;

    /// <summary>Where Ω is summed.</summary>
    public OmegaSum* Omega;

    /// <summary>Steps of each trial of the block; the block has those of the longest.</summary>
    public int* Lengths;

    /// <summary>2λ/n of the penalty on rates; 0 without one.</summary>
    public double RateScale;

    /// <summary>Bytes in a value.</summary>
    public int Size;

    /// <summary>R, trials in the block.</summary>
    public int Rows;

    /// <summary>Step at hand, from 1; 0 is the initial state.</summary>
    public int Step;

    /// <summary>Steps that the trials had made before the first of this block.</summary>
    public int FirstStep;

    /// <summary>Steps that an operation covers at once.</summary>
    public int Count;

    /// <summary>Step before the first of this block of time.</summary>
    public int ChunkStart;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long Address(Place place)
    {
        var slot = place.Slot;
        var index = Step + place.Lag;
        var steps = slot.Kind switch
        {
            SlotKind.Single => 0,
            SlotKind.Pair => index & 1,
            SlotKind.Chunk => index - ChunkStart - 1,
            SlotKind.Stretch => index - ChunkStart,
            _ => index + slot.Lead,
        };
        return Slots[slot.Index] + ((long)steps * Rows * slot.Stride * Size);
    }
}
