using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>e^A of a square matrix: the Taylor series of A/2ˢ, small enough to end after a few terms, squared s times.</summary>
internal static class MatrixExponential
{
    private const int Terms = 18;
    private const double Small = 0.5;

    /// <summary>Computes it.</summary>
    /// <param name="matrix">A (width × width), row-major.</param>
    /// <param name="width">Rows and columns.</param>
    /// <returns>e^A, row-major; not finite where the exponential overflows.</returns>
    /// <exception cref="UsageException">A is not finite.</exception>
    public static double[] Of(ReadOnlySpan<double> matrix, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, width * width);
        Finite.Matrix(matrix, width, "matrix");
        var norm = 0.0;
        for (var i = 0; i < width; i++)
        {
            var sum = 0.0;
            foreach (var value in matrix.Slice(i * width, width))
            {
                sum += Math.Abs(value);
            }

            norm = Math.Max(norm, sum);
        }

        var squarings = double.IsFinite(norm) ? Math.Max(0, (int)Math.Ceiling(Math.Log2(Math.Max(norm, double.Epsilon) / Small))) : 0;
        var scaled = matrix.ToArray();
        foreach (ref var value in scaled.AsSpan())
        {
            value = Math.ScaleB(value, -squarings);
        }

        // I + A (I + A/2 (I + A/3 (…))), from the innermost bracket outwards.
        var (result, product) = (Identity(width), new double[width * width]);
        for (var k = Terms; k > 0; k--)
        {
            Multiply(scaled, result, product, width);
            for (var i = 0; i < product.Length; i++)
            {
                result[i] = (product[i] / k) + (i % (width + 1) == 0 ? 1 : 0);
            }
        }

        for (var k = 0; k < squarings; k++)
        {
            Multiply(result, result, product, width);
            (result, product) = (product, result);
        }

        return result;
    }

    private static double[] Identity(int width)
    {
        var identity = new double[width * width];
        for (var i = 0; i < width; i++)
        {
            identity[i * (width + 1)] = 1;
        }

        return identity;
    }

    // C = A B, row by row: the rows of B are added with the weights that a row of A gives.
    private static void Multiply(double[] a, double[] b, double[] c, int width)
    {
        Array.Clear(c);
        for (var i = 0; i < width; i++)
        {
            var row = c.AsSpan(i * width, width);
            for (var k = 0; k < width; k++)
            {
                Numerics.Rows.AddScaled(row, a[(i * width) + k], b.AsSpan(k * width, width));
            }
        }
    }
}
