using Engram.Numerics;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Statistics of networks: each network counts once.</summary>
internal static class Statistics
{
    /// <summary>Spearman's rank correlation and the share of permutations whose correlation is at least as far from 0.</summary>
    public static (double Rho, double P) Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y, int permutations = 2000)
    {
        var kept = Enumerable.Range(0, x.Count).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i])).ToArray();
        var (a, b) = (Ranks(kept.Select(i => x[i])), Ranks(kept.Select(i => y[i])));
        var rho = Correlation.Pearson(a, b);
        if (!double.IsFinite(rho))
        {
            return (double.NaN, double.NaN);
        }

        var extreme = 1;
        for (var permutation = 0; permutation < permutations; permutation++)
        {
            var stream = new RandomStream(new StreamKey(1, Purpose.Analysis), permutation);
            for (var i = b.Length - 1; i > 0; i--)
            {
                var j = stream.NextInt(i + 1);
                (b[i], b[j]) = (b[j], b[i]);
            }

            extreme += Math.Abs(Correlation.Pearson(a, b)) >= Math.Abs(rho) - 1e-12 ? 1 : 0;
        }

        return (rho, (double)extreme / (permutations + 1));
    }

    /// <summary>Slope of the least-squares line.</summary>
    public static double Slope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (mx, my) = (x.Average(), y.Average());
        var (xy, xx) = (0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
        }

        return xy / xx;
    }

    /// <summary>Mean ± standard deviation, for a table.</summary>
    public static string Spread(IEnumerable<double> values, string format = "0.00")
    {
        var all = values.Where(double.IsFinite).ToList();
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        return all.Count switch
        {
            0 => "–",
            1 => all[0].ToString(format, invariant),
            _ => $"{all.Average().ToString(format, invariant)} ± {all.StandardDeviation().ToString(format, invariant)}",
        };
    }

    private static double[] Ranks(IEnumerable<double> values) => ArrayStatistics.RanksInplace([.. values]);
}
