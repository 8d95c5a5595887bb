using System.Globalization;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>Claims in words and numbers, the same on a page and in a terminal.</summary>
internal static class ClaimText
{
    private const string ShareMeasure = "share";

    /// <summary>The verdict in words.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Fails => "fails",
        _ => "undecided",
    };

    /// <summary>
    /// What was found: a mean with as many decimals as its standard deviation bears (two digits of it), <c>97.25 ± 0.81 %</c>; a share as a
    /// count, <c>9 of 10</c>; an extreme named as one, with how many pass, <c>least 0.952; 10 of 10 pass</c>. A dash where there is no number.
    /// </summary>
    /// <param name="claim">The claim.</param>
    public static string Ours(Claim claim)
    {
        if (!double.IsFinite(claim.Ours))
        {
            return "–";
        }

        if (claim.Measure == ShareMeasure)
        {
            return $"{Math.Round(claim.Ours * claim.N).ToString(CultureInfo.InvariantCulture)} of {claim.N}";
        }

        var unit = claim.Unit.Length == 0 ? "" : $" {claim.Unit}";
        var measure = claim.Measure.Length == 0 ? "" : claim.Measure + " ";
        var passing = claim.Passing is { } count ? FormattableString.Invariant($"; {count} of {claim.N} pass") : "";
        return claim.Sd is { } sd && double.IsFinite(sd)
            ? $"{measure}{Number(claim.Ours, sd)} ± {Number(sd, sd)}{unit}"
            : measure + NumberText.Of(claim.Ours) + unit + passing;
    }

    /// <summary>The 95 % interval, <c>[0.55, 1.00]</c>, of a share in percent; empty where there is none. That of an extreme is of a share.</summary>
    /// <param name="claim">The claim.</param>
    public static string Interval(Claim claim)
    {
        if (claim.Low is not { } low || claim.High is not { } high)
        {
            return "";
        }

        return claim.Measure.Length > 0
            ? $"[{Percent(low)}, {Percent(high)} %]"
            : $"[{Number(low, high - low)}, {Number(high, high - low)}]";
    }

    /// <summary>How many, and of which how many have no number: <c>10</c>, <c>8, 2 without a value</c>.</summary>
    /// <param name="claim">The claim.</param>
    public static string Count(Claim claim) => claim.N.ToString(CultureInfo.InvariantCulture)
        + (claim.Missing == 0 ? "" : $", {claim.Missing.ToString(CultureInfo.InvariantCulture)} without a value");

    /// <summary>p after correction and of how many claims: <c>0.003 (of 5)</c>; a dash where no test was made.</summary>
    /// <param name="claim">The claim.</param>
    public static string Probability(Claim claim) => claim.Corrected is not { } p ? "–"
        : (p < 1e-4 ? "< 0.0001" : p.ToString(p < 0.1 ? "G2" : "0.00", CultureInfo.InvariantCulture))
            + (claim.FamilySize > 1 ? $" (of {claim.FamilySize.ToString(CultureInfo.InvariantCulture)})" : "");

    /// <summary>Since when the rule stands, and what was changed in it; empty where the study does not say.</summary>
    /// <param name="claim">The claim.</param>
    public static string History(Claim claim) => string.Join(" ", new[]
    {
        claim.Since is { } since ? $"Rule set on {since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}." : "",
        claim.Changed is { } changed ? $"Changed after a result was seen: {changed}" : "",
    }.Where(text => text.Length > 0));

    // With two digits of the spread; what is zero but for rounding is given with its size.
    private static string Number(double value, double spread)
    {
        var decimals = spread > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(spread)), 0, 8) : 2;
        var format = decimals > 6 && Math.Abs(value) < 1e-5 ? "0.0E+0" : "0." + new string('0', Math.Min(decimals, 6));
        return NumberText.Of(value, format);
    }

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture);
}
