using MathNet.Numerics.Distributions;

namespace Engram.Studies;

/// <summary>
/// A rule on the mean of the numbers, by its 95 % t-interval. Numbers without any spread have no such interval and decide nothing; ask
/// for the share of networks instead (<see cref="ShareAbove"/>).
/// </summary>
/// <param name="Low">The interval must lie above this,</param>
/// <param name="High">and below this.</param>
public abstract record MeanRule(double Low, double High) : ClaimRule
{
    /// <summary>What no mean can lie below, such as −1 of correlations: the interval that is shown ends there.</summary>
    public double Floor { get; init; } = double.NegativeInfinity;

    /// <summary>What no mean can lie above, likewise.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    protected sealed override Judgement JudgeFinite(IReadOnlyList<double> samples)
    {
        var mean = SampleMean.Of(samples);
        if (mean.Sd is not > 0)
        {
            return new(mean.Mean, mean.Sd, mean.N, double.NaN, double.NaN, 1, Verdict.Undecided);
        }

        // t = (m − bound) √n / s with n − 1 degrees of freedom
        var scale = mean.Sd.Value / Math.Sqrt(mean.N);
        double Cdf(double t) => StudentT.CDF(0, 1, mean.N - 1, t);
        var (p, verdict) = Decide(
            Low, High, bound => Cdf((bound - mean.Mean) / scale), bound => Cdf((mean.Mean - bound) / scale));
        return new(mean.Mean, mean.Sd, mean.N, Math.Max(Floor, mean.Low), Math.Min(Ceiling, mean.High), p, verdict);
    }
}
