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

    /// <summary>Computes it.</summary>
    /// <param name="map">The map.</param>
    /// <param name="unvisited">What becomes of bins where the animal never was.</param>
    /// <exception cref="UsageException">There are too few bins, or a rate is not finite.</exception>
    public static SpatialAutocorrelogram Of(RateMap map, UnvisitedBins unvisited = UnvisitedBins.LeftOut)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Check();
        var (width, height) = (map.Columns, map.Rows);
        var shifts = new MapShifts(width, height, [.. map.Rates.Select(rate => rate ?? (unvisited == UnvisitedBins.Zero ? 0 : double.NaN))]);
        var values = new double[((2 * width) - 1) * ((2 * height) - 1)];

        // The correlation is the same for a shift and for its opposite.
        for (var dy = 0; dy < height; dy++)
        {
            for (var dx = dy == 0 ? 0 : 1 - width; dx < width; dx++)
            {
                var r = shifts.Correlation(dx, dy);
                values[((height - 1 + dy) * ((2 * width) - 1)) + width - 1 + dx] = r;
                values[((height - 1 - dy) * ((2 * width) - 1)) + width - 1 - dx] = r;
            }
        }

        return new((2 * width) - 1, (2 * height) - 1, values);
    }
}
