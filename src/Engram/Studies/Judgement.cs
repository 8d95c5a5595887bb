namespace Engram.Studies;

/// <summary>What a rule found in numbers, before claims that are judged together are corrected for their number.</summary>
/// <param name="Value">What the rule looks at: a mean, a share, or an extreme. NaN without numbers.</param>
/// <param name="Sd">Standard deviation of the numbers; null where it says nothing.</param>
/// <param name="N">How many numbers.</param>
/// <param name="Low">Lower end of the 95 % interval on which the verdict rests; NaN where there is none.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">
/// Two-sided p of the test that belongs to the interval: at most 0.05 just where the interval decides. 1 where it cannot; NaN where one number
/// refutes a rule on every number, which takes no test.
/// </param>
/// <param name="Verdict">What the interval says.</param>
public readonly record struct Judgement(double Value, double? Sd, int N, double Low, double High, double P, Verdict Verdict)
{
    /// <summary>The share of wrong verdicts that is accepted, in one claim and, after correction, in a family of claims.</summary>
    public const double Level = 0.05;

    /// <summary>Of a rule on every number, how many are as it asks; null of another.</summary>
    public int? Passing { get; init; }
}
