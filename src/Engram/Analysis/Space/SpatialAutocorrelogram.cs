using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// The correlation of a rate map with itself when it is shifted by each number of bins, over the bins that overlap: (2 rows − 1) × (2 columns − 1) values, no shift in the middle.
/// </summary>
/// <param name="Columns">2 columns − 1.</param>
/// <param name="Rows">2 rows − 1.</param>
/// <param name="Values">Correlations, row after row; 0 where fewer than <see cref="LeastBins"/> bins overlap, or the rates there are all the same.</param>
[Cite("10.1126/science.1125572", "Sargolini et al. 2006, Conjunctive representation of position, direction, and velocity in entorhinal cortex")]
public sealed record SpatialAutocorrelogram(int Columns, int Rows, IReadOnlyList<double> Values)
{
    /// <summary>Bins that must overlap for a correlation.</summary>
    public const int LeastBins = 2;

    // Rates that differ by less than this part of their mean square are the same.
    private const double Same = 1e-12;

    /// <summary>Computes it.</summary>
    /// <param name="map">The map.</param>
    /// <param name="unvisited">What becomes of bins where the animal never was.</param>
    /// <exception cref="UsageException">There are too few bins, or a rate is not finite.</exception>
    public static SpatialAutocorrelogram Of(RateMap map, UnvisitedBins unvisited = UnvisitedBins.LeftOut)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Check();
        var (width, height) = (map.Columns, map.Rows);
        var rates = map.Rates.Select(rate => rate ?? (unvisited == UnvisitedBins.Zero ? 0 : double.NaN)).ToArray();
        var values = new double[((2 * width) - 1) * ((2 * height) - 1)];

        var shifts = Array.TrueForAll(rates, double.IsFinite) ? new WholeShifts(rates, width, height) : null;

        // The correlation is the same for a shift and for its opposite.
        for (var dy = 0; dy < height; dy++)
        {
            for (var dx = dy == 0 ? 0 : 1 - width; dx < width; dx++)
            {
                var r = shifts?.Correlation(dx, dy) ?? Shifted(rates, width, height, dx, dy);
                values[((height - 1 + dy) * ((2 * width) - 1)) + width - 1 + dx] = r;
                values[((height - 1 - dy) * ((2 * width) - 1)) + width - 1 - dx] = r;
            }
        }

        return new((2 * width) - 1, (2 * height) - 1, values);
    }

    // r = (⟨ab⟩ − ⟨a⟩⟨b⟩) / √((⟨a²⟩ − ⟨a⟩²)(⟨b²⟩ − ⟨b⟩²))
    private static double Shifted(double[] rates, int width, int height, int dx, int dy)
    {
        var (n, sumA, sumB, squaresA, squaresB, products) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var y = 0; y + dy < height; y++)
        {
            for (var x = Math.Max(0, -dx); x < Math.Min(width, width - dx); x++)
            {
                var (a, b) = (rates[(y * width) + x], rates[((y + dy) * width) + x + dx]);
                if (!double.IsNaN(a) && !double.IsNaN(b))
                {
                    n++;
                    (sumA, sumB) = (sumA + a, sumB + b);
                    (squaresA, squaresB, products) = (squaresA + (a * a), squaresB + (b * b), products + (a * b));
                }
            }
        }

        if (n < LeastBins)
        {
            return 0;
        }

        var (varianceA, varianceB) = ((squaresA / n) - (sumA / n * (sumA / n)), (squaresB / n) - (sumB / n * (sumB / n)));
        return varianceA > Same * squaresA / n && varianceB > Same * squaresB / n
            ? Math.Clamp(((products / n) - (sumA / n * (sumB / n))) / Math.Sqrt(varianceA * varianceB), -1, 1) : 0;
    }

    // The same where every bin was visited, less the mean of the map: sums over a rectangle are differences of sums from the corner.
    private sealed class WholeShifts
    {
        private readonly double[] rates, sums, squares;
        private readonly int width, height;
        private readonly double least;

        public WholeShifts(double[] map, int width, int height)
        {
            (this.width, this.height) = (width, height);
            var mean = map.Average();
            (rates, least) = ([.. map.Select(rate => rate - mean)], Same * map.Average(rate => rate * rate));
            (sums, squares) = (FromCorner(rates), FromCorner([.. rates.Select(rate => rate * rate)]));
        }

        public double Correlation(int dx, int dy)
        {
            var (from, end) = (Math.Max(0, -dx), Math.Min(width, width - dx));
            var n = (end - from) * (height - dy);
            if (n < LeastBins)
            {
                return 0;
            }

            var products = 0.0;
            for (var y = 0; y + dy < height; y++)
            {
                products += Numerics.Rows.Dot(rates.AsSpan((y * width) + from, end - from), rates.AsSpan(((y + dy) * width) + from + dx, end - from));
            }

            var (meanA, meanB) = (Over(sums, from, 0) / n, Over(sums, from + dx, dy) / n);
            var (varianceA, varianceB) = ((Over(squares, from, 0) / n) - (meanA * meanA), (Over(squares, from + dx, dy) / n) - (meanB * meanB));
            return varianceA > least && varianceB > least ? Math.Clamp(((products / n) - (meanA * meanB)) / Math.Sqrt(varianceA * varianceB), -1, 1) : 0;

            double Over(double[] corner, int x, int y) => corner[At(x + end - from, y + height - dy)] - corner[At(x, y + height - dy)] - corner[At(x + end - from, y)] + corner[At(x, y)];
        }

        private double[] FromCorner(double[] values)
        {
            var made = new double[(width + 1) * (height + 1)];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    made[At(x + 1, y + 1)] = values[(y * width) + x] + made[At(x, y + 1)] + made[At(x + 1, y)] - made[At(x, y)];
                }
            }

            return made;
        }

        private int At(int x, int y) => (y * (width + 1)) + x;
    }
}
