using System.Text.Json.Serialization;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>
/// What a study found, in the order in which it is read. Holds no times and no paths: the same study gives the same report.
/// </summary>
/// <param name="Study">Name of the study.</param>
/// <param name="Title">Heading of the page.</param>
/// <param name="Summary">What was asked, in a few sentences.</param>
/// <param name="Source">The document that is reproduced, with a DOI where it has one.</param>
/// <param name="Command">The command that gives this report.</param>
/// <param name="Quick">Whether it was a fast smoke run, whose numbers mean nothing.</param>
/// <param name="Sections">The sections.</param>
internal sealed record Report(
    string Study, string Title, string Summary, string Source, string Command, bool Quick, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>What the report is of, in one word above the heading: a study, or the analysis of one run.</summary>
    public string Kind { get; init; } = "Study";

    /// <summary>The history of the claims' rules; empty for nothing to say.</summary>
    public string Rules { get; init; } = "";

    /// <summary>Every claim of every section, in order.</summary>
    [JsonIgnore]
    public IEnumerable<Claim> Claims => Sections.SelectMany(section => section.Items).OfType<ClaimItem>().Select(item => item.Claim);

    /// <summary>What is said beside the claims of a quick run, whose verdicts mean nothing; null for a full one.</summary>
    [JsonIgnore]
    public string? Caution => Quick
        ? "Quick run: too few networks, updates or trials to prove anything. Its verdicts mean nothing; for the study itself, leave out `Quick`."
        : null;

    /// <summary>How many claims have which verdict: <c>3 claims: 2 hold, 1 fail, 0 undecided</c>.</summary>
    public string CountClaims()
    {
        int Count(Verdict verdict) => Claims.Count(claim => claim.Verdict == verdict);
        var all = Claims.Count();
        return $"{Counted.Of(all, "claim")}: {Count(Verdict.Holds)} hold, "
            + $"{Count(Verdict.Fails)} fail, {Count(Verdict.Undecided)} undecided";
    }
}
