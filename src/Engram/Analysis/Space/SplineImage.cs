namespace Engram.Analysis;

/// <summary>An image between its pixels: cubic B-splines through them, mirrored at the edges, and 0 outside.</summary>
/// <remarks>Unser, Aldroubi and Eden 1993, B-spline signal processing, <see href="https://doi.org/10.1109/78.193221"/>.</remarks>
internal sealed class SplineImage
{
    // A spline reaches one pixel to the left and two to the right.
    private const int Before = 1, Margins = 3;
    private static readonly double Pole = Math.Sqrt(3) - 2;
    private readonly int width, height;
    private readonly double[] padded;

    /// <summary>Finds the splines.</summary>
    /// <param name="width">Columns, at least 2.</param>
    /// <param name="height">Rows, at least 2.</param>
    /// <param name="values">Row after row.</param>
    public SplineImage(int width, int height, IReadOnlyList<double> values)
    {
        (this.width, this.height) = (width, height);
        double[] coefficients = [.. values];
        var line = new double[Math.Max(width, height)];
        for (var y = 0; y < height; y++)
        {
            Filter(coefficients, y * width, 1, line.AsSpan(0, width));
        }

        for (var x = 0; x < width; x++)
        {
            Filter(coefficients, x, width, line.AsSpan(0, height));
        }

        padded = new double[Stride(width) * (height + Margins)];
        for (var y = 0; y < height + Margins; y++)
        {
            var (row, into) = (Mirrored(y - Before, height) * width, y * Stride(width));
            for (var x = 0; x < width + Margins; x++)
            {
                padded[into + x] = coefficients[row + Mirrored(x - Before, width)];
            }
        }
    }

    /// <summary>Values from one row of <see cref="Padded"/> to the next.</summary>
    public static int Stride(int width) => width + Margins;

    /// <summary>The coefficients of the splines, row after row, with one more before and two more after each row and column.</summary>
    public ReadOnlySpan<double> Padded => padded;

    /// <summary>The image, turned around its middle.</summary>
    /// <param name="degrees">By how much.</param>
    public double[] Rotated(double degrees)
    {
        var turned = new double[width * height];
        new SplineRotation(width, height, degrees, Enumerable.Range(0, turned.Length)).Apply(this, turned);
        return turned;
    }

    private static int Mirrored(int place, int length) => place < 0 ? -place : place >= length ? Math.Abs((2 * length) - 2 - place) : place;

    // c⁺ₖ = 6 fₖ + z c⁺ₖ₋₁, cₖ = z (cₖ₊₁ − c⁺ₖ), z = √3 − 2.
    private static void Filter(double[] values, int start, int stride, Span<double> line)
    {
        var n = line.Length;
        for (var k = 0; k < n; k++)
        {
            line[k] = 6 * values[start + (k * stride)];
        }

        // The sum over the mirrored line, which has a period of 2 n − 2.
        var (sum, power, last) = (line[0] + (Math.Pow(Pole, n - 1) * line[n - 1]), Pole, Math.Pow(Pole, (2 * n) - 3));
        for (var k = 1; k < n - 1; k++)
        {
            sum += (power + last) * line[k];
            power *= Pole;
            last /= Pole;
        }

        line[0] = sum / (1 - Math.Pow(Pole, (2 * n) - 2));
        for (var k = 1; k < n; k++)
        {
            line[k] += Pole * line[k - 1];
        }

        line[n - 1] = Pole / ((Pole * Pole) - 1) * (line[n - 1] + (Pole * line[n - 2]));
        for (var k = n - 2; k >= 0; k--)
        {
            line[k] = Pole * (line[k + 1] - line[k]);
        }

        for (var k = 0; k < n; k++)
        {
            values[start + (k * stride)] = line[k];
        }
    }
}
