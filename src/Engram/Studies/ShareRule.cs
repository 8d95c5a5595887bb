using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Studies;

/// <summary>
/// A rule on the share of networks of which something is true, by its 95 % interval of Clopper and Pearson: all shares that the count
/// seen does not reject. Samples are 1 where it is true and 0 where it is not.
/// </summary>
/// <remarks>Clopper &amp; Pearson (1934), <see href="https://doi.org/10.1093/biomet/26.4.404"/>.</remarks>
/// <param name="Low">The interval must lie above this,</param>
/// <param name="High">and below this.</param>
public abstract record ShareRule(double Low, double High) : ClaimRule
{
    /// <inheritdoc/>
    internal override string Measure => "share";

    /// <inheritdoc/>
    protected sealed override Judgement JudgeFinite(IReadOnlyList<double> samples)
    {
        if (samples.FirstOrDefault(sample => sample is not (0 or 1), double.NaN) is var wrong && !double.IsNaN(wrong))
        {
            throw new UsageException(
                $"A share is judged by samples of 0 or 1, but one is {Text(wrong)}; write 1 for each network for which the claim is "
                + "true and 0 for the others, or use a rule on the mean, such as Above.");
        }

        var (successes, n) = (samples.Count(sample => sample == 1), samples.Count);
        var (low, high) = Binomial.ClopperPearson(successes, n);
        var (p, verdict) = Decide(
            Low, High, bound => Binomial.AtLeast(successes, n, bound), bound => Binomial.AtMost(successes, n, bound));
        return new(successes / (double)n, null, n, low, high, p, verdict);
    }
}
