using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Where one channel peaks in one trial.</summary>
/// <param name="Time">When, in seconds; NaN without a peak.</param>
/// <param name="Amplitude">How high; NaN without a peak.</param>
/// <param name="CentreOfMass">Σ t y / Σ y over the positive values y, in seconds; NaN where none is positive.</param>
/// <param name="Width">Time between the two sides at half height, in seconds; NaN without a peak.</param>
public readonly record struct Peak(double Time, double Amplitude, double CentreOfMass, double Width)
{
    /// <summary>Whether there is a peak.</summary>
    public bool IsFound => double.IsFinite(Time);

    /// <summary>Finds the peak of one channel.</summary>
    /// <param name="values">Values at evenly spaced times (T).</param>
    /// <param name="dt">Time from one value to the next, in seconds; value k is at (k + 1)·dt.</param>
    /// <param name="refine">Whether time and height are those of a parabola; see <see cref="PeakSearch.Refine"/>.</param>
    /// <exception cref="UsageException">A value is not finite.</exception>
    public static Peak Of(ReadOnlySpan<double> values, double dt, bool refine = true)
    {
        Finite.Values(values, "values of the channel");
        return Find(values, dt, refine);
    }

    /// <summary>The same; a channel that is not finite has no peak.</summary>
    internal static Peak Find(ReadOnlySpan<double> values, double dt, bool refine)
    {
        var (highest, moment, mass) = (-1, 0.0, 0.0);
        for (var k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                return new(double.NaN, double.NaN, double.NaN, double.NaN);
            }

            if (values[k] > 0)
            {
                (moment, mass) = (moment + ((k + 1) * dt * values[k]), mass + values[k]);
                highest = highest < 0 || values[k] > values[highest] ? k : highest;
            }
        }

        var centre = mass > 0 ? moment / mass : double.NaN;
        var none = new Peak(double.NaN, double.NaN, centre, double.NaN);
        if (highest <= 0 || highest == values.Length - 1 || !double.IsFinite(mass))
        {
            return none;
        }

        var (shift, height) = refine ? Vertex(values[highest - 1], values[highest], values[highest + 1]) : (0, values[highest]);
        var (left, right) = (Side(values, highest, -1, height / 2), Side(values, highest, 1, height / 2));
        return double.IsNaN(left) || double.IsNaN(right)
            ? none
            : new((highest + 1 + shift) * dt, height, centre, (right - left) * dt);
    }

    // y(s) = y₀ + (y₊ − y₋) s/2 + (y₊ − 2y₀ + y₋) s²/2 is greatest at s = (y₋ − y₊) / (2 (y₊ − 2y₀ + y₋)).
    private static (double Shift, double Height) Vertex(double before, double at, double after)
    {
        var bend = after - (2 * at) + before;
        if (bend == 0)
        {
            return (0, at);
        }

        var s = (before - after) / (2 * bend);
        return (s, at + ((after - before) * s / 4));
    }

    // The place, in steps, where the values first fall to a level, on a straight line between two of them.
    private static double Side(ReadOnlySpan<double> values, int from, int direction, double level)
    {
        for (var k = from + direction; k >= 0 && k < values.Length; k += direction)
        {
            if (values[k] <= level)
            {
                var inner = values[k - direction];
                return k - (direction * (level - values[k]) / (inner - values[k]));
            }
        }

        return double.NaN;
    }
}
