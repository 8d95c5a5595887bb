namespace Engram.Analysis;

/// <summary>
/// Memory fields of all units, and a test of each R²: the directions are permuted among the trials, the mean rates taken anew and the field
/// fitted to them. Observed and permuted R² are those of the same grid.
/// </summary>
internal static class FieldTest
{
    /// <summary>Fields and p; null and 1 where there is none.</summary>
    public static (MemoryField?[] Fields, double[] P) Run(DelayTrials trials, int permutations, ulong seed)
    {
        var (units, groups) = (trials.Units, trials.Counts.Length);
        var fields = new MemoryField?[units];
        var p = new double[units];
        Array.Fill(p, 1);
        if (trials.Groups.Directions is not { } directions || groups < MemoryField.FewestDirections)
        {
            return (fields, p);
        }

        var grid = new FieldGrid(directions);
        var means = Means(trials, trials.Labels);
        var observed = new double[units];
        for (var unit = 0; unit < units; unit++)
        {
            fields[unit] = grid.Fit([.. Of(means, unit, units)]);
            observed[unit] = grid.RSquared(Of(means, unit, units));
        }

        var asGreat = new int[units];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(seed, k);
            int[] permuted = [.. trials.Labels];
            Resampling.Shuffle<int>(permuted, ref stream);
            var shuffled = Means(trials, permuted);
            for (var unit = 0; unit < units; unit++)
            {
                asGreat[unit] += fields[unit] is not null && grid.RSquared(Of(shuffled, unit, units)) >= observed[unit] * (1 - 1e-9) ? 1 : 0;
            }
        }

        for (var unit = 0; unit < units; unit++)
        {
            p[unit] = fields[unit] is null ? 1 : (1.0 + asGreat[unit]) / (1 + permutations);
        }

        return (fields, p);
    }

    // Mean rate of each group (K × N).
    private static double[] Means(DelayTrials trials, int[] labels) =>
        ConditionSamples.Means(trials.Rates, trials.Units, labels, trials.Counts.Length, _ => true);

    private static double[] Of(double[] means, int unit, int units)
    {
        var one = new double[means.Length / units];
        for (var k = 0; k < one.Length; k++)
        {
            one[k] = means[(k * units) + unit];
        }

        return one;
    }
}
