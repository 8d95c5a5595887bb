using System.Collections.Concurrent;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Moves the fields of a map to random places and keeps what is around each peak: every bin belongs to its nearest peak, peaks are dropped anywhere, and bins follow, those next to
/// their peak first, each to the free bin that is nearest to where it was relative to it. Bins where the animal never was stay so.
/// </summary>
/// <remarks>Barry and Burgess 2017, To be a grid cell: shuffling procedures for determining "gridness", <see href="https://doi.org/10.1101/230250"/>.</remarks>
internal sealed class FieldShuffle
{
    private static readonly ConcurrentDictionary<int, (int X, int Y)[]> Away = new();
    private readonly RateMap map;
    private readonly (int X, int Y)[] away;
    private readonly int[] visited, peaks, order, owner;

    /// <summary>Finds the fields.</summary>
    /// <param name="map">The map.</param>
    public FieldShuffle(RateMap map)
    {
        (this.map, away) = (map, Away.GetOrAdd(Math.Max(map.Columns, map.Rows), Offsets));
        visited = [.. Enumerable.Range(0, map.Rates.Count).Where(bin => map.Rates[bin] is not null)];
        peaks = [.. visited.Where(IsPeak)];
        owner = new int[map.Rates.Count];
        foreach (var bin in visited)
        {
            owner[bin] = Enumerable.Range(0, peaks.Length).MinBy(peak => Squared(bin, peaks[peak]));
        }

        order = [.. visited.OrderBy(bin => Squared(bin, peaks[owner[bin]])).ThenBy(bin => bin)];
    }

    /// <summary>One shuffle.</summary>
    /// <param name="random">From where.</param>
    public RateMap Next(ref RandomStream random)
    {
        int[] places = [.. visited];
        Resampling.Shuffle<int>(places, ref random);
        var (made, isFree) = (new double?[map.Rates.Count], new bool[map.Rates.Count]);
        foreach (var bin in visited)
        {
            isFree[bin] = true;
        }

        foreach (var bin in order)
        {
            var (peak, to) = (peaks[owner[bin]], places[owner[bin]]);
            var (x, y) = ((to % map.Columns) + (bin % map.Columns) - (peak % map.Columns), (to / map.Columns) + (bin / map.Columns) - (peak / map.Columns));
            var free = Nearest(x, y, isFree);
            isFree[free] = false;
            made[free] = map.Rates[bin];
        }

        return new(map.Columns, map.Rows, made);
    }

    // The first that is free, going away from the place.
    private int Nearest(int x, int y, bool[] isFree)
    {
        foreach (var (dx, dy) in away)
        {
            var (atX, atY) = (x + dx, y + dy);
            if ((uint)atX < (uint)map.Columns && (uint)atY < (uint)map.Rows && isFree[(atY * map.Columns) + atX])
            {
                return (atY * map.Columns) + atX;
            }
        }

        throw new InvalidOperationException("No bin is free.");
    }

    // A field that begins at one end may reach to twice its length from the other.
    private static (int X, int Y)[] Offsets(int side) =>
    [
        .. Enumerable.Range(1 - (2 * side), (4 * side) - 1).SelectMany(dy => Enumerable.Range(1 - (2 * side), (4 * side) - 1).Select(dx => (X: dx, Y: dy)))
            .OrderBy(to => (to.X * to.X) + (to.Y * to.Y)).ThenBy(to => Math.Max(Math.Abs(to.X), Math.Abs(to.Y))).ThenBy(to => to.Y).ThenBy(to => to.X),
    ];

    // At least as high as all that surround it, the first of equal ones; the highest of a map is always one.
    private bool IsPeak(int bin)
    {
        var (x, y, rate) = (bin % map.Columns, bin / map.Columns, map.Rates[bin]!.Value);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if ((dx != 0 || dy != 0) && x + dx >= 0 && x + dx < map.Columns && y + dy >= 0 && y + dy < map.Rows && map[x + dx, y + dy] is { } other
                    && (other > rate || (other == rate && (dy < 0 || (dy == 0 && dx < 0)))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Squared(int a, int b)
    {
        var (dx, dy) = ((a % map.Columns) - (b % map.Columns), (a / map.Columns) - (b / map.Columns));
        return (dx * dx) + (dy * dy);
    }
}
