using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Equations;

/// <summary>An array of zeros that never moves and begins on a cache line, so that kernels can be given its address.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CacheLine = 64;
    private readonly T[] array;
    private readonly int start;

    public AlignedArray(long length)
    {
        // Slack on both sides: for the alignment, and because kernels read whole vectors.
        array = GC.AllocateArray<T>(checked((int)(length + (2 * CacheLine / sizeof(T)))), pinned: true);
        var address = (long)Unsafe.AsPointer(ref array[0]);
        var aligned = (address + CacheLine - 1) / CacheLine * CacheLine;
        start = (int)(aligned - address) / sizeof(T);
        Address = aligned;
        Length = (int)length;
    }

    public long Address { get; }

    public int Length { get; }

    public Span<T> Span => array.AsSpan(start, Length);

    public Memory<T> Slice(long offset, int length) => array.AsMemory(checked(start + (int)offset), length);
}
