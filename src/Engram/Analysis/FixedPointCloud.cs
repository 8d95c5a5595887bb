using Engram.Equations;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>The starts of a search, as the measure of distances and speeds.</summary>
internal sealed class FixedPointCloud(double[] starts, int width)
{
    // Below this share of 1 + max|s|, two searches that came to the same point may still differ.
    private const double Rounding = 1e-9;

    /// <summary>K.</summary>
    public int Count => starts.Length / width;

    /// <summary>Root mean square distance of the starts from their mean.</summary>
    public double Spread { get; } = SpreadOf(starts, width);

    /// <summary>One start (S).</summary>
    public ReadOnlySpan<double> this[int start] => starts.AsSpan(start * width, width);

    /// <summary>√(mean |s − s̄|²) over states (K × S).</summary>
    public static double SpreadOf(ReadOnlySpan<double> states, int width)
    {
        var count = states.Length / width;
        var mean = new double[width];
        for (var k = 0; k < count; k++)
        {
            Rows.AddScaled(mean, 1.0 / count, states.Slice(k * width, width));
        }

        var sum = 0.0;
        for (var k = 0; k < count; k++)
        {
            sum += SquaredDistance(states.Slice(k * width, width), mean);
        }

        // Equal states differ from their mean by rounding alone.
        var spread = Math.Sqrt(sum / count);
        return spread > 1e-14 * Math.Sqrt(Rows.Dot(mean, mean)) ? spread : 0;
    }

    /// <summary>Root mean square of |F(s) − s| over the starts.</summary>
    public double TypicalStep(StepMap map, double[] input)
    {
        var (next, sum) = (new double[width], 0.0);
        for (var k = 0; k < Count; k++)
        {
            map.Next(this[k], input, next);
            sum += SquaredDistance(next, this[k]);
        }

        return Math.Sqrt(sum / Count);
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
                same.Starts++;
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
