using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Paired permutation test of whether differences are 0 on average: with s of random signs, p = (1 + #{|Σ s d| ≥ |Σ d|})/(1 + P), two-sided.
/// It holds where differences are as likely to be d as −d.
/// </summary>
internal static class SignFlips
{
    /// <summary>p of each column.</summary>
    /// <param name="differences">d (n × N).</param>
    /// <param name="columns">N.</param>
    /// <param name="permutations">P, the same signs for all columns.</param>
    /// <param name="seed">Seed of the signs.</param>
    public static double[] PValues(double[] differences, int columns, int permutations, ulong seed)
    {
        var rows = differences.Length / columns;
        var observed = new double[columns];
        for (var row = 0; row < rows; row++)
        {
            Rows.AddScaled(observed, 1, differences.AsSpan(row * columns, columns));
        }

        var asGreat = new int[columns];
        var sum = new double[columns];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(seed, k);
            Array.Clear(sum);
            for (var row = 0; row < rows; row++)
            {
                Rows.AddScaled(sum, stream.NextInt(2) == 0 ? 1 : -1, differences.AsSpan(row * columns, columns));
            }

            for (var column = 0; column < columns; column++)
            {
                // Equal sums may differ by rounding where the order of adding differs.
                asGreat[column] += Math.Abs(sum[column]) >= Math.Abs(observed[column]) * (1 - 1e-9) ? 1 : 0;
            }
        }

        return [.. asGreat.Select(count => (1.0 + count) / (1 + permutations))];
    }
}
