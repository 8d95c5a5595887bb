namespace Engram.Analysis;

/// <summary>Quantiles of values, infinite ones among them.</summary>
internal static class Spread
{
    /// <summary>A quantile, on a straight line between the two values beside its place; NaN without values.</summary>
    /// <param name="values">The values; those that are no number are left out.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var (below, part) = ((int)(share * (sorted.Length - 1)), (share * (sorted.Length - 1)) % 1);
        return part == 0 || sorted[below] == sorted[below + 1] ? sorted[below]
            : sorted[below] + (part * (sorted[below + 1] - sorted[below]));
    }
}
