using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Cells whose activity is a known function of where an animal is and where it heads: inputs and targets of networks, and truths to test analyses with.</summary>
public abstract record SpatialCells
{
    /// <summary>N.</summary>
    [Range(1, 100_000)]
    public int Count { get; init; } = 256;

    /// <summary>Decides what differs from cell to cell, such as where their fields are.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The cells in a room.</summary>
    /// <param name="arena">The room.</param>
    /// <exception cref="UsageException">A setting is not allowed.</exception>
    public SpatialTuning In(Arena arena)
    {
        ArgumentNullException.ThrowIfNull(arena);
        Settings.Check(this);
        return Placed(arena);
    }

    /// <summary>The cells in a room; settings are checked.</summary>
    private protected abstract SpatialTuning Placed(Arena arena);
}

/// <summary>Cells in a room.</summary>
public abstract class SpatialTuning
{
    private protected SpatialTuning(int count) => Count = count;

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>Computes their activity.</summary>
    /// <param name="x">x, in metres.</param>
    /// <param name="y">y.</param>
    /// <param name="heading">Where the animal heads, in radians from x towards y.</param>
    /// <param name="activity">Receives the activity (N).</param>
    public abstract void Activity(double x, double y, double heading, Span<double> activity);
}
