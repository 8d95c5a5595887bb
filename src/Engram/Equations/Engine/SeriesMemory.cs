using System.Numerics;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// What the trials of a batch remember from one part of a series to the next. A batch that is run part by part keeps it after each part
/// (<see cref="Keep"/>, in <see cref="IBatch{T}.AfterForward"/>) and gives it back before the next (<see cref="Write"/>, in <see
/// cref="IBatch{T}.WriteMemory"/>): outputs then have the same bits as those of the series in one.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="trials">B.</param>
internal sealed class SeriesMemory<T>(int trials)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] memory = [.. Enumerable.Range(0, trials).Select(_ => Array.Empty<T>())];

    /// <summary>Keeps what the trials of a block remember after its last step.</summary>
    /// <param name="block">The block.</param>
    public void Keep(Block<T> block)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var row = 0; row < block.Rows; row++)
        {
            ref var own = ref memory[block.FirstTrial + row];
            own = own.Length == block.MemoryLength ? own : new T[block.MemoryLength];
            block.CopyMemory(row, own);
        }
    }

    /// <summary>Gives the trials of a block what they remember.</summary>
    /// <param name="block">The block.</param>
    /// <exception cref="UsageException">Nothing, or something of another network, was kept.</exception>
    public void Write(Block<T> block)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var row = 0; row < block.Rows; row++)
        {
            var own = memory[block.FirstTrial + row];
            if (own.Length != block.MemoryLength)
            {
                throw new UsageException(
                    $"Trial {block.FirstTrial + row} remembers {own.Length} numbers, but the network needs {block.MemoryLength}; keep the memory of the previous part, "
                    + "run by the same network, or set FirstStep to 0.");
            }

            block.SetMemory(row, own);
        }
    }
}
