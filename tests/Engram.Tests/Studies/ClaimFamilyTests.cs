using Engram.Configuration;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

public sealed class ClaimFamilyTests : IDisposable
{
    private static readonly double[] fivefold = [1, 2, 3, 4, 5];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_verdict_among_several_claims_needs_a_smaller_p()
    {
        // p of 1 … 5 above 1 is 0.047: decided alone, not as one of two.
        var alone = Claims(study => study.Claim("a", "A.", "", fivefold, new Above(1)));
        Assert.Equal((Verdict.Holds, 1), (alone[0].Verdict, alone[0].FamilySize));

        var two = Claims(study =>
        {
            study.Claim("a", "A.", "", fivefold, new Above(1));
            study.Claim("b", "B.", "", fivefold, new Above(3));
        });
        Assert.Equal((Verdict.Undecided, 2), (two[0].Verdict, two[0].FamilySize));
        Assert.Equal(2 * two[0].P!.Value, two[0].Corrected!.Value, 12);
        Assert.Equal((alone[0].Low, alone[0].High), (two[0].Low, two[0].High));
    }

    [Fact]
    public void What_one_network_refutes_fails_without_a_test()
    {
        var claims = Claims(study =>
        {
            study.Claim("a", "A.", "", fivefold, new EveryAtLeast(2));
            study.Claim("b", "B.", "", fivefold, new Above(1));
        });
        Assert.Equal((Verdict.Fails, null, null, 4), (claims[0].Verdict, claims[0].P, claims[0].Corrected, claims[0].Passing));
        Assert.Equal((Verdict.Holds, 2, null), (claims[1].Verdict, claims[1].FamilySize, claims[1].Passing));
        Assert.Equal(claims[1].P, claims[1].Corrected);
    }

    [Fact]
    public void Sections_and_named_families_are_families()
    {
        var claims = Claims(study =>
        {
            study.Section("First");
            study.Claim("a", "A.", "", fivefold, new Above(1));
            study.Section("Second");
            study.Claim("b", "B.", "", fivefold, new Above(1));
            study.Claim("c", "C.", "", fivefold, new Above(1), family: "mine");
        });
        Assert.Equal(["First", "Second", "mine"], claims.Select(claim => claim.Family));
        Assert.All(claims, claim => Assert.Equal((Verdict.Holds, 1), (claim.Verdict, claim.FamilySize)));
    }

    [Fact]
    public void Rules_carry_a_date_and_what_was_changed()
    {
        var claim = Assert.Single(Claims(study => study.Claim("a", "A.", "", fivefold, new Above(1) { Changed = "it was 0." })));
        Assert.Equal("Rule set on 2026-11-26. Changed after a result was seen: it was 0.", ClaimText.History(claim));
        Assert.Contains("Rules were fixed beforehand.", File.ReadAllText(folder["0/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_numbers_are_counted_and_leave_a_claim_undecided()
    {
        var claim = Assert.Single(Claims(study => study.Claim("a", "A.", "", [1, 2, double.NaN, 4, 5], new Above(0))));
        Assert.Equal((4, 1, Verdict.Undecided), (claim.N, claim.Missing, claim.Verdict));
        Assert.Equal("4, 1 without a value", ClaimText.Count(claim));
    }

    [Fact]
    public void Networks_apart_share_no_seed()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, SmallStudy.Axis("100ms", "200ms"), [1, 2, 3]);
        Assert.Equal([1, 2, 3, 1001, 1002, 1003], sweep.Apart().Configurations.Select(one => (int)one.Seed));
        Assert.Equal(200_001UL, sweep.Apart(2).Configurations[0].Seed);
        Assert.Equal(
            sweep.Configurations.Select(one => one.Task), sweep.Apart().Configurations.Select(one => one.Task));
        var chains = new Sweep([.. sweep.Configurations.Select(one => one with { After = SmallStudy.Basis with { Seed = one.Seed } })]);
        Assert.Equal([1, 2, 3, 1001, 1002, 1003], chains.Apart().Configurations.Select(one => (int)one.After!.Seed));
        Assert.Contains(
            "seeds up to 999", Assert.Throws<UsageException>(() => Sweep.Of(SmallStudy.Basis, [], [1000]).Apart()).Message,
            StringComparison.Ordinal);
    }

    private IReadOnlyList<Claim> Claims(Action<StudyContext> make)
    {
        var place = folder[$"{Directory.GetFileSystemEntries(folder.Path).Length}"];
        return [.. new Judged(make).Execute(new StudyOptions { Out = place }).Claims];
    }

    private sealed class Judged(Action<StudyContext> make) : Study
    {
        public override string Title => "Judged";

        public override string Summary => "";

        public override string Source => "";

        public override DateOnly? RulesSince => new DateOnly(2026, 11, 26);

        public override string Rules => "Rules were fixed beforehand.";

        public override void Run(StudyContext study) => make(study);
    }
}
