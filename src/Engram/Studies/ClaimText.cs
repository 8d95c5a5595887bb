using System.Globalization;

namespace Engram.Studies;

/// <summary>Claims in words and numbers, the same on a page and in a terminal.</summary>
public static class ClaimText
{
    /// <summary>The verdict in words.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Fails => "fails",
        _ => "undecided",
    };

    /// <summary>
    /// What was found, with as many decimals as its standard deviation bears (two digits of it): <c>97.25 ± 0.81 %</c>. A dash where there
    /// is no number.
    /// </summary>
    /// <param name="claim">The claim.</param>
    public static string Ours(Claim claim)
    {
        if (!double.IsFinite(claim.Ours))
        {
            return "–";
        }

        var unit = claim.Unit.Length == 0 ? "" : $" {claim.Unit}";
        if (claim.Sd is not { } sd || !double.IsFinite(sd))
        {
            return claim.Ours.ToString(Math.Abs(claim.Ours) is >= 1e4 and < 1e9 ? "0" : "G4", CultureInfo.InvariantCulture) + unit;
        }

        // What is zero but for rounding is given with its size.
        var decimals = sd > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(sd)), 0, 8) : 2;
        var format = decimals > 6 && Math.Abs(claim.Ours) < 1e-5 ? "0.0E+0" : "0." + new string('0', Math.Min(decimals, 6));

        // A small negative mean is 0.00, not -0.00.
        var ours = claim.Ours.ToString(format, CultureInfo.InvariantCulture);
        ours = ours.AsSpan().ContainsAnyInRange('1', '9') ? ours : ours.TrimStart('-');
        return $"{ours} ± {sd.ToString(format, CultureInfo.InvariantCulture)}{unit}";
    }
}
