namespace Engram.Studies;

/// <summary>One statement of a source, what was found instead, and whether it stands by a rule that was fixed beforehand.</summary>
/// <param name="Id">Kebab-case, unique in a study.</param>
/// <param name="Statement">What is claimed, in a sentence.</param>
/// <param name="Published">What the source reports, with its unit; "not reported" where it does not.</param>
/// <param name="Ours">Mean of what was found.</param>
/// <param name="Sd">Standard deviation over <paramref name="N"/>; null where there is one number.</param>
/// <param name="N">How many networks, or other independent units, the mean is over.</param>
/// <param name="Unit">Unit of <paramref name="Ours"/>; empty for none.</param>
/// <param name="Rule">The rule in words, with its numbers.</param>
/// <param name="Verdict">What the rule says.</param>
public sealed record Claim(
    string Id, string Statement, string Published, double Ours, double? Sd, int N, string Unit, string Rule, Verdict Verdict);
