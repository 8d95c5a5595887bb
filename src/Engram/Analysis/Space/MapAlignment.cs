using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Finds the shift and the rotation, the same for all units, by which maps of a second recording are best those of the first.</summary>
internal sealed class MapAlignment
{
    // Peaks so near to the greatest may be the same grid, shifted by its spacing.
    private const double AlmostAsGood = 0.9;

    // Of the bins that were visited in both, so many must overlap.
    private const double LeastOverlap = 0.5;
    private readonly int side, units, most;
    private readonly double[] first;
    private readonly double[][] turned;
    private readonly double[][] scales;

    /// <summary>Prepares the maps.</summary>
    /// <param name="first">Maps of the first recording (side² × N), NaN where nobody was.</param>
    /// <param name="turned">Maps of the second, turned back by each rotation, the first of which is none (rotations × (side² × N)).</param>
    /// <param name="side">Bins along either axis.</param>
    /// <param name="units">N.</param>
    /// <param name="most">Most bins of a shift.</param>
    public MapAlignment(double[] first, double[][] turned, int side, int units, int most)
    {
        (this.side, this.units, this.most) = (side, units, most);
        this.first = Standardised(first);
        this.turned = [.. turned.Select(Standardised)];
        bool[] isSeen = Seen(first);
        double[] squares = Squares(this.first);
        var least = LeastOverlap * Seen(turned[0]).Zip(isSeen, (a, b) => a && b).Count(isBoth => isBoth);
        scales = [.. turned.Select((maps, k) => Scales(isSeen, squares, Seen(maps), Squares(this.turned[k]), least))];
    }

    private int Width => (2 * most) + 1;

    /// <summary>The best shift and rotation.</summary>
    /// <param name="order">Which unit of the second recording each is.</param>
    /// <returns>The greatest correlation; the rotation, and the shift in bins of the shortest of the peaks that are almost as great at this rotation.</returns>
    public (double Correlation, int Rotation, int X, int Y) Best(int[] order)
    {
        // The first maps are put into the order of the second, of which there are many.
        var mine = new double[first.Length];
        for (var bin = 0; bin < side * side; bin++)
        {
            for (var unit = 0; unit < units; unit++)
            {
                mine[(bin * units) + order[unit]] = first[(bin * units) + unit];
            }
        }

        var (best, rotation, image) = (double.NegativeInfinity, 0, Array.Empty<double>());
        for (var k = 0; k < turned.Length; k++)
        {
            var made = Correlations(mine, turned[k], scales[k]);
            if (made.Max() is var greatest && greatest > best)
            {
                (best, rotation, image) = (greatest, k, made);
            }
        }

        var nearest = Enumerable.Range(0, image.Length).Where(at => image[at] >= AlmostAsGood * best && IsPeak(image, at)).Select(at => (X: (at % Width) - most, Y: (at / Width) - most))
            .DefaultIfEmpty().MinBy(shift => (shift.X * shift.X) + (shift.Y * shift.Y));
        return (best, rotation, nearest.X, nearest.Y);
    }

    // r(s) = Σ a(q) b(q + s) / √(Σ a(q)² Σ b(q + s)²) over units and over bins q that were visited, as q + s was.
    private double[] Correlations(double[] a, double[] b, double[] scale)
    {
        var made = new double[Width * Width];
        for (var at = 0; at < made.Length; at++)
        {
            if (scale[at] > 0)
            {
                var (dx, dy) = ((at % Width) - most, (at / Width) - most);
                var (from, length, sum) = (Math.Max(0, -dx), (side - Math.Abs(dx)) * units, 0.0);
                for (var y = Math.Max(0, -dy); y < Math.Min(side, side - dy); y++)
                {
                    sum += Rows.Dot(a.AsSpan(((y * side) + from) * units, length), b.AsSpan((((y + dy) * side) + from + dx) * units, length));
                }

                made[at] = sum * scale[at];
            }
        }

        return made;
    }

    // 1/√(Σ a² Σ b²), which does not depend on the order of units; 0 where too few bins overlap.
    private double[] Scales(bool[] isSeenA, double[] a, bool[] isSeenB, double[] b, double least)
    {
        var made = new double[Width * Width];
        for (var at = 0; at < made.Length; at++)
        {
            var (dx, dy, sumA, sumB, count) = ((at % Width) - most, (at / Width) - most, 0.0, 0.0, 0);
            for (var y = Math.Max(0, -dy); y < Math.Min(side, side - dy); y++)
            {
                for (var x = Math.Max(0, -dx); x < Math.Min(side, side - dx); x++)
                {
                    var (p, q) = ((y * side) + x, ((y + dy) * side) + x + dx);
                    if (isSeenA[p] && isSeenB[q])
                    {
                        (sumA, sumB, count) = (sumA + a[p], sumB + b[q], count + 1);
                    }
                }
            }

            made[at] = count >= least && sumA > 0 && sumB > 0 ? 1 / Math.Sqrt(sumA * sumB) : 0;
        }

        return made;
    }

    private bool IsPeak(double[] image, int at)
    {
        var (x, y) = (at % Width, at / Width);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if (x + dx >= 0 && x + dx < Width && y + dy >= 0 && y + dy < Width && image[((y + dy) * Width) + x + dx] > image[at])
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool[] Seen(double[] maps) => [.. Enumerable.Range(0, side * side).Select(bin => !double.IsNaN(maps[bin * units]))];

    private double[] Squares(double[] maps) => [.. Enumerable.Range(0, side * side).Select(bin => Rows.Dot(maps.AsSpan(bin * units, units), maps.AsSpan(bin * units, units)))];

    // Each unit less its mean, of length 1, over the bins that were visited; 0 elsewhere.
    private double[] Standardised(double[] maps)
    {
        var made = new double[maps.Length];
        int[] bins = [.. Enumerable.Range(0, side * side).Where(bin => !double.IsNaN(maps[bin * units]))];
        for (var unit = 0; unit < units; unit++)
        {
            foreach (var (k, value) in MapPairs.Normalised([.. bins.Select(bin => maps[(bin * units) + unit])]).Index())
            {
                made[(bins[k] * units) + unit] = value;
            }
        }

        return made;
    }
}
