namespace Engram.Figures;

/// <summary>The density of points in a plane, by Gaussian kernels.</summary>
internal static class KernelDensity
{
    /// <summary>The density in the middle of each cell of a grid, as a share of the greatest.</summary>
    /// <param name="points">At least two points.</param>
    /// <param name="x">Where the first column begins, how wide each is, and how many there are.</param>
    /// <param name="y">Where the first row begins, how high each is, and how many there are.</param>
    /// <returns>Rows × columns; zero where all points are one.</returns>
    public static double[,] Of(
        IReadOnlyList<(double X, double Y)> points, (double Start, double Width, int Count) x, (double Start, double Width, int Count) y)
    {
        // p(x, y) ∝ Σ_i exp(−(x − x_i)²/(2h_x²) − (y − y_i)²/(2h_y²)),   h = σ·n^(−1/6)   (Scott's rule in two dimensions)
        var across = Kernels([.. points.Select(point => point.X)], x);
        var along = Kernels([.. points.Select(point => point.Y)], y);
        var density = new double[y.Count, x.Count];
        var greatest = 0.0;
        for (var row = 0; row < y.Count; row++)
        {
            for (var column = 0; column < x.Count; column++)
            {
                for (var i = 0; i < points.Count; i++)
                {
                    density[row, column] += along[row, i] * across[column, i];
                }

                greatest = Math.Max(greatest, density[row, column]);
            }
        }

        for (var row = 0; row < y.Count && greatest > 0; row++)
        {
            for (var column = 0; column < x.Count; column++)
            {
                density[row, column] /= greatest;
            }
        }

        return density;
    }

    private static double[,] Kernels(double[] values, (double Start, double Width, int Count) grid)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        var h = Math.Max(deviation * Math.Pow(values.Length, -1.0 / 6), grid.Width / 2);
        var kernels = new double[grid.Count, values.Length];
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var middle = grid.Start + ((cell + 0.5) * grid.Width);
            for (var i = 0; i < values.Length; i++)
            {
                kernels[cell, i] = Math.Exp(-(middle - values[i]) * (middle - values[i]) / (2 * h * h));
            }
        }

        return kernels;
    }
}
