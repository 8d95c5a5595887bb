using System.Globalization;
using Engram.Configuration;

namespace Engram.Cells;

/// <summary>Cuts the units of a network into populations.</summary>
internal static class PopulationSizes
{
    /// <summary>
    /// Units of each population, N in all: ⌊N · weight⌋, and one more where the largest remainders are, the first of equal ones.
    /// </summary>
    /// <param name="weights">Share of each population; their sum counts as all units.</param>
    /// <param name="units">N.</param>
    /// <exception cref="UsageException">A weight is not above 0, or a population would have no unit.</exception>
    public static IReadOnlyList<int> Of(IReadOnlyList<double> weights, int units)
    {
        var total = weights.Sum();
        if (weights.Count == 0 || weights.Any(weight => !(weight > 0)) || !double.IsFinite(total))
        {
            throw new UsageException(
                $"The weights of the populations are {Text(weights)}, but each must be above 0; write for example 0.5,0.5.");
        }

        var sizes = Rounded(weights, units);
        return sizes.IndexOf(0) < 0
            ? sizes
            : throw new UsageException(
                $"{units} units in populations of weights {Text(weights)} leave population {sizes.IndexOf(0) + 1} without a unit; "
                + "set more `Units`, or fewer `Populations`.");
    }

    /// <summary>The same without a check; a population may have no unit.</summary>
    /// <param name="weights">Share of each population, above 0.</param>
    /// <param name="units">N.</param>
    public static List<int> Rounded(IReadOnlyList<double> weights, int units)
    {
        var total = weights.Sum();

        // The small number undoes the rounding of products such as 0.29 · 100 = 28.999999999999996.
        double[] shares = [.. weights.Select(weight => (weight / total * units) + 1e-9)];
        List<int> sizes = [.. shares.Select(share => (int)share)];
        var left = units - sizes.Sum();
        foreach (var p in Enumerable.Range(0, sizes.Count).OrderByDescending(p => shares[p] - (int)shares[p]).Take(Math.Max(0, left)))
        {
            sizes[p]++;
        }

        return sizes;
    }

    private static string Text(IEnumerable<double> weights) =>
        string.Join(", ", weights.Select(weight => weight.ToString("0.###", CultureInfo.InvariantCulture)));
}
