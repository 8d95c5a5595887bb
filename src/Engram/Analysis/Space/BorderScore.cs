using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Scores how much the fields of a unit lie along a wall. Fields are bins next to each other whose rates are above a share of the greatest rate. c is the greatest share of the bins along one of
/// the four sides that one field has; d is the mean distance of all fields from the nearest side, weighted by rate, over half the shorter side. The score is (c − d)/(c + d): from −1 for a small
/// field in the middle to 1 for a thin one along all of a side.
/// </summary>
/// <remarks>
/// The walls are the four sides of the plane: the room must be a rectangle, and the plane of the map all of it. Bins where the animal never was are in no field. A flat map is one field, whose
/// score is about 0.5: compare with shuffles of the same unit, as <see cref="BorderCellTest"/> does.
/// </remarks>
[Cite("10.1126/science.1166466", "Solstad, Boccara, Kropff, Moser & Moser 2008, Representation of geometric borders in the entorhinal cortex")]
public sealed record BorderScore
{
    /// <summary>Share of the greatest rate that the rates of a field are above.</summary>
    [Range(0, 1)]
    public double Threshold { get; init; } = 0.3;

    /// <summary>Least area of a field, as a share of the room; the published 200 cm² are 0.02 of a square of 1 m.</summary>
    [Range(0, 1)]
    public double LeastArea { get; init; } = 0.02;

    /// <summary>Scores a map.</summary>
    /// <param name="map">The map of the whole room; no rate may be below 0.</param>
    /// <param name="width">How wide the room is, along x.</param>
    /// <param name="height">How high it is, along y.</param>
    /// <returns>The score; null where no field is large enough.</returns>
    /// <exception cref="UsageException">A setting or a number is not allowed, or a rate is negative or not finite.</exception>
    public BorderScoreResult? Of(RateMap map, double width, double height)
    {
        ArgumentNullException.ThrowIfNull(map);
        Settings.Check(this);
        map.Check();
        if (!(width > 0 && height > 0 && double.IsFinite(width) && double.IsFinite(height)))
        {
            throw new UsageException(FormattableString.Invariant($"`width` is {width} and `height` {height}; give the sides of the room, above 0."));
        }

        return map.Rates.Index().FirstOrDefault(bin => bin.Item < 0) is { Item: { } rate, Index: var at }
            ? throw new UsageException(FormattableString.Invariant(
                $"The rate of bin ({at % map.Columns}, {at / map.Columns}) is {rate}, but rates that weigh places must be at least 0; add to all rates so that the least is 0, or rectify them."))
            : Score(map, width, height);
    }

    /// <summary>Scores a map whose rates, and settings, are checked.</summary>
    internal BorderScoreResult? Score(RateMap map, double width, double height)
    {
        var (columns, rows) = (map.Columns, map.Rows);
        var (sideX, sideY) = (width / columns, height / rows);
        var above = Threshold * (map.Rates.Max() ?? 0);
        var (isTaken, found, coverage, sum, weighted) = (new bool[map.Rates.Count], 0, 0.0, 0.0, 0.0);
        for (var start = 0; start < isTaken.Length; start++)
        {
            if (!(map.Rates[start] > above) || isTaken[start] || Field(map, start, above, isTaken) is var field && field.Count < LeastArea * isTaken.Length * (1 - 1e-9))
            {
                continue;
            }

            found++;
            coverage = Math.Max(coverage, Math.Max(
                (double)Math.Max(field.Count(bin => bin % columns == 0), field.Count(bin => bin % columns == columns - 1)) / rows,
                (double)Math.Max(field.Count(bin => bin / columns == 0), field.Count(bin => bin / columns == rows - 1)) / columns));
            foreach (var bin in field)
            {
                var (x, y, rate) = ((bin % columns) + 0.5, (bin / columns) + 0.5, map.Rates[bin]!.Value);
                var distance = Math.Min(Math.Min(x, columns - x) * sideX, Math.Min(y, rows - y) * sideY);
                (sum, weighted) = (sum + rate, weighted + (rate * distance));
            }
        }

        if (found == 0)
        {
            return null;
        }

        // b = (c − d)/(c + d)
        var d = weighted / sum / (Math.Min(width, height) / 2);
        return new((coverage - d) / (coverage + d), coverage, d, found);
    }

    // Bins above that can be reached through sides.
    private static List<int> Field(RateMap map, int start, double above, bool[] isTaken)
    {
        var field = new List<int> { start };
        isTaken[start] = true;
        for (var k = 0; k < field.Count; k++)
        {
            var (x, y) = (field[k] % map.Columns, field[k] / map.Columns);
            foreach (var (nextX, nextY) in new[] { (x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1) })
            {
                var next = (nextY * map.Columns) + nextX;
                if (nextX >= 0 && nextX < map.Columns && nextY >= 0 && nextY < map.Rows && !isTaken[next] && map.Rates[next] > above)
                {
                    isTaken[next] = true;
                    field.Add(next);
                }
            }
        }

        return field;
    }
}

/// <summary>How much the fields of a unit lie along a wall.</summary>
/// <param name="Score">(c − d)/(c + d), from −1 to 1.</param>
/// <param name="Coverage">c, the greatest share of the bins along a wall that one field has.</param>
/// <param name="Distance">d, the mean distance of the fields from the nearest wall, over half the shorter side.</param>
/// <param name="Fields">How many fields there are.</param>
public sealed record BorderScoreResult(double Score, double Coverage, double Distance, int Fields);
