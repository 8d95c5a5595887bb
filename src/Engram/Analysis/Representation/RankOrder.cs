namespace Engram.Analysis;

/// <summary>Rank correlations.</summary>
internal static class RankOrder
{
    /// <summary>The correlation; 0 where one of the lists is constant.</summary>
    public static double Of(double[] x, double[] y, RankCorrelation kind) => kind == RankCorrelation.Spearman
        ? Pearson(Ranks(x), Ranks(y)) : KendallTauA(x, y);

    /// <summary>Ranks from 1; equal values have their mean rank.</summary>
    public static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(k => values[k])];
        var ranks = new double[values.Length];
        for (var k = 0; k < order.Length;)
        {
            var end = k;
            while (end < order.Length && values[order[end]] == values[order[k]])
            {
                end++;
            }

            for (var i = k; i < end; i++)
            {
                ranks[order[i]] = (k + end + 1) / 2.0;
            }

            k = end;
        }

        return ranks;
    }

    /// <summary>Pearson's correlation; 0 where one of the lists is constant.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (mx, my) = (0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            (mx, my) = (mx + (x[k] / x.Length), my + (y[k] / x.Length));
        }

        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            var (a, b) = (x[k] - mx, y[k] - my);
            (xy, xx, yy) = (xy + (a * b), xx + (a * a), yy + (b * b));
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : 0;
    }

    private static double KendallTauA(double[] x, double[] y)
    {
        var sum = 0L;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
            }
        }

        return sum / (0.5 * x.Length * (x.Length - 1));
    }
}
