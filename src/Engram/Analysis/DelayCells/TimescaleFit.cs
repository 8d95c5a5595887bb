namespace Engram.Analysis;

/// <summary>Fits R(k) = A(e^(−kΔ/τ) + B) to correlations of pairs of bins, given τ in closed form.</summary>
internal static class TimescaleFit
{
    private const int FewestLags = 3, Grid = 200;

    // Mean correlations of noise are as great as this many standard errors, 1/√(trials × pairs), once in a thousand times.
    private const double Errors = 3.3;

    // A curve that falls by less over all lags is a straight line to the fit.
    private const double LongestOfSpan = 5;

    /// <summary>The fit, or why there is none.</summary>
    /// <param name="pairs">Correlations over trials, a list for each lag from 1.</param>
    /// <param name="bin">Δ.</param>
    /// <param name="trials">How many trials.</param>
    public static IntrinsicTimescale Of(double[][] pairs, TimeSpan bin, int trials)
    {
        double[] means = [.. pairs.Select(lag => lag.Length == 0 ? double.NaN : lag.Average())];
        int[] known = [.. Enumerable.Range(0, means.Length).Where(lag => !double.IsNaN(means[lag]))];
        if (known.Length < FewestLags)
        {
            return None("The activity does not vary over trials.");
        }

        var start = Array.FindIndex(known, 0, known.Length - 1, lag => !double.IsNaN(means[lag + 1]) && means[lag + 1] < means[lag]);
        if (start < 0 || known.Length - start < FewestLags)
        {
            return None("The autocorrelation does not fall.");
        }

        known = known[start..];
        double[] x = [.. known.Select(lag => lag + 1.0)], y = [.. known.Select(lag => means[lag])];
        double[] weights = [.. known.Select(lag => (double)pairs[lag].Length)];
        var (low, high) = (Math.Log(0.5), Math.Log(LongestOfSpan * x[^1]));
        var best = Enumerable.Range(0, Grid + 1).Select(k => low + (k * (high - low) / Grid)).MinBy(log => Solve(x, y, weights, Math.Exp(log)).Left);
        if (best <= low || best >= high)
        {
            return None(best <= low ? "The autocorrelation falls within one bin." : "The autocorrelation falls too slowly for the length of the period.");
        }

        var log = Refine(best, (high - low) / Grid, at => Solve(x, y, weights, Math.Exp(at)).Left);
        var (a, c, _) = Solve(x, y, weights, Math.Exp(log));
        if (a <= 0)
        {
            return None("The autocorrelation grows with the lag.");
        }

        if (a * Math.Exp(-x[0] / Math.Exp(log)) < Errors / Math.Sqrt(trials * weights[0]))
        {
            return None("The autocorrelation falls by no more than that of noise.");
        }

        var (mean, rest, total) = (known.SelectMany(lag => pairs[lag]).Average(), 0.0, 0.0);
        foreach (var lag in known)
        {
            foreach (var value in pairs[lag])
            {
                rest += Math.Pow(value - (a * Math.Exp(-(lag + 1) / Math.Exp(log))) - c, 2);
                total += Math.Pow(value - mean, 2);
            }
        }

        return new(means, Math.Exp(log) * bin, a, c / a, total > 0 ? 1 - (rest / total) : 1, "");

        IntrinsicTimescale None(string why) => new(means, null, double.NaN, double.NaN, double.NaN, why);
    }

    // Least squares of y = a e^(−x/τ) + c, weighted.
    private static (double A, double C, double Left) Solve(double[] x, double[] y, double[] w, double tau)
    {
        var (sum, sumF, sumY) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            (sum, sumF, sumY) = (sum + w[i], sumF + (w[i] * Math.Exp(-x[i] / tau)), sumY + (w[i] * y[i]));
        }

        var (meanF, meanY, ff, fy, yy) = (sumF / sum, sumY / sum, 0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (f, v) = (Math.Exp(-x[i] / tau) - meanF, y[i] - meanY);
            (ff, fy, yy) = (ff + (w[i] * f * f), fy + (w[i] * f * v), yy + (w[i] * v * v));
        }

        var a = ff > 0 ? fy / ff : 0;
        return (a, meanY - (a * meanF), yy - (a * fy));
    }

    private static double Refine(double at, double step, Func<double, double> rest)
    {
        var (low, high) = (at - step, at + step);
        for (var k = 0; k < 60; k++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = rest(left) <= rest(right) ? (low, right) : (left, high);
        }

        return (low + high) / 2;
    }
}
