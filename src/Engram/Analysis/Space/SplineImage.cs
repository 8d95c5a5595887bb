namespace Engram.Analysis;

/// <summary>An image between its pixels: cubic B-splines through them, mirrored at the edges, and 0 outside.</summary>
/// <remarks>Unser, Aldroubi and Eden 1993, B-spline signal processing, <see href="https://doi.org/10.1109/78.193221"/>.</remarks>
internal sealed class SplineImage
{
    private static readonly double Pole = Math.Sqrt(3) - 2;
    private readonly int width, height;
    private readonly double[] coefficients;

    /// <summary>Finds the splines.</summary>
    /// <param name="width">Columns, at least 2.</param>
    /// <param name="height">Rows, at least 2.</param>
    /// <param name="values">Row after row.</param>
    public SplineImage(int width, int height, IReadOnlyList<double> values)
    {
        (this.width, this.height) = (width, height);
        coefficients = [.. values];
        var line = new double[Math.Max(width, height)];
        for (var y = 0; y < height; y++)
        {
            Filter(coefficients, y * width, 1, line.AsSpan(0, width));
        }

        for (var x = 0; x < width; x++)
        {
            Filter(coefficients, x, width, line.AsSpan(0, height));
        }
    }

    /// <summary>The image, turned around its middle.</summary>
    /// <param name="degrees">By how much.</param>
    public double[] Rotated(double degrees)
    {
        var (cos, sin) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var (midX, midY, turned) = ((width - 1) / 2.0, (height - 1) / 2.0, new double[width * height]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                turned[(y * width) + x] = At((cos * (x - midX)) - (sin * (y - midY)) + midX, (sin * (x - midX)) + (cos * (y - midY)) + midY);
            }
        }

        return turned;
    }

    private double At(double x, double y)
    {
        if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1))
        {
            return 0;
        }

        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        Span<double> across = stackalloc double[4], down = stackalloc double[4];
        Weights(x - left, across);
        Weights(y - top, down);
        var value = 0.0;
        for (var j = 0; j < 4; j++)
        {
            var row = Mirrored(top - 1 + j, height) * width;
            for (var i = 0; i < 4; i++)
            {
                value += down[j] * across[i] * coefficients[row + Mirrored(left - 1 + i, width)];
            }
        }

        return value;
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
