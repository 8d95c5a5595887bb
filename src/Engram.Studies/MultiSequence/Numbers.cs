using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>Numbers of several networks.</summary>
internal static class Numbers
{
    /// <summary>Mean and its 95 % t-interval over networks; values that are no numbers are left out.</summary>
    public static string Interval(IEnumerable<double> values, string format = "0.00")
    {
        var mean = SampleMean.Of([.. values.Where(double.IsFinite)]);
        return mean.N == 0 ? "–"
            : mean.N == 1 ? Words.Number(mean.Mean, format)
            : $"{Words.Number(mean.Mean, format)} ({Words.Number(mean.Low, format)} to {Words.Number(mean.High, format)})";
    }

    /// <summary>Slope of the least-squares line, Σ (x − x̄)(y − ȳ)/Σ (x − x̄)².</summary>
    public static double Slope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y).Sum(point => (point.First - meanX) * (point.Second - meanY)) / x.Sum(value => (value - meanX) * (value - meanX));
    }
}
