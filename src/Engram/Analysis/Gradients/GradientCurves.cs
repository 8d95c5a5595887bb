using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>The norm of a gradient against the lag, for each of several trials.</summary>
/// <param name="From">What was carried back.</param>
/// <param name="Dt">Length of a step.</param>
/// <param name="LeftOut">Trials without the step or target asked for, or with a gradient of zero there.</param>
/// <param name="Trials">Indices of the trials.</param>
/// <param name="LogNorms">
/// ln‖∂L_T/∂h_t‖ of each trial at the lags 0, 1, … up to the state after its first step; −∞ where the gradient is zero.
/// </param>
public sealed record GradientCurves(
    GradientSource From, TimeSpan Dt, int LeftOut, IReadOnlyList<int> Trials, IReadOnlyList<IReadOnlyList<double>> LogNorms)
{
    // Numbers of single precision, in which networks are trained.
    private static readonly double LeastNormal = Math.Log(1.17549435e-38), Greatest = Math.Log(float.MaxValue);

    /// <summary>The greatest lag that all trials have.</summary>
    public int Longest => LogNorms.Min(norms => norms.Count) - 1;

    /// <summary>A quantile of ln‖∂L_T/∂h_t‖ over the trials, at each lag that all have.</summary>
    /// <param name="share">0.5 for the median.</param>
    public IReadOnlyList<double> LogNorm(double share = 0.5) => Quantiles(share, relative: false);

    /// <summary>A quantile of ln(‖∂L_T/∂h_t‖ / ‖∂L_T/∂h_T‖) over the trials, at each lag that all have.</summary>
    /// <param name="share">0.5 for the median.</param>
    public IReadOnlyList<double> LogRatio(double share = 0.5) => Quantiles(share, relative: true);

    /// <summary>
    /// How fast ln‖∂L_T/∂h_t‖ changes with the lag: a straight line fitted to each trial by least squares, the mean of their slopes, and its 95 %
    /// t-interval over trials.
    /// </summary>
    /// <param name="first">First lag of the fit.</param>
    /// <param name="last">Last lag of the fit; none for <see cref="Longest"/>.</param>
    /// <exception cref="UsageException">The lags are no range within those that all trials have.</exception>
    public GradientSlope Slope(int first = 1, int? last = null)
    {
        var (longest, end) = (Longest, last ?? Longest);
        if (first < 0 || end > longest || end <= first)
        {
            throw new UsageException(FormattableString.Invariant(
                $"A slope cannot be fitted to the lags {first} to {end}; give at least two lags within 0 to {longest}, which all trials have."));
        }

        double[] slopes = [.. LogNorms.Select(norms => Fit(norms, first, end)).Where(double.IsFinite)];
        return GradientSlope.Of(slopes, first, end, LogNorms.Count - slopes.Length);
    }

    /// <summary>
    /// The least lag at which the median gradient is below 1.2e-38, the least normal number of single precision, in which networks are trained;
    /// null where it stays above.
    /// </summary>
    public int? UnderflowsAt => At(value => value < LeastNormal);

    /// <summary>The least lag at which the median gradient is above 3.4e38, the greatest number of single precision; null where it stays below.</summary>
    public int? OverflowsAt => At(value => value > Greatest);

    private int? At(Func<double, bool> holds)
    {
        var norms = LogNorm();
        var lag = 0;
        while (lag < norms.Count && !holds(norms[lag]))
        {
            lag++;
        }

        return lag < norms.Count ? lag : null;
    }

    private double[] Quantiles(double share, bool relative)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return
        [
            .. Enumerable.Range(0, Longest + 1).Select(lag =>
                Spread.Quantile([.. LogNorms.Select(norms => norms[lag] - (relative ? norms[0] : 0))], share)),
        ];
    }

    // Least squares; not a number where a gradient is zero.
    private static double Fit(IReadOnlyList<double> norms, int first, int last)
    {
        var (sum, square, middle) = (0.0, 0.0, (first + last) / 2.0);
        for (var lag = first; lag <= last; lag++)
        {
            sum += (lag - middle) * norms[lag];
            square += (lag - middle) * (lag - middle);
        }

        return sum / square;
    }
}
