using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Correlations of maps of two recordings, for any assignment of the units of the second to those of the first.</summary>
internal sealed class MapPairs
{
    private readonly double[][] first, second;
    private readonly double[,] space, population;

    /// <summary>Correlates all units with all.</summary>
    /// <param name="first">Maps (bins × N).</param>
    /// <param name="second">Maps (bins × N).</param>
    /// <param name="units">N.</param>
    /// <param name="bins">The bins that count.</param>
    public MapPairs(double[] first, double[] second, int units, int[] bins)
    {
        this.first = ByUnit(first);
        this.second = ByUnit(second);
        space = Products([.. this.first.Select(Normalised)], [.. this.second.Select(Normalised)], 1);
        population = Products(ByBin(this.first), ByBin(this.second), bins.Length);

        double[][] ByUnit(double[] maps) => [.. Enumerable.Range(0, units).Select(unit => bins.Select(bin => maps[(bin * units) + unit]).ToArray())];
        double[][] ByBin(double[][] rows)
        {
            double[][] columns = [.. Enumerable.Range(0, bins.Length).Select(bin => Normalised([.. rows.Select(row => row[bin])]))];
            return [.. Enumerable.Range(0, units).Select(unit => columns.Select(column => column[unit]).ToArray())];
        }
    }

    /// <summary>The mean over units of the correlation of their maps.</summary>
    /// <param name="order">Which unit of the second recording each is.</param>
    public double Space(int[] order) => Sum(space, order) / order.Length;

    /// <summary>The mean over bins of the correlation of the activity of all units.</summary>
    /// <param name="order">Which unit of the second recording each is.</param>
    public double Population(int[] order) => Sum(population, order);

    /// <summary>The correlation of the maps of one unit; 0 where one is flat.</summary>
    public double Correlation(int unit) => Math.Clamp(space[unit, unit], -1, 1);

    /// <summary>The means of the maps of one unit.</summary>
    public (double First, double Second) Means(int unit) => (first[unit].Average(), second[unit].Average());

    private static double Sum(double[,] products, int[] order)
    {
        var sum = 0.0;
        for (var unit = 0; unit < order.Length; unit++)
        {
            sum += products[unit, order[unit]];
        }

        return sum;
    }

    private static double[,] Products(double[][] a, double[][] b, double over)
    {
        var made = new double[a.Length, b.Length];
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                made[i, j] = Rows.Dot(a[i], b[j]) / over;
            }
        }

        return made;
    }

    /// <summary>Values less their mean, of length 1; all 0 where they are the same.</summary>
    internal static double[] Normalised(double[] values)
    {
        var mean = values.Average();
        double[] made = [.. values.Select(value => value - mean)];
        var (length, size) = (Math.Sqrt(Rows.Dot(made, made)), Math.Sqrt(Rows.Dot(values, values)));

        // What rounding leaves of a constant is no difference.
        Rows.Scale(made, length > 1e-9 * size ? 1 / length : 0);
        return made;
    }
}
