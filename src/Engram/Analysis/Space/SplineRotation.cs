using System.Runtime.Intrinsics;

namespace Engram.Analysis;

/// <summary>A turn of images of one size around their middle: which coefficients of its splines a pixel of the turned image is made of, found once.</summary>
internal sealed class SplineRotation
{
    // A cubic B-spline covers four pixels in each direction.
    private const int Covered = 4;
    private readonly int stride;
    private readonly (int Pixel, int First)[] pixels;
    private readonly Vector256<double>[] across;
    private readonly double[] down;

    /// <summary>Finds them.</summary>
    /// <param name="width">Columns, at least 2.</param>
    /// <param name="height">Rows, at least 2.</param>
    /// <param name="degrees">By how much.</param>
    /// <param name="pixels">Which pixels of the turned image are computed.</param>
    public SplineRotation(int width, int height, double degrees, IEnumerable<int> pixels)
    {
        var (cos, sin) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var (midX, midY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        stride = SplineImage.Stride(width);
        var from = pixels.Select(pixel =>
        {
            var (x, y) = ((pixel % width) - midX, (pixel / width) - midY);
            return (Pixel: pixel, X: (cos * x) - (sin * y) + midX, Y: (sin * x) + (cos * y) + midY);
        }).Where(one => one.X >= 0 && one.Y >= 0 && one.X <= width - 1 && one.Y <= height - 1).ToArray();
        (this.pixels, across, down) = (new (int, int)[from.Length], new Vector256<double>[from.Length], new double[Covered * from.Length]);
        Span<double> weights = stackalloc double[Covered];
        foreach (var (k, (pixel, x, y)) in from.Index())
        {
            // Padding puts the coefficient to the left and above at the same place.
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            this.pixels[k] = (pixel, (top * stride) + left);
            Weights(x - left, weights);
            across[k] = Vector256.Create<double>(weights);
            Weights(y - top, down.AsSpan(k * Covered, Covered));
        }
    }

    /// <summary>Turns an image. Pixels that come from outside of it stay as they are.</summary>
    /// <param name="image">The image.</param>
    /// <param name="turned">Receives the turned image, row after row.</param>
    public void Apply(SplineImage image, Span<double> turned)
    {
        var padded = image.Padded;
        for (var k = 0; k < pixels.Length; k++)
        {
            var (pixel, first) = pixels[k];
            var rows = Vector256<double>.Zero;
            for (var j = 0; j < Covered; j++)
            {
                rows += down[(k * Covered) + j] * Vector256.Create(padded.Slice(first + (j * stride), Covered));
            }

            rows *= across[k];
            turned[pixel] = rows[0] + rows[1] + (rows[2] + rows[3]);
        }
    }

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
