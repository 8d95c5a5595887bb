using System.Numerics;

namespace Engram.Learning;

/// <summary>Room for the targets of a block, handed from block to block so that it stays in cache.</summary>
internal sealed class TargetBuffers
{
    private readonly Lock gate = new();
    private readonly Stack<Buffer> free = new(64);

    public Buffer Take(int length)
    {
        Buffer? buffer;
        lock (gate)
        {
            free.TryPop(out buffer);
        }

        buffer ??= new Buffer();
        if (buffer.Targets.Length < length)
        {
            var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)length);
            (buffer.Targets, buffer.Mask) = (new float[capacity], new float[capacity]);
        }

        return buffer;
    }

    public void Return(Buffer buffer)
    {
        lock (gate)
        {
            free.Push(buffer);
        }
    }

    internal sealed class Buffer
    {
        public float[] Targets { get; set; } = [];

        public float[] Mask { get; set; } = [];
    }
}
