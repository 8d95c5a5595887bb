using System.Globalization;
using Engram.Configuration;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.LowRank;

/// <summary>Numbers as the report writes them.</summary>
internal static class Words
{
    /// <summary>Mean ± standard deviation; the value alone for one, a dash for none.</summary>
    public static string Spread(IEnumerable<double> values, string format = "0.00")
    {
        var all = values.Where(double.IsFinite).ToList();
        return all.Count switch
        {
            0 => "–",
            1 => Number(all[0], format),
            _ => $"{Number(all.Average(), format)} ± {Number(all.StandardDeviation(), format)}",
        };
    }

    /// <summary>A mean with its 95 % interval.</summary>
    public static string Interval(IReadOnlyList<double> values, string format = "0.00") =>
        SampleMean.Of(values) is var mean && mean.N < 2 ? Number(mean.Mean, format) : $"{Number(mean.Mean, format)} [{Number(mean.Low, format)}, {Number(mean.High, format)}]";

    /// <summary>
    /// Mean ± standard deviation, and median and quartiles where that deviation is more than ten times what lies between the quartiles:
    /// a few outliers then make up both mean and deviation.
    /// </summary>
    public static string Robust(IEnumerable<double> values, string format = "0.00")
    {
        var all = values.Where(double.IsFinite).ToList();
        return all.Count > 3 && all.StandardDeviation() > 10 * (all.UpperQuartile() - all.LowerQuartile())
            ? Quartiles(all, "G3") : Spread(all, format);
    }

    /// <summary>Median and quartiles.</summary>
    public static string Quartiles(IEnumerable<double> values, string format = "0.000")
    {
        var all = values.Where(double.IsFinite).ToList();
        return all.Count == 0 ? "–"
            : $"{Number(all.Median(), format)} ({Number(all.LowerQuartile(), format)} to {Number(all.UpperQuartile(), format)})";
    }

    /// <summary>A number.</summary>
    public static string Number(double value, string format = "0.00") => NumberText.Of(value, format);

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => Number(100 * share, "0.0") + " %";

    /// <summary>A number for a file.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
