using Engram.Configuration;

namespace Engram.Figures;

/// <summary>Points in order, drawn as a line, or without order, drawn as points.</summary>
/// <param name="Name">What the legend says; curves of the same name share a colour. Empty for none.</param>
/// <param name="X">Positions along x.</param>
/// <param name="Y">As many along y.</param>
public sealed record Curve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Lower ends of an interval around each y; null for none.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper ends of an interval around each y; null for none.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>Whether it is drawn in grey, as what others are compared with.</summary>
    public bool Muted { get; init; }

    /// <summary>Whether its line is dashed, as what is predicted beside what was measured.</summary>
    public bool Dashed { get; init; }

    /// <summary>A path through a plane, such as that of two principal components.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="points">The points in order, x and y of each (T × 2) row-major.</param>
    /// <exception cref="UsageException">An odd number of values.</exception>
    public static Curve InPlane(string name, IReadOnlyList<double> points) => points.Count % 2 == 0
        ? new(name, [.. points.Where((_, place) => place % 2 == 0)], [.. points.Where((_, place) => place % 2 == 1)])
        : throw new UsageException($"`points` has {points.Count} values, but a point of a plane has two; give x and y of each.");

    /// <summary>
    /// The median of several curves, and their quartiles as interval, at every x that one of them has; between two of its own values, and
    /// after its last, a curve has the earlier one.
    /// </summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="curves">The curves, each ascending in x; values that are not finite are left out.</param>
    public static Curve MedianAndQuartiles(string name, IReadOnlyList<Curve> curves)
    {
        double[] x = [.. curves.SelectMany(curve => curve.X).Where(double.IsFinite).Distinct().Order()];
        var columns = Array.ConvertAll(x, _ => new List<double>());
        foreach (var curve in curves)
        {
            var (next, value) = (0, double.NaN);
            for (var k = 0; k < x.Length; k++)
            {
                for (; next < curve.X.Count && curve.X[next] <= x[k]; next++)
                {
                    value = double.IsFinite(curve.Y[next]) ? curve.Y[next] : value;
                }

                if (double.IsFinite(value))
                {
                    columns[k].Add(value);
                }
            }
        }

        foreach (var column in columns)
        {
            column.Sort();
        }

        return new(name, x, [.. columns.Select(column => At(column, 0.5))])
        {
            Low = [.. columns.Select(column => At(column, 0.25))], High = [.. columns.Select(column => At(column, 0.75))],
        };

        // On a straight line between the two values beside the place.
        static double At(List<double> sorted, double share)
        {
            var (below, part) = ((int)(share * (sorted.Count - 1)), (share * (sorted.Count - 1)) % 1);
            return sorted.Count == 0 ? double.NaN
                : part == 0 ? sorted[below] : sorted[below] + (part * (sorted[below + 1] - sorted[below]));
        }
    }

    /// <summary>The mean of several curves over the same x, with one standard deviation (n − 1) to each side.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="x">The positions that all share.</param>
    /// <param name="ys">One list for each curve; values that are not finite are left out.</param>
    public static Curve MeanAndSd(string name, IReadOnlyList<double> x, IReadOnlyList<IReadOnlyList<double>> ys)
    {
        var columns = Enumerable.Range(0, x.Count).Select(k => ys.Select(y => y[k]).Where(double.IsFinite).ToList()).ToList();
        var means = columns.Select(column => column.Count == 0 ? double.NaN : column.Average()).ToList();
        var sds = columns.Select((column, k) => column.Count < 2 ? 0
            : Math.Sqrt(column.Sum(value => (value - means[k]) * (value - means[k])) / (column.Count - 1))).ToList();
        return new(name, x, means)
        {
            Low = [.. means.Zip(sds, (mean, sd) => mean - sd)],
            High = [.. means.Zip(sds, (mean, sd) => mean + sd)],
        };
    }
}
