using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Correlations over trials of pairs of bins, by their lag: all pairs of each lag.</summary>
internal sealed class LagCorrelations
{
    private readonly double[][] bins;
    private readonly int units;

    /// <summary>Takes the mean of each group out of each bin.</summary>
    /// <param name="rows">Rates in each bin, (n × N) each.</param>
    /// <param name="units">N.</param>
    /// <param name="labels">The group of each trial.</param>
    public LagCorrelations(double[][] rows, int units, int[] labels)
    {
        this.units = units;
        int[][] groups = [.. Enumerable.Range(0, labels.Length).GroupBy(k => labels[k]).Select(group => group.ToArray())];
        bins = [.. rows.Select(bin => Centred(bin, groups))];
    }

    /// <summary>The correlations of one unit, a list for each lag from 1; pairs with a bin in which it is constant are left out.</summary>
    public double[][] Of(int unit)
    {
        double[][] courses = [.. bins.Select(bin => Enumerable.Range(0, bin.Length / units).Select(k => bin[(k * units) + unit]).ToArray())];
        double[] squares = [.. courses.Select(course => DenseRows.Dot(course, course))];
        return
        [
            .. Enumerable.Range(1, bins.Length - 1).Select(lag => Enumerable.Range(0, bins.Length - lag)
                .Where(i => squares[i] > 0 && squares[i + lag] > 0)
                .Select(i => DenseRows.Dot(courses[i], courses[i + lag]) / Math.Sqrt(squares[i] * squares[i + lag])).ToArray()),
        ];
    }

    /// <summary>The mean over units at each lag, each unit counting once.</summary>
    public static double[][] Mean(IReadOnlyList<double[][]> units, int lags) =>
    [
        .. Enumerable.Range(0, lags).Select(lag => units.Where(one => one[lag].Length > 0).Select(one => one[lag].Average()).ToList())
            .Select((means, lag) => means.Count == 0 ? [] : Enumerable.Repeat(means.Average(), lags - lag).ToArray()),
    ];

    private double[] Centred(double[] bin, int[][] groups)
    {
        double[] centred = [.. bin];
        foreach (var group in groups)
        {
            var mean = DenseRows.Mean(bin, units, group);
            foreach (var trial in group)
            {
                Rows.AddScaled(centred.AsSpan(trial * units, units), -1, mean);
            }
        }

        // What rounding of single-precision rates leaves of a unit that is constant.
        for (var unit = 0; unit < units; unit++)
        {
            var (most, scale) = (0.0, 0.0);
            for (var k = unit; k < bin.Length; k += units)
            {
                (most, scale) = (Math.Max(most, Math.Abs(centred[k])), Math.Max(scale, Math.Abs(bin[k])));
            }

            for (var k = unit; k < bin.Length && most <= 1e-9 * scale; k += units)
            {
                centred[k] = 0;
            }
        }

        return centred;
    }
}
