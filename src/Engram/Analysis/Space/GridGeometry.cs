using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Spacing, orientation and ellipticity of a grid, from the six peaks of the spatial autocorrelogram that are nearest to its middle.</summary>
/// <param name="Spacing">Median distance of the peaks from the middle, in the unit of the bin's side.</param>
/// <param name="Orientation">Angle of the axes to x, in degrees, from 0 up to 60.</param>
/// <param name="Ellipticity">Longer over shorter axis of the ellipse through the peaks; 1 for a perfect grid, infinite where there is no such ellipse.</param>
/// <param name="Peaks">The peaks, x and y from the middle, in the unit of the bin's side.</param>
[Cite("10.1126/science.1125572", "Sargolini et al. 2006, Conjunctive representation of position, direction, and velocity in entorhinal cortex")]
public sealed record GridGeometry(double Spacing, double Orientation, double Ellipticity, IReadOnlyList<(double X, double Y)> Peaks)
{
    private const int Needed = 6;

    /// <summary>Measures a grid.</summary>
    /// <param name="autocorrelogram">Its spatial autocorrelogram.</param>
    /// <param name="bin">Side of a bin, such as 0.11 for a box of 2.2 m and 20 bins.</param>
    /// <param name="least">Correlation that a peak has at least.</param>
    /// <returns>The geometry; null where there are fewer than six peaks.</returns>
    /// <exception cref="UsageException">A number is not allowed.</exception>
    public static GridGeometry? Of(SpatialAutocorrelogram autocorrelogram, double bin = 1, double least = 0.1)
    {
        ArgumentNullException.ThrowIfNull(autocorrelogram);
        if (!(bin > 0 && double.IsFinite(bin)) || !(least is > -1 and < 1))
        {
            throw new UsageException(FormattableString.Invariant($"`bin` is {bin} and `least` {least}; give a side above 0 and a correlation between -1 and 1."));
        }

        var nearest = Maxima(autocorrelogram, least).OrderBy(peak => Math.Round(Length(peak), 6)).ThenBy(peak => Math.Atan2(peak.Y, peak.X)).Take(Needed)
            .Select(peak => (X: peak.X * bin, Y: peak.Y * bin)).ToList();
        if (nearest.Count < Needed)
        {
            return null;
        }

        double[] distances = [.. nearest.Select(Length).Order()];
        var (cosine, sine) = (nearest.Sum(peak => Math.Cos(Needed * Math.Atan2(peak.Y, peak.X))), nearest.Sum(peak => Math.Sin(Needed * Math.Atan2(peak.Y, peak.X))));
        var angle = Math.Atan2(sine, cosine) / Needed * 180 / Math.PI;
        return new((distances[(Needed / 2) - 1] + distances[Needed / 2]) / 2, (angle + 60) % 60, Ellipse(nearest), nearest);
    }

    private static double Length((double X, double Y) peak) => Math.Sqrt((peak.X * peak.X) + (peak.Y * peak.Y));

    // Bins above all that surround them, moved to the tops of the parabolas through their neighbours.
    private static IEnumerable<(double X, double Y)> Maxima(SpatialAutocorrelogram image, double least)
    {
        var (width, height, r) = (image.Columns, image.Rows, image.Values);
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var (at, middle) = (r[(y * width) + x], (x == (width - 1) / 2) && (y == (height - 1) / 2));
                var isPeak = at >= least && !middle;
                for (var dy = -1; dy <= 1 && isPeak; dy++)
                {
                    for (var dx = -1; dx <= 1 && isPeak; dx++)
                    {
                        // Of two equal bins the first is the peak.
                        var other = r[((y + dy) * width) + x + dx];
                        isPeak = (dx == 0 && dy == 0) || at > other || (at == other && (dy > 0 || (dy == 0 && dx > 0)));
                    }
                }

                if (isPeak)
                {
                    yield return (
                        x - ((width - 1) / 2) + Top(r[(y * width) + x - 1], at, r[(y * width) + x + 1]),
                        y - ((height - 1) / 2) + Top(r[((y - 1) * width) + x], at, r[((y + 1) * width) + x]));
                }
            }
        }
    }

    private static double Top(double before, double at, double after) =>
        before - (2 * at) + after is var curve && curve < 0 ? Math.Clamp((before - after) / (2 * curve), -0.5, 0.5) : 0;

    // a x² + b xy + c y² = 1 by least squares; the axes are 1/√ of the eigenvalues of [a, b/2; b/2, c].
    private static double Ellipse(List<(double X, double Y)> peaks)
    {
        var scale = peaks.Max(Length);
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(peaks.Count, 3, (k, j) => (peaks[k].X / scale, peaks[k].Y / scale) is var (x, y) && j == 0 ? x * x : j == 1 ? x * y : y * y);
        if (matrix.Rank() < 3)
        {
            return double.PositiveInfinity;
        }

        var found = matrix.QR().Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(peaks.Count, 1));
        var (half, apart) = ((found[0] + found[2]) / 2, Math.Sqrt((((found[0] - found[2]) / 2) * ((found[0] - found[2]) / 2)) + (found[1] * found[1] / 4)));
        return half - apart > 0 ? Math.Sqrt((half + apart) / (half - apart)) : double.PositiveInfinity;
    }
}
