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
        return new(mean.Mean, mean.Sd, mean.N, mean.Low, mean.High, p, verdict);
    }
}
