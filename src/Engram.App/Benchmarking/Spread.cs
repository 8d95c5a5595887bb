using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Terminal;

namespace Engram.App.Benchmarking;

/// <summary>Median and extremes of several measurements.</summary>
/// <param name="Median">The middle one, or the mean of the two in the middle.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
internal readonly record struct Spread(double Median, double Least, double Greatest)
{
    /// <summary>Of some measurements.</summary>
    /// <param name="values">At least one.</param>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var half = sorted.Length / 2;
        return new(sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, sorted[0], sorted[^1]);
    }

    /// <summary>As <c>{"median": …, "min": …, "max": …}</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["median"] = Output.Number(Median), ["min"] = Output.Number(Least), ["max"] = Output.Number(Greatest),
    };

    /// <summary>As <c>4.0 [3.8, 7.5]</c>.</summary>
    /// <param name="format">Format of each number.</param>
    public string ToText(string format)
    {
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(Median)} [{Text(Least)}, {Text(Greatest)}]";
    }
}
