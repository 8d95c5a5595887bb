using Engram.Numerics;

namespace Engram.Studies;

/// <summary>
/// Claims that are judged together. Of many claims without any truth one in twenty would be decided by chance; Holm's correction keeps the
/// probability of one wrong verdict in a family below 5 %.
/// </summary>
internal static class ClaimFamilies
{
    /// <summary>The sections with every claim corrected for the number of claims in its family, and dated.</summary>
    /// <param name="sections">The sections.</param>
    /// <param name="since">Since when the rules have been as they are.</param>
    public static IReadOnlyList<ReportSection> Correct(IReadOnlyList<ReportSection> sections, DateOnly? since)
    {
        var families = sections.SelectMany(section => section.Items).OfType<ClaimItem>().Select(item => item.Claim)
            .GroupBy(claim => claim.Family)
            .SelectMany(family => Correct([.. family], since))
            .ToDictionary(claim => claim.Id);
        return
        [
            .. sections.Select(section => section with
            {
                Items = [.. section.Items.Select(item => item is ClaimItem { Claim: var claim } ? new ClaimItem(families[claim.Id]) : item)],
            }),
        ];
    }

    private static IEnumerable<Claim> Correct(IReadOnlyList<Claim> family, DateOnly? since)
    {
        // What one network refutes is wrong whatever chance does, and takes nothing from the other claims.
        var corrected = MultipleTesting.Holm([.. family.Select(claim => claim.P ?? (claim.Verdict == Verdict.Fails ? 0 : 1))]);
        return family.Select((claim, k) => claim with
        {
            Since = since,
            FamilySize = family.Count,
            Corrected = claim.P is null ? null : corrected[k],
            Verdict = corrected[k] <= Judgement.Level ? claim.Verdict : Verdict.Undecided,
        });
    }
}
