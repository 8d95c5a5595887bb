using System.Globalization;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>How a claim is judged. Every verdict rests on an interval; where that contains the bound, the claim is undecided.</summary>
public abstract record ClaimRule
{
    /// <summary>The claim holds when this is so: in words, with its numbers.</summary>
    public abstract string Words { get; }

    /// <summary>The claim fails when this is so, likewise: the result that would refute it.</summary>
    public abstract string Against { get; }

    /// <summary>
    /// What was changed in this rule after a result had been seen, and when, in a sentence; null for a rule that was fixed beforehand.
    /// It is shown beside the verdict.
    /// </summary>
    public string? Changed { get; init; }

    /// <summary>The word for what the rule looks at, before its number: empty for a mean.</summary>
    internal virtual string Measure => "";

    /// <summary>What the rule says.</summary>
    /// <param name="samples">One number for each network, or other independent unit.</param>
    /// <returns>
    /// <see cref="Verdict.Undecided"/> without samples, or where one is not finite: what is left out may differ from what is not.
    /// </returns>
    /// <exception cref="Configuration.UsageException">Numbers for which the rule is not made.</exception>
    public Judgement Judge(IReadOnlyList<double> samples)
    {
        double[] finite = [.. samples.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return new(double.NaN, null, 0, double.NaN, double.NaN, 1, Verdict.Undecided);
        }

        var judged = JudgeFinite(finite);
        return finite.Length == samples.Count ? judged : judged with { P = 1, Verdict = Verdict.Undecided };
    }

    /// <summary>What the rule says of at least one number.</summary>
    /// <param name="samples">Finite numbers.</param>
    protected abstract Judgement JudgeFinite(IReadOnlyList<double> samples);

    /// <summary>
    /// The verdict on a value that must lie between two bounds, and its p: twice the smaller of the two that it does and that it does not.
    /// </summary>
    /// <param name="low">It must lie above this,</param>
    /// <param name="high">and below this.</param>
    /// <param name="above">p of the one-sided test that the value lies above a bound.</param>
    /// <param name="below">Likewise below.</param>
    protected static (double P, Verdict Verdict) Decide(double low, double high, Func<double, double> above, Func<double, double> below)
    {
        var within = Math.Max(double.IsInfinity(low) ? 0 : above(low), double.IsInfinity(high) ? 0 : below(high));
        var outside = Math.Min(double.IsInfinity(low) ? 1 : below(low), double.IsInfinity(high) ? 1 : above(high));
        var p = Math.Min(1, 2 * Math.Min(within, outside));
        return (p, p > Judgement.Level ? Verdict.Undecided : within < outside ? Verdict.Holds : Verdict.Fails);
    }

    /// <summary>A number as rules print it, with a true minus.</summary>
    /// <param name="value">The number.</param>
    protected static string Text(double value) => NumberText.Of(value, "G6");

    /// <summary>A share as rules print it: in percent.</summary>
    /// <param name="share">The share.</param>
    protected static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
