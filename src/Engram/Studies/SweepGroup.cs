using Engram.Configuration;
using Engram.Figures;
using Engram.Numerics;

namespace Engram.Studies;

/// <summary>The networks of a sweep that have one setting in common. The network is the unit of every interval.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Rows">Its networks whose training has ended.</param>
internal sealed record SweepGroup(string Name, IReadOnlyList<SweepTableRow> Rows)
{
    /// <summary>The name of the group of all.</summary>
    public const string All = "all networks";

    /// <summary>How many met the criterion.</summary>
    public int Reached => Rows.Count(row => row.Reached == true);

    /// <summary>The networks by combination of the settings, in the order of the table.</summary>
    public static IReadOnlyList<SweepGroup> Combinations(SweepTable table) => By(table, row => CombinationOf(table, row));

    /// <summary>The combination of the settings of a network: <c>delay 1s, units 50</c>, or the value alone of a setting that varies alone.</summary>
    public static string CombinationOf(SweepTable table, SweepTableRow row) => table.Axes.Count switch
    {
        0 => All,
        1 => row.Settings[0],
        _ => string.Join(", ", table.Axes.Zip(row.Settings, (axis, value) => $"{axis} {value}")),
    };

    /// <summary>The networks by the value of one setting, whatever the others are.</summary>
    /// <param name="table">The table.</param>
    /// <param name="axis">Place of the setting.</param>
    public static IReadOnlyList<SweepGroup> Along(SweepTable table, int axis) => By(table, row => row.Settings[axis]);

    /// <summary>The share that met the criterion, with Wilson's 95 % interval.</summary>
    public Estimate Share()
    {
        var (low, high) = Binomial.Wilson(Reached, Rows.Count);
        return Rows.Count == 0 ? new(Name, double.NaN, double.NaN, double.NaN)
            : new(Name, Reached / (double)Rows.Count, low, high) { Note = $"{Reached} of {Rows.Count}" };
    }

    /// <summary>
    /// The mean of a number of each network, with its 95 % t-interval as far as such numbers go; networks without the number are left out.
    /// Numbers that are all the same say nothing about their spread and have no interval.
    /// </summary>
    /// <param name="number">The number, at least 0.</param>
    /// <param name="most">The most that it can be.</param>
    public Estimate Mean(Func<SweepTableRow, double?> number, double most = double.PositiveInfinity)
    {
        double[] values = [.. Rows.Select(row => number(row) ?? double.NaN).Where(double.IsFinite)];
        var mean = SampleMean.Of(values);
        return new(Name, mean.Mean, double.NaN, double.NaN)
        {
            Values = values,
            Low = mean.Sd > 0 ? Math.Max(0, mean.Low) : double.NaN,
            High = mean.Sd > 0 ? Math.Min(most, mean.High) : double.NaN,
        };
    }

    /// <summary>An estimate in words: <c>0.91 [0.85, 0.97]</c>.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="axis">Whether it is a share, shown in percent.</param>
    public static string Words(Estimate estimate, Axis axis)
    {
        string Number(double value) => axis.Percent ? NumberText.Of(100 * value, "0.0") : axis.Whole ? NumberText.Of(value, "0") : NumberText.Of(value);
        return !double.IsFinite(estimate.Value) ? "-"
            : !double.IsFinite(estimate.Low) || !double.IsFinite(estimate.High) ? Number(estimate.Value)
            : $"{Number(estimate.Value)} [{Number(estimate.Low)}, {Number(estimate.High)}]";
    }

    private static IReadOnlyList<SweepGroup> By(SweepTable table, Func<SweepTableRow, string> name) =>
        [.. table.Rows.GroupBy(name).Select(group => new SweepGroup(group.Key, [.. group.Where(row => row.Ended)]))];
}
