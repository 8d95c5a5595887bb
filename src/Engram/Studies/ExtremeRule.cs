using Engram.Numerics;

namespace Engram.Studies;

/// <summary>
/// A rule on the worst of the numbers. An extreme says something of the networks at hand only; what it says of others is the share that is
/// as good, whose 95 % interval of Clopper and Pearson must lie above <see cref="Share"/>.
/// </summary>
public abstract record ExtremeRule : ClaimRule
{
    /// <summary>The share of all such networks that must be good. With n networks at hand, all of them good, 0.5 takes 6 of them, 0.75 takes 13.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>The share's part of the rule, in words.</summary>
    private protected string Others => $"and the 95 % Clopper–Pearson interval of the share of networks that pass lies above {Percent(Share)}";

    /// <inheritdoc/>
    public sealed override string Against => "one network does not pass";

    /// <inheritdoc/>
    protected sealed override Judgement JudgeFinite(IReadOnlyList<double> samples)
    {
        var (good, n) = (samples.Count(IsGood), samples.Count);
        var (low, high) = Binomial.ClopperPearson(good, n);
        var p = Math.Min(1, 2 * Binomial.AtLeast(good, n, Share));
        var judged = good < n
            ? new Judgement(WorstOf(samples), null, n, low, high, double.NaN, Verdict.Fails)
            : new Judgement(WorstOf(samples), null, n, low, high, p, p > Judgement.Level ? Verdict.Undecided : Verdict.Holds);
        return judged with { Passing = good };
    }

    /// <summary>Whether a number is as it must be.</summary>
    private protected abstract bool IsGood(double sample);

    /// <summary>The worst number.</summary>
    private protected abstract double WorstOf(IReadOnlyList<double> samples);
}
