namespace Engram.Tasks;

/// <summary>
/// A direction read from units on a ring, of which unit k of n prefers 360°·k/n: the angle of Σ_k z_k e^{iθ_k} (Georgopoulos, Schwartz and Kettner
/// 1986, doi 10.1126/science.3749885). What all units have in common does not count. Angles are in degrees.
/// </summary>
public static class PopulationVector
{
    // A ring whose units are all alike has a vector of rounding errors, which points somewhere.
    private const double Least = 1e-5;

    /// <summary>The direction, from 0 up to but without 360; NaN where the units point nowhere or one is not finite.</summary>
    /// <param name="ring">Rates or outputs of all units of the ring (n).</param>
    public static double Direction(ReadOnlySpan<float> ring)
    {
        var (x, y, size) = (0.0, 0.0, 0.0);
        for (var unit = 0; unit < ring.Length; unit++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * unit / ring.Length);
            (x, y, size) = (x + (ring[unit] * cosine), y + (ring[unit] * sine), size + Math.Abs(ring[unit]));
        }

        if (!(Math.Sqrt((x * x) + (y * y)) > Least * size))
        {
            return double.NaN;
        }

        var degrees = Math.Atan2(y, x) * 180 / Math.PI;
        return degrees < 0 ? (degrees + 360) % 360 : degrees;
    }

    /// <summary>How far a direction is from another, from −180 to 180; positive where it is counter-clockwise of it.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="from">The other.</param>
    public static double Error(double direction, double from) => Math.IEEERemainder(direction - from, 360);
}
