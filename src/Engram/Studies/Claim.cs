namespace Engram.Studies;

/// <summary>One statement of a source, what was found instead, and whether it stands by a rule that is printed beside it.</summary>
/// <param name="Id">Kebab-case, unique in a study.</param>
/// <param name="Statement">What is claimed, in a sentence that can be read by itself.</param>
/// <param name="Published">What the source reports, with its unit; "not reported" where it does not.</param>
/// <param name="Ours">What was found: the mean, share or extreme that the rule looks at.</param>
/// <param name="Sd">Standard deviation over <paramref name="N"/>; null where it says nothing.</param>
/// <param name="N">How many networks, or other independent units, it is over.</param>
/// <param name="Unit">Unit of <paramref name="Ours"/>; empty for none.</param>
/// <param name="Rule">When it holds and when it fails, in words, with the numbers.</param>
/// <param name="Verdict">What the rule says, corrected for the number of claims in the family.</param>
internal sealed record Claim(
    string Id, string Statement, string Published, double Ours, double? Sd, int N, string Unit, string Rule, Verdict Verdict)
{
    /// <summary>What <see cref="Ours"/> is: empty for a mean, <c>share</c>, <c>least</c> or <c>greatest</c>.</summary>
    public string Measure { get; init; } = "";

    /// <summary>Lower end of the 95 % interval, of the mean or of a share; null where there is none. It is that of this claim alone.</summary>
    public double? Low { get; init; }

    /// <summary>Its upper end.</summary>
    public double? High { get; init; }

    /// <summary>Networks that have no number, beside the N that have one; a claim with any is undecided.</summary>
    public int Missing { get; init; }

    /// <summary>Of an extreme, how many of the N are as the rule asks; null of anything else.</summary>
    public int? Passing { get; init; }

    /// <summary>Two-sided p of this claim alone; null where no test was made, as of a claim on every network that one of them refutes.</summary>
    public double? P { get; init; }

    /// <summary>The claims that are judged together: the heading of their section, or a name of its own.</summary>
    public string Family { get; init; } = "";

    /// <summary>How many claims the family has.</summary>
    public int FamilySize { get; init; } = 1;

    /// <summary>p after Holm's correction for the claims of the family; the verdict stands when it is at most 0.05.</summary>
    public double? Corrected { get; init; }

    /// <summary>Since when the rule has been as it is; null where the study does not say.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>What was changed in the rule after a result had been seen; null for a rule that was not.</summary>
    public string? Changed { get; init; }
}
