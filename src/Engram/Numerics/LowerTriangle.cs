namespace Engram.Numerics;

/// <summary>Cholesky factors of small dense matrices, of which the lower triangle counts (C × C, row-major).</summary>
internal static class LowerTriangle
{
    // Below this a pivot is rounding in matrices whose diagonals are near 1.
    private const double Least = 1e-14;

    /// <summary>Replaces σ by K = L⁻¹, where L Lᵀ = σ, so that xᵀσ⁻¹x = |K x|².</summary>
    /// <returns>ln |σ|. Directions without variance get the least that can be told from rounding.</returns>
    public static double Whiten(Span<double> sigma, int columns)
    {
        var logDeterminant = Factorise(sigma, columns);
        Span<double> column = stackalloc double[columns];
        for (var j = 0; j < columns; j++)
        {
            // L y = e_j by forward substitution; column j of L is not needed again once it has been used.
            column.Clear();
            for (var i = j; i < columns; i++)
            {
                var rest = i == j ? 1.0 : 0;
                for (var k = j; k < i; k++)
                {
                    rest -= sigma[(i * columns) + k] * column[k];
                }

                column[i] = rest / sigma[(i * columns) + i];
            }

            Keep(sigma, column, j, columns);
        }

        return logDeterminant;
    }

    // L[i, j] = (σ[i, j] − Σ_{k<j} L[i, k] L[j, k])/L[j, j], row by row in place.
    private static double Factorise(Span<double> sigma, int columns)
    {
        var logDeterminant = 0.0;
        for (var i = 0; i < columns; i++)
        {
            var row = sigma.Slice(i * columns, columns);
            for (var j = 0; j < i; j++)
            {
                row[j] = (row[j] - Rows.Dot(sigma.Slice(j * columns, j), row[..j])) / sigma[(j * columns) + j];
            }

            var pivot = Math.Max(Least, row[i] - Rows.Dot(row[..i], row[..i]));
            row[i] = Math.Sqrt(pivot);
            logDeterminant += Math.Log(pivot);
        }

        return logDeterminant;
    }

    // K is written above the diagonal, transposed, until L has been used up; its diagonal last.
    private static void Keep(Span<double> sigma, ReadOnlySpan<double> column, int j, int columns)
    {
        for (var i = j + 1; i < columns; i++)
        {
            sigma[(j * columns) + i] = column[i];
        }

        if (j < columns - 1)
        {
            return;
        }

        for (var i = 0; i < columns; i++)
        {
            sigma[(i * columns) + i] = 1 / sigma[(i * columns) + i];
            for (var k = 0; k < i; k++)
            {
                sigma[(i * columns) + k] = sigma[(k * columns) + i];
            }
        }
    }
}
