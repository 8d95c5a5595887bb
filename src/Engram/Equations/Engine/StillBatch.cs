using System.Numerics;
using Engram.Numerics;

namespace Engram.Equations;

/// <summary>Trials without noise, all of one length, whose states and inputs are written by hand.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class StillBatch<T> : IBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many steps each trial has.</summary>
    public int Length { get; set; } = 1;

    /// <inheritdoc/>
    public int Trials { get; init; } = 1;

    /// <inheritdoc/>
    public StreamKey Noise => default;

    /// <inheritdoc/>
    public StreamKey Dropout => default;

    /// <inheritdoc/>
    public bool HasNoise => false;

    /// <inheritdoc/>
    public int Steps(int trial) => Length;

    /// <inheritdoc/>
    public long NoiseIndex(int trial) => trial;

    /// <inheritdoc/>
    public void WriteInputs(Block<T> block)
    {
    }

    /// <inheritdoc/>
    public void AfterForward(Block<T> block)
    {
    }
}
