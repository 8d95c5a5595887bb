using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// What factor A explains beyond factor B: R²(A + B) − R²(B). With Ã the indicators of A less their means within each value of B,
/// and y the rates less theirs, it is yᵀÃ(ÃᵀÃ)⁺Ãᵀy/Σ(r − m)². A is permuted within the values of B, which leaves R²(B) as it is.
/// </summary>
internal static class AddedVariance
{
    /// <summary>Shares and p of all units.</summary>
    /// <param name="samples">Rates (n × N).</param>
    /// <param name="units">N.</param>
    /// <param name="a">Value of A of each trial.</param>
    /// <param name="b">Value of B of each trial.</param>
    /// <param name="permutations">P.</param>
    /// <param name="seed">Seed of the permutations.</param>
    public static (double[] Shares, double[] P) Of(double[] samples, int units, int[] a, int[] b, int permutations, ulong seed)
    {
        int[][] groups = [.. Enumerable.Range(0, b.Length).GroupBy(k => b[k]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        int[] all = [.. Enumerable.Range(0, b.Length)];
        var within = Centred(samples, units, groups);
        var total = Squares(Centred(samples, units, [all]), units);
        var mean = DenseRows.Mean(samples, units, all);
        var levels = a.Max() + 1;
        var observed = Explained(within, units, a, groups, levels);
        var asGreat = new int[units];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(seed, k);
            int[] permuted = [.. a];
            foreach (var group in groups)
            {
                int[] values = [.. group.Select(trial => a[trial])];
                Resampling.Shuffle<int>(values, ref stream);
                foreach (var (place, trial) in group.Index())
                {
                    permuted[trial] = values[place];
                }
            }

            var explained = Explained(within, units, permuted, groups, levels);
            for (var unit = 0; unit < units; unit++)
            {
                asGreat[unit] += explained[unit] >= observed[unit] * (1 - 1e-9) ? 1 : 0;
            }
        }

        // Rates are single precision; what varies less than that is rounding of the sums.
        bool[] isConstant = [.. total.Select((sum, unit) => sum <= 1e-18 * b.Length * mean[unit] * mean[unit])];
        return (
            [.. observed.Select((sum, unit) => isConstant[unit] ? 0 : Math.Clamp(sum / total[unit], 0, 1))],
            [.. asGreat.Select((count, unit) => isConstant[unit] ? 1 : (1.0 + count) / (1 + permutations))]);
    }

    private static double[] Explained(double[] within, int units, int[] a, int[][] groups, int levels)
    {
        // ÃᵀÃ = Σ over groups of diag(n) − n nᵀ/Σn, n the trials of each value of A in the group.
        var gram = Matrix<double>.Build.Dense(levels, levels);
        foreach (var group in groups)
        {
            var n = Vector<double>.Build.Dense(levels);
            foreach (var trial in group)
            {
                n[a[trial]]++;
            }

            gram += Matrix<double>.Build.DenseOfDiagonalVector(n) - (n.OuterProduct(n) / group.Length);
        }

        var sums = new double[levels * units];
        for (var k = 0; k < a.Length; k++)
        {
            Rows.AddScaled(sums.AsSpan(a[k] * units, units), 1, within.AsSpan(k * units, units));
        }

        var eigen = gram.Evd(Symmetricity.Symmetric);
        var explained = new double[units];
        var along = new double[units];
        for (var k = 0; k < levels; k++)
        {
            var value = eigen.EigenValues[k].Real;
            if (value <= 1e-9 * a.Length)
            {
                continue;
            }

            Array.Clear(along);
            for (var level = 0; level < levels; level++)
            {
                Rows.AddScaled(along, eigen.EigenVectors[level, k], sums.AsSpan(level * units, units));
            }

            for (var unit = 0; unit < units; unit++)
            {
                explained[unit] += along[unit] * along[unit] / value;
            }
        }

        return explained;
    }

    private static double[] Centred(double[] samples, int units, int[][] groups)
    {
        double[] centred = [.. samples];
        foreach (var group in groups)
        {
            var mean = DenseRows.Mean(samples, units, group);
            foreach (var trial in group)
            {
                Rows.AddScaled(centred.AsSpan(trial * units, units), -1, mean);
            }
        }

        return centred;
    }

    private static double[] Squares(double[] rows, int units)
    {
        var sums = new double[units];
        for (var k = 0; k < rows.Length; k++)
        {
            sums[k % units] += rows[k] * rows[k];
        }

        return sums;
    }
}
