using MathNet.Numerics.Statistics;

namespace Engram.Analysis;

/// <summary>Rank correlations.</summary>
internal static class RankOrder
{
    /// <summary>The correlation; 0 where one of the lists is constant.</summary>
    public static double Of(double[] x, double[] y, RankCorrelation kind) => kind == RankCorrelation.Spearman
        ? Pearson(Ranks(x), Ranks(y)) : KendallTauA(x, y);

    /// <summary>Pearson's correlation; 0 where one of the lists is constant.</summary>
    public static double Pearson(double[] x, double[] y) => Correlation.Pearson(x, y) is var r && double.IsFinite(r) ? Math.Clamp(r, -1, 1) : 0;

    /// <summary>Ranks from 1; equal values have their mean rank.</summary>
    public static double[] Ranks(double[] values) => Statistics.Ranks(values);

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
