using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.SequenceShift;

/// <summary>Numbers over networks, and correlations within one.</summary>
internal static class Statistics
{
    /// <summary>
    /// Mean with its 95 % interval; the value alone for one network, a dash for none. The interval ends where no mean can be.
    /// </summary>
    /// <param name="samples">One number for each network.</param>
    /// <param name="format">Of the numbers.</param>
    /// <param name="least">The least value that there can be.</param>
    /// <param name="greatest">The greatest.</param>
    public static string Interval(
        IEnumerable<double> samples, string format = "0.00", double least = double.NegativeInfinity, double greatest = double.PositiveInfinity)
    {
        var mean = SampleMean.Of([.. samples.Where(double.IsFinite)]);
        return mean.N == 0 ? "–"
            : mean.N == 1 ? Words.Number(mean.Mean, format)
            : $"{Words.Number(mean.Mean, format)} "
                + $"[{Words.Number(Math.Max(least, mean.Low), format)}, {Words.Number(Math.Min(greatest, mean.High), format)}]";
    }

    /// <summary>Mean correlation with its 95 % interval, which ends at −1 and 1.</summary>
    public static string OfCorrelations(IEnumerable<double> correlations, string format = "0.00") => Interval(correlations, format, -1, 1);

    /// <summary>Mean share with its 95 % interval, in percent; of errors, which may be greater than what they are compared with, give no end.</summary>
    public static string Percent(IEnumerable<double> shares, string format = "0", double greatest = 1)
    {
        var text = Interval(shares.Select(share => 100 * share), format, 0, 100 * greatest);
        return text == "–" ? text : text + " %";
    }

    /// <summary>
    /// Pearson's correlation over the pairs in which both are numbers; NaN for fewer than three, or where one does not vary.
    /// </summary>
    public static double Correlation(IEnumerable<double> a, IEnumerable<double> b)
    {
        var pairs = a.Zip(b).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToList();
        return pairs.Count < 3 ? double.NaN : MathNet.Numerics.Statistics.Correlation.Pearson(
            pairs.Select(pair => pair.First), pairs.Select(pair => pair.Second));
    }

    /// <summary>
    /// Spearman's correlation over the pairs in which both are numbers; NaN for fewer than three, or where one does not vary.
    /// </summary>
    public static double RankCorrelation(IEnumerable<double> a, IEnumerable<double> b)
    {
        var pairs = a.Zip(b).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToList();
        return pairs.Count < 3 ? double.NaN : MathNet.Numerics.Statistics.Correlation.Spearman(
            pairs.Select(pair => pair.First), pairs.Select(pair => pair.Second));
    }

    /// <summary>
    /// How well a prediction goes with what was found: Pearson's correlation over what was found, where no prediction is one of 0, and a
    /// prediction that does not vary has a correlation of 0. NaN only where fewer than three were found, or all the same.
    /// </summary>
    public static double Agreement(IReadOnlyList<double> found, IReadOnlyList<double> predicted)
    {
        var pairs = found.Zip(predicted).Where(pair => double.IsFinite(pair.First))
            .Select(pair => (pair.First, Second: double.IsFinite(pair.Second) ? pair.Second : 0)).ToList();
        return pairs.Count >= 3 && pairs.DistinctBy(pair => pair.Second).Count() == 1 ? 0
            : Correlation(pairs.Select(pair => pair.First), pairs.Select(pair => pair.Second));
    }

    /// <summary>Mean of the numbers that are finite; NaN for none.</summary>
    public static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Median of the numbers that are finite; NaN for none.</summary>
    public static double Median(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Median();

    /// <summary>Means over networks with their 95 % intervals, as a curve; values that are not finite are left out.</summary>
    public static Figures.Curve Curve(string name, IReadOnlyList<double> x, Func<int, IEnumerable<double>> samples)
    {
        var means = Enumerable.Range(0, x.Count).Select(k => SampleMean.Of([.. samples(k).Where(double.IsFinite)])).ToList();
        return new(name, x, [.. means.Select(mean => mean.Mean)])
        {
            // An interval of one network has no end.
            Low = [.. means.Select(mean => double.IsFinite(mean.Low) ? mean.Low : mean.Mean)],
            High = [.. means.Select(mean => double.IsFinite(mean.High) ? mean.High : mean.Mean)],
        };
    }
}
