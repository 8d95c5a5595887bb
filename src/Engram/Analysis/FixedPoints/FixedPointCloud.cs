using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>The starts of a search, as the measure of distances and speeds.</summary>
internal sealed class FixedPointCloud(double[] starts, int width)
{
    // Below this share of 1 + max|s|, two searches that came to the same point may still differ.
    private const double Rounding = 1e-9;

    // Beyond any cloud without outliers; that of a normal distribution is 1.5 in one dimension and less in more.
    private const double FarAsMost = 4;

    /// <summary>K.</summary>
    public int Count => starts.Length / width;

    /// <summary>How far the starts lie from their middle: see <see cref="SpreadOf"/>.</summary>
    public double Spread { get; } = SpreadOf(starts, width);

    /// <summary>One start (S).</summary>
    public ReadOnlySpan<double> this[int start] => starts.AsSpan(start * width, width);

    /// <summary>
    /// The root mean square distance of states (K × S) from their median, coordinate by coordinate, without the tenth that lies farthest:
    /// a few states far away do not move it. Nor do more of them, up to half: it is at most four times the median distance. 0 where all others are at
    /// one place.
    /// </summary>
    public static double SpreadOf(ReadOnlySpan<double> states, int width)
    {
        var count = states.Length / width;
        var (middle, column, squares) = (new double[width], new double[count], new double[count]);
        for (var i = 0; i < width; i++)
        {
            for (var k = 0; k < count; k++)
            {
                column[k] = states[(k * width) + i];
            }

            Array.Sort(column);
            middle[i] = (column[(count - 1) / 2] / 2) + (column[count / 2] / 2);
        }

        for (var k = 0; k < count; k++)
        {
            squares[k] = SquaredDistance(states.Slice(k * width, width), middle);
        }

        // Where most states are at one place, the others alone say how far apart states are.
        var (typical, median) = (Typical(squares), FarAsMost * Median(squares));
        var spread = median > 0 ? Math.Min(typical, median) : typical;

        // Equal states differ from their median by rounding alone.
        return spread > 1e-14 * Math.Sqrt(Rows.Dot(middle, middle)) ? spread : 0;
    }

    /// <summary>The typical |F(s) − s| of the starts: the root mean square without the tenth that is greatest.</summary>
    public double TypicalStep(StepMap map, double[] input)
    {
        var (next, squares) = (new double[width], new double[Count]);
        for (var k = 0; k < Count; k++)
        {
            map.Next(this[k], input, next);
            squares[k] = SquaredDistance(next, this[k]);
        }

        return Typical(squares);
    }

    /// <summary>Distance from a state to the nearest start.</summary>
    public double Nearest(double[] state)
    {
        var least = double.PositiveInfinity;
        for (var k = 0; k < Count; k++)
        {
            least = Math.Min(least, SquaredDistance(state, this[k]));
        }

        return Math.Sqrt(least);
    }

    /// <summary>
    /// Each point once, with the number of starts that led to it. A fixed point takes in slow ones, and either takes in where a search gave
    /// up, so that one that stalled beside a point adds none. Where the map overflows there is no point.
    /// </summary>
    public IReadOnlyList<FoundPoint> Merge(IEnumerable<FoundPoint> ends, double distance, bool keepUnconverged)
    {
        var merged = new List<FoundPoint>();
        foreach (var end in ends.Where(end => double.IsFinite(end.Step)).OrderBy(end => end.Kind))
        {
            var within = Within(end.State, distance);
            if (merged.Find(point => SquaredDistance(point.State, end.State) <= within * within) is { } same)
            {
                same.Starts += end.Starts;
            }
            else if (end.Kind != PointKind.Unconverged || keepUnconverged)
            {
                merged.Add(end);
            }
        }

        return merged;
    }

    /// <summary>How near another state must be to be the same point.</summary>
    public double Within(double[] state, double distance) => Math.Max(distance * Spread, Rounding * (1 + state.Max(Math.Abs)));

    /// <summary>|a − b|.</summary>
    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Sqrt(SquaredDistance(a, b));

    // One of three and more is left out at least, so that a single one never decides; nor does one whose step overflows.
    private static double Typical(double[] squares)
    {
        var kept = squares.Where(double.IsFinite).Order().Take(squares.Length - (squares.Length < 3 ? 0 : (squares.Length + 9) / 10)).ToArray();
        return kept.Length == 0 ? 0 : Math.Sqrt(kept.Average());
    }

    private static double Median(double[] squares) => Math.Sqrt(squares.Order().ElementAt((squares.Length - 1) / 2));

    private static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}

/// <summary>Where a search ended.</summary>
/// <param name="State">s (S).</param>
/// <param name="Residual">max|F(s) − s|.</param>
/// <param name="Step">|F(s) − s|.</param>
/// <param name="Kind">As what.</param>
internal sealed record FoundPoint(double[] State, double Residual, double Step, PointKind Kind)
{
    /// <summary>How many starts led there.</summary>
    public int Starts { get; set; } = 1;
}
