using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>An order of n items that can be asked for one place at a time, without a list: a Feistel network over a rectangle of at least n fields,
/// walked until it lands on one of the n (Black &amp; Rogaway 2002).</summary>
internal static class Shuffle
{
    // Apart from all parts that a trial draws from.
    private const int Part = 1 << 30;
    private const int Rounds = 6;

    /// <summary>Which item comes at a place.</summary>
    /// <param name="key">The key of the trials.</param>
    /// <param name="pass">Which order; each pass has its own.</param>
    /// <param name="count">n, at least 1.</param>
    /// <param name="place">From 0 to n − 1.</param>
    public static int Place(StreamKey key, long pass, int count, int place)
    {
        var draws = new RandomStream(key, pass, Part);
        Span<uint> keys = stackalloc uint[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            keys[round] = draws.NextUInt32();
        }

        var columns = (uint)Math.Ceiling(Math.Sqrt(count));
        var rows = ((uint)count + columns - 1) / columns;
        var item = (uint)place;
        do
        {
            var (row, column) = (item / columns, item % columns);
            for (var round = 0; round < Rounds; round += 2)
            {
                row = (row + (Mixed(keys[round] + column) % rows)) % rows;
                column = (column + (Mixed(keys[round + 1] + row) % columns)) % columns;
            }

            item = (row * columns) + column;
        }
        while (item >= count);

        return (int)item;
    }

    // The finaliser of MurmurHash3 (Appleby 2011).
    private static uint Mixed(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6B;
        x = (x ^ (x >> 13)) * 0xC2B2AE35;
        return x ^ (x >> 16);
    }
}
