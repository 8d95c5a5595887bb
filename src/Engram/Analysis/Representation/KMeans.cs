using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Groups of rows around K centres, with the least sum of squared distances to the own centre found from several starts (Lloyd's algorithm; the
/// starts are drawn far apart, Arthur and Vassilvitskii 2007).
/// </summary>
internal static class KMeans
{
    private const int MostIterations = 300;

    /// <summary>The group of each row.</summary>
    public static int[] Fit(double[] rows, int columns, int k, int starts, ulong seed)
    {
        var (best, least) = (Array.Empty<int>(), double.PositiveInfinity);
        for (var start = 0; start < starts; start++)
        {
            var stream = Resampling.Stream(seed, (k * starts) + start);
            var (labels, sum) = Descend(rows, columns, Spread(rows, columns, k, ref stream), k);
            if (sum < least - (1e-12 * Math.Abs(sum)))
            {
                (best, least) = (labels, sum);
            }
        }

        return best;
    }

    /// <summary>Mean silhouette: (b − a)/max(a, b), a the mean distance to the own group, b that to the nearest other; 0 for a row alone.</summary>
    /// <remarks>Rousseeuw (1987), <see href="https://doi.org/10.1016/0377-0427(87)90125-7"/>.</remarks>
    public static double Silhouette(double[] rows, int columns, int[] labels)
    {
        var (n, groups) = (labels.Length, labels.Max() + 1);
        var counts = new int[groups];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        var all = 0.0;
        for (var i = 0; i < n; i++)
        {
            var sums = new double[groups];
            for (var j = 0; j < n; j++)
            {
                sums[labels[j]] += Math.Sqrt(Apart(rows.AsSpan(i * columns, columns), rows.AsSpan(j * columns, columns)));
            }

            if (counts[labels[i]] < 2)
            {
                continue;
            }

            var own = sums[labels[i]] / (counts[labels[i]] - 1);
            var nearest = Enumerable.Range(0, groups).Where(group => group != labels[i] && counts[group] > 0).Min(group => sums[group] / counts[group]);
            all += Math.Max(own, nearest) > 0 ? (nearest - own) / Math.Max(own, nearest) : 0;
        }

        return all / n;
    }

    // Each further centre is a row, drawn with a probability in proportion to its squared distance from the nearest one.
    private static double[] Spread(double[] rows, int columns, int k, ref RandomStream stream)
    {
        var n = rows.Length / columns;
        var centres = new double[k * columns];
        var distance = new double[n];
        Array.Fill(distance, double.PositiveInfinity);
        var next = stream.NextInt(n);
        for (var centre = 0; centre < k; centre++)
        {
            rows.AsSpan(next * columns, columns).CopyTo(centres.AsSpan(centre * columns));
            for (var i = 0; i < n; i++)
            {
                distance[i] = Math.Min(distance[i], Apart(rows.AsSpan(i * columns, columns), centres.AsSpan(centre * columns, columns)));
            }

            var at = stream.NextUniform() * distance.Sum();
            next = 0;
            while (next < n - 1 && (at -= distance[next]) >= 0)
            {
                next++;
            }
        }

        return centres;
    }

    private static (int[] Labels, double Sum) Descend(double[] rows, int columns, double[] centres, int k)
    {
        var n = rows.Length / columns;
        var labels = new int[n];
        Array.Fill(labels, -1);
        var sum = 0.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            (sum, var changed) = (0, false);
            for (var i = 0; i < n; i++)
            {
                var (nearest, least) = (0, double.PositiveInfinity);
                for (var centre = 0; centre < k; centre++)
                {
                    var apart = Apart(rows.AsSpan(i * columns, columns), centres.AsSpan(centre * columns, columns));
                    (nearest, least) = apart < least ? (centre, apart) : (nearest, least);
                }

                (sum, changed) = (sum + least, changed || labels[i] != nearest);
                labels[i] = nearest;
            }

            if (!changed)
            {
                break;
            }

            for (var centre = 0; centre < k; centre++)
            {
                int[] members = [.. Enumerable.Range(0, n).Where(i => labels[i] == centre)];

                // A centre without rows stays where it is.
                if (members.Length > 0)
                {
                    DenseRows.Mean(rows, columns, members).CopyTo(centres, centre * columns);
                }
            }
        }

        return (labels, sum);
    }

    private static double Apart(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return sum;
    }
}
