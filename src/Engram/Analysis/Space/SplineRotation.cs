namespace Engram.Analysis;

/// <summary>A turn of images of one size around their middle: which coefficients of its splines a pixel of the turned image is made of, found once.</summary>
internal sealed class SplineRotation
{
    // A cubic B-spline covers four pixels in each direction.
    private const int Covered = 4, Terms = Covered * Covered;
    private readonly int[] pixels, places;
    private readonly double[] weights;

    /// <summary>Finds them.</summary>
    /// <param name="width">Columns, at least 2.</param>
    /// <param name="height">Rows, at least 2.</param>
    /// <param name="degrees">By how much.</param>
    /// <param name="pixels">Which pixels of the turned image are computed.</param>
    public SplineRotation(int width, int height, double degrees, IEnumerable<int> pixels)
    {
        var (cos, sin) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var (midX, midY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var from = pixels.Select(pixel =>
        {
            var (x, y) = ((pixel % width) - midX, (pixel / width) - midY);
            return (Pixel: pixel, X: (cos * x) - (sin * y) + midX, Y: (sin * x) + (cos * y) + midY);
        }).Where(one => one.X >= 0 && one.Y >= 0 && one.X <= width - 1 && one.Y <= height - 1).ToArray();
        (this.pixels, places, weights) = ([.. from.Select(one => one.Pixel)], new int[Terms * from.Length], new double[Terms * from.Length]);
        Span<double> across = stackalloc double[Covered], down = stackalloc double[Covered];
        foreach (var (k, (_, x, y)) in from.Index())
        {
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            Weights(x - left, across);
            Weights(y - top, down);
            for (var term = 0; term < Terms; term++)
            {
                var (j, i) = (term / Covered, term % Covered);
                places[(k * Terms) + term] = (Mirrored(top - 1 + j, height) * width) + Mirrored(left - 1 + i, width);
                weights[(k * Terms) + term] = down[j] * across[i];
            }
        }
    }

    /// <summary>Turns an image. Pixels that come from outside of it stay as they are.</summary>
    /// <param name="coefficients">Those of its splines, row after row.</param>
    /// <param name="turned">Receives the turned image, row after row.</param>
    public void Apply(ReadOnlySpan<double> coefficients, Span<double> turned)
    {
        for (var k = 0; k < pixels.Length; k++)
        {
            var value = 0.0;
            for (var term = k * Terms; term < (k + 1) * Terms; term++)
            {
                value += weights[term] * coefficients[places[term]];
            }

            turned[pixels[k]] = value;
        }
    }

    private static int Mirrored(int place, int length) => place < 0 ? -place : place >= length ? (2 * length) - 2 - place : place;

    // The cubic B-spline at t + 1, t, 1 − t and 2 − t.
    private static void Weights(double t, Span<double> weights)
    {
        var s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (4 - (6 * t * t) + (3 * t * t * t)) / 6;
        weights[2] = (4 - (6 * s * s) + (3 * s * s * s)) / 6;
        weights[3] = t * t * t / 6;
    }
}
