using System.Numerics;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>The losses of the heads of a task: L = Σ_h w_h (Σ mask · loss_h) / W_h, with W_h the divisor of the head's own loss.</summary>
internal sealed class HeadLosses
{
    private readonly Part[] parts;

    /// <summary>Finds the loss of each head.</summary>
    /// <param name="task">Whose heads.</param>
    /// <param name="loss">Of heads that name none.</param>
    /// <exception cref="UsageException">A head names a loss that does not exist, or the task is not allowed.</exception>
    public HeadLosses(CognitiveTask task, Loss loss)
    {
        task.Validate();
        var first = 0;
        parts = [.. task.Heads.Select(head =>
        {
            var part = new Part(first, head.Channels, head.Weight, head.Loss is null ? loss : Loss.Catalog.Create(head.Loss));
            first += head.Channels;
            return part;
        })];
        Channels = first;
    }

    /// <summary>H, the number of heads.</summary>
    public int Count => parts.Length;

    /// <summary>O.</summary>
    public int Channels { get; }

    /// <summary>Whether outputs are what is read out, without a non-linearity.</summary>
    public bool AreSquaredErrors => parts.All(part => part.Loss is SquaredError);

    /// <summary>Adds W_h of a trial to the sums of the heads.</summary>
    public void AddWeights(Trial trial, TimeSpan dt, double[] weights)
    {
        for (var h = 0; h < parts.Length; h++)
        {
            var part = parts[h];
            weights[h] += part.Loss.IsWeighedByTargets
                ? trial.TargetSum(dt, part.First, part.Channels) : trial.MaskSum(dt, part.First, part.Channels);
        }
    }

    /// <summary>L from Σ mask · loss_h and W_h; a head without any target adds nothing.</summary>
    public double Mean(ReadOnlySpan<double> sums, ReadOnlySpan<double> weights)
    {
        var loss = 0.0;
        for (var h = 0; h < parts.Length; h++)
        {
            loss += weights[h] > 0 ? parts[h].Weight * (sums[h] / weights[h]) : 0;
        }

        return loss;
    }

    /// <summary>Adds up a block, head by head, and writes the adjoint of L.</summary>
    /// <param name="z">Readout before the output non-linearity.</param>
    /// <param name="target">y.</param>
    /// <param name="mask">Weights ≥ 0.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="adjoint">Receives dL/dz; empty for none.</param>
    /// <param name="weights">W_h of the whole batch.</param>
    /// <param name="sums">Receives Σ mask · loss_h.</param>
    /// <param name="room">Room for a head by itself.</param>
    public void Accumulate<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int stride, Span<T> adjoint, ReadOnlySpan<double> weights,
        Span<double> sums, HeadRoom<T> room)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parts.Length == 1)
        {
            sums[0] = parts[0].Loss.Accumulate(z, target, mask, Channels, stride, adjoint, Factor(0, weights));
            return;
        }

        adjoint.Clear();
        for (var h = 0; h < parts.Length; h++)
        {
            var (part, length) = (parts[h], z.Length / stride * parts[h].Channels);
            var own = room.Take(length);
            var dz = adjoint.IsEmpty ? default : room.Adjoint.AsSpan(0, length);
            Gather(z, own.Z, part, stride);
            Gather(target, own.Y, part, stride);
            Gather(mask, own.Mask, part, stride);
            sums[h] = part.Loss.Accumulate(own.Z, own.Y, own.Mask, part.Channels, part.Channels, dz, Factor(h, weights));
            if (!adjoint.IsEmpty)
            {
                Scatter(dz, adjoint, part, stride);
            }
        }
    }

    /// <summary>Turns the readout into the network's output in place, head by head.</summary>
    public void Output<T>(Span<T> z, int stride, HeadRoom<T> room)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parts.Length == 1)
        {
            parts[0].Loss.Output(z, Channels, stride);
            return;
        }

        foreach (var part in parts)
        {
            var own = room.Take(z.Length / stride * part.Channels).Z;
            Gather<T>(z, own, part, stride);
            part.Loss.Output(own, part.Channels, part.Channels);
            Scatter(own, z, part, stride);
        }
    }

    /// <summary>A random dL/dz as <see cref="Loss.Sample"/> has it, head by head.</summary>
    public void Sample(
        ReadOnlySpan<float> z, ReadOnlySpan<float> target, ReadOnlySpan<float> mask, int stride, Span<float> adjoint, ReadOnlySpan<double> weights,
        HeadRoom<float> room, ref RandomStream stream)
    {
        if (parts.Length == 1)
        {
            parts[0].Loss.Sample(z, target, mask, Channels, stride, adjoint, Factor(0, weights), ref stream);
            return;
        }

        adjoint.Clear();
        for (var h = 0; h < parts.Length; h++)
        {
            var (part, length) = (parts[h], z.Length / stride * parts[h].Channels);
            var own = room.Take(length);
            Gather(z, own.Z, part, stride);
            Gather(target, own.Y, part, stride);
            Gather(mask, own.Mask, part, stride);
            var dz = room.Adjoint.AsSpan(0, length);
            part.Loss.Sample(own.Z, own.Y, own.Mask, part.Channels, part.Channels, dz, Factor(h, weights), ref stream);
            Scatter(dz, adjoint, part, stride);
        }
    }

    private static void Gather<T>(ReadOnlySpan<T> all, Span<T> own, Part part, int stride)
    {
        for (int from = part.First, to = 0; to < own.Length; from += stride, to += part.Channels)
        {
            all.Slice(from, part.Channels).CopyTo(own[to..]);
        }
    }

    private static void Scatter<T>(ReadOnlySpan<T> own, Span<T> all, Part part, int stride)
    {
        for (int to = part.First, from = 0; from < own.Length; to += stride, from += part.Channels)
        {
            own.Slice(from, part.Channels).CopyTo(all[to..]);
        }
    }

    private double Factor(int head, ReadOnlySpan<double> weights) => weights[head] > 0 ? parts[head].Weight * (1 / weights[head]) : 0;

    private sealed record Part(int First, int Channels, double Weight, Loss Loss);
}

/// <summary>Room for the values of one head of a block.</summary>
internal sealed class HeadRoom<T>
    where T : unmanaged
{
    private T[] z = [], y = [], mask = [];

    /// <summary>Room for its adjoint, as long as what was taken last.</summary>
    public T[] Adjoint { get; private set; } = [];

    /// <summary>So many values of each kind.</summary>
    public Values Take(int length)
    {
        if (z.Length < length)
        {
            var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)length);
            (z, y, mask, Adjoint) = (new T[capacity], new T[capacity], new T[capacity], new T[capacity]);
        }

        return new(z.AsSpan(0, length), y.AsSpan(0, length), mask.AsSpan(0, length));
    }

    internal readonly ref struct Values(Span<T> z, Span<T> y, Span<T> mask)
    {
        public Span<T> Z { get; } = z;

        public Span<T> Y { get; } = y;

        public Span<T> Mask { get; } = mask;
    }
}
