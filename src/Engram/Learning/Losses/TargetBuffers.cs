using System.Numerics;
using System.Runtime.InteropServices;

namespace Engram.Learning;

/// <summary>Room for the targets of a block, handed from block to block so that it stays in cache.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class TargetBuffers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
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
        buffer.Reserve(length);
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
        private float[] targets = [], mask = [], values = [];
        private T[] wideTargets = [], wideMask = [];
        private int length;

        /// <summary>Targets as tasks render them.</summary>
        public Span<float> Targets => targets.AsSpan(0, length);

        /// <summary>The mask as tasks render it.</summary>
        public Span<float> Mask => mask.AsSpan(0, length);

        /// <summary>Room for a head by itself.</summary>
        public HeadRoom<T> Room { get; } = new();

        public void Reserve(int count)
        {
            length = count;
            if (targets.Length < count)
            {
                var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)count);
                (targets, mask) = (new float[capacity], new float[capacity]);
                if (typeof(T) != typeof(float))
                {
                    (values, wideTargets, wideMask) = (new float[capacity], new T[capacity], new T[capacity]);
                }
            }
        }

        /// <summary>The targets in the precision of the network, as of <see cref="Widen"/>.</summary>
        public Span<T> WideTargets => typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(Targets) : wideTargets.AsSpan(0, length);

        /// <summary>The mask in the precision of the network, as of <see cref="Widen"/>.</summary>
        public Span<T> WideMask => typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(Mask) : wideMask.AsSpan(0, length);

        /// <summary>Copies targets and mask where the network's precision is another.</summary>
        public void Widen()
        {
            for (var i = 0; i < wideTargets.Length && i < length; i++)
            {
                (wideTargets[i], wideMask[i]) = (T.CreateTruncating(targets[i]), T.CreateTruncating(mask[i]));
            }
        }

        /// <summary>Values in single precision: themselves, or a copy.</summary>
        public Span<float> Single(Span<T> of)
        {
            if (typeof(T) == typeof(float))
            {
                return MemoryMarshal.Cast<T, float>(of);
            }

            for (var i = 0; i < of.Length; i++)
            {
                values[i] = float.CreateTruncating(of[i]);
            }

            return values.AsSpan(0, of.Length);
        }
    }
}
