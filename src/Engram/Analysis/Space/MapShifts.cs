using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>The correlation of a rate map with itself when it is shifted.</summary>
/// <remarks>
/// Rates are less their mean. Sums over the bins that overlap are differences of sums from the corner, less those whose partner was never visited. Rows stand apart by zeros, so that
/// the products of a shift are one scalar product.
/// </remarks>
internal sealed class MapShifts
{
    // Rates that differ by less than this part of their mean square are the same.
    private const double Same = 1e-12;
    private readonly int width, height, stride;
    private readonly double[] rates, counts, sums, squares;
    private readonly bool[] isVisited;
    private readonly (int X, int Y)[] unvisited;
    private readonly double least;

    /// <summary>Sums a map.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="map">Rates, row after row; NaN where the animal never was.</param>
    public MapShifts(int width, int height, double[] map)
    {
        (this.width, this.height, stride) = (width, height, (2 * width) - 1);
        isVisited = [.. map.Select(double.IsFinite)];
        unvisited = [.. Enumerable.Range(0, map.Length).Where(bin => !isVisited[bin]).Select(bin => (bin % width, bin / width))];
        double[] known = [.. map.Where(double.IsFinite)];
        var mean = known.Length > 0 ? known.Average() : 0;
        least = known.Length > 0 ? Same * known.Average(rate => rate * rate) : 0;
        rates = new double[stride * height];
        for (var bin = 0; bin < map.Length; bin++)
        {
            rates[At(bin % width, bin / width)] = isVisited[bin] ? map[bin] - mean : 0;
        }

        counts = FromCorner((x, y) => isVisited[(y * width) + x] ? 1 : 0);
        sums = FromCorner((x, y) => rates[At(x, y)]);
        squares = FromCorner((x, y) => rates[At(x, y)] * rates[At(x, y)]);
    }

    /// <summary>r = (⟨ab⟩ − ⟨a⟩⟨b⟩) / √((⟨a²⟩ − ⟨a⟩²)(⟨b²⟩ − ⟨b⟩²)) of bins a and their partners b.</summary>
    /// <param name="dx">How many bins to the right of a bin its partner is; not negative where dy is 0.</param>
    /// <param name="dy">How many rows after it; not negative.</param>
    public double Correlation(int dx, int dy)
    {
        var (from, columns, rows) = (Math.Max(0, -dx), width - Math.Abs(dx), height - dy);
        var (n, sumA, squaresA) = (Over(counts, from, 0), Over(sums, from, 0), Over(squares, from, 0));
        var (sumB, squaresB) = (Over(sums, from + dx, dy), Over(squares, from + dx, dy));
        foreach (var (x, y) in unvisited)
        {
            if (IsIn(x - dx, y - dy))
            {
                var a = rates[At(x - dx, y - dy)];
                (n, sumA, squaresA) = (n - (isVisited[((y - dy) * width) + x - dx] ? 1 : 0), sumA - a, squaresA - (a * a));
            }

            if (IsIn(x + dx, y + dy))
            {
                var b = rates[At(x + dx, y + dy)];
                (sumB, squaresB) = (sumB - b, squaresB - (b * b));
            }
        }

        if (n < SpatialAutocorrelogram.LeastBins)
        {
            return 0;
        }

        var shift = (dy * stride) + dx;
        var products = Rows.FusedDot(rates.AsSpan(0, Math.Min(rows * stride, rates.Length - shift)), rates.AsSpan(shift));
        var (meanA, meanB) = (sumA / n, sumB / n);
        var (varianceA, varianceB) = ((squaresA / n) - (meanA * meanA), (squaresB / n) - (meanB * meanB));
        return varianceA > least && varianceB > least ? Math.Clamp(((products / n) - (meanA * meanB)) / Math.Sqrt(varianceA * varianceB), -1, 1) : 0;

        double Over(double[] corner, int x, int y) =>
            corner[Corner(x + columns, y + rows)] - corner[Corner(x, y + rows)] - corner[Corner(x + columns, y)] + corner[Corner(x, y)];
    }

    private bool IsIn(int x, int y) => (uint)x < (uint)width && (uint)y < (uint)height;

    private int At(int x, int y) => (y * stride) + x;

    private int Corner(int x, int y) => (y * (width + 1)) + x;

    private double[] FromCorner(Func<int, int, double> value)
    {
        var made = new double[(width + 1) * (height + 1)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                made[Corner(x + 1, y + 1)] = value(x, y) + made[Corner(x, y + 1)] + made[Corner(x + 1, y)] - made[Corner(x, y)];
            }
        }

        return made;
    }
}
