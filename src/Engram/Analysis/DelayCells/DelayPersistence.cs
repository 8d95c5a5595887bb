namespace Engram.Analysis;

/// <summary>In which bins of a delay a unit keeps its preference.</summary>
internal static class DelayPersistence
{
    // Once in twenty where nothing is kept.
    private const double Critical = 1.645;

    /// <summary>
    /// t = c√((n − 2)/(1 − c²)) &gt; 1.645, where c is the correlation, over the n trials of one half, of the rates in a bin with the mean
    /// rates that the values of the factor have over the whole delay in the other half; both halves in turn, their t added over √2.
    /// </summary>
    public static bool[] OfValues(DelayTrials trials, double[][] bins, bool[] first, int unit)
    {
        var means = new double[2, trials.Counts.Length];
        var counts = new int[2, trials.Counts.Length];
        for (var k = 0; k < trials.Labels.Length; k++)
        {
            var half = first[k] ? 0 : 1;
            means[half, trials.Labels[k]] += trials.Rates[(k * trials.Units) + unit];
            counts[half, trials.Labels[k]]++;
        }

        return [.. bins.Select(bin => (Half(bin, 0) + Half(bin, 1)) / Math.Sqrt(2) > Critical)];

        double Half(double[] bin, int half)
        {
            int[] tested = [.. Enumerable.Range(0, first.Length).Where(k => (first[k] ? 0 : 1) == half && counts[1 - half, trials.Labels[k]] > 0)];
            double[] rates = [.. tested.Select(k => bin[(k * trials.Units) + unit])];
            double[] expected = [.. tested.Select(k => means[1 - half, trials.Labels[k]] / counts[1 - half, trials.Labels[k]])];
            return T(Correlation(rates, expected), tested.Length - 2);
        }
    }

    /// <summary>
    /// t = m√n/s &gt; 1.645, where m and s are mean and standard deviation over the n trials of one half of what the bin adds to the
    /// baseline, in the direction in which the whole delay differs from it in the other half; both halves in turn.
    /// </summary>
    public static bool[] OfRate(DelayTrials trials, double[][] bins, double[] changes, bool[] first, int unit)
    {
        var sums = new double[2];
        for (var k = 0; k < first.Length; k++)
        {
            sums[first[k] ? 0 : 1] += changes[(k * trials.Units) + unit];
        }

        return [.. bins.Select(bin => trials.Changes(bin)).Select(bin => (Half(bin, 0) + Half(bin, 1)) / Math.Sqrt(2) > Critical)];

        double Half(double[] bin, int half)
        {
            double[] own = [.. Enumerable.Range(0, first.Length).Where(k => (first[k] ? 0 : 1) == half).Select(k => bin[(k * trials.Units) + unit])];
            if (own.Length < 2)
            {
                return 0;
            }

            var mean = own.Average();
            var deviation = Math.Sqrt(own.Sum(value => (value - mean) * (value - mean)) / (own.Length - 1));
            var along = mean * Math.Sign(sums[1 - half]);
            return along == 0 ? 0 : deviation <= 1e-9 * Math.Abs(mean) ? Math.Sign(along) * 1e9 : along * Math.Sqrt(own.Length) / deviation;
        }
    }

    /// <summary>The most bins in a row.</summary>
    public static int Longest(bool[] kept)
    {
        var (longest, run) = (0, 0);
        foreach (var one in kept)
        {
            run = one ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static double T(double c, int freedom) => freedom < 1 || !double.IsFinite(c) ? 0
        : Math.Abs(c) > 1 - 1e-12 ? Math.Sign(c) * 1e9 : c * Math.Sqrt(freedom / (1 - (c * c)));

    private static double Correlation(double[] x, double[] y)
    {
        if (x.Length < 3)
        {
            return double.NaN;
        }

        var (mx, my) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xx > 1e-18 * x.Length * mx * mx && yy > 1e-18 * x.Length * my * my ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }
}
