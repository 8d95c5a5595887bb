using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

public sealed class ReportFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_claims_are_written_with_rule_verdict_and_command()
    {
        Claim[] claims =
        [
            Of("longer-is-harder", "Longer is harder.", "p < 0.05", [1, 2, 3], new Above(0), "updates") with
            {
                Low = -0.5, High = 4.5, P = 0.25, Corrected = 0.5, Family = "Found", FamilySize = 2, Since = new DateOnly(2026, 11, 1),
                Changed = "the bound was 1.",
            },
            Of("all", "All are trained.", "not reported", [1, 0], new ShareAbove(0.9), ""),
        ];
        var report = new Report(
            "delays", "Delays", "?", "!", "engram study delays", false, [new("Found", [.. claims.Select(claim => new ClaimItem(claim))])]);
        Assert.Equal("2 claims: 0 hold, 0 fail, 2 undecided", report.CountClaims());
        ReportFolder.Write(folder.Path, report);
        Assert.Equal(
            """
            {
              "study": "delays",
              "quick": false,
              "claims": [
                {
                  "id": "longer-is-harder",
                  "statement": "Longer is harder.",
                  "published": "p < 0.05",
                  "ours": 2,
                  "sd": 1,
                  "n": 3,
                  "unit": "updates",
                  "rule": "holds when the 95 % t-interval of the mean lies above 0; fails when it lies below 0",
                  "verdict": "undecided",
                  "measure": "",
                  "low": -0.5,
                  "high": 4.5,
                  "missing": 0,
                  "passing": null,
                  "p": 0.25,
                  "family": "Found",
                  "familySize": 2,
                  "corrected": 0.5,
                  "since": "2026-11-01",
                  "changed": "the bound was 1.",
                  "command": "engram study delays"
                },
                {
                  "id": "all",
                  "statement": "All are trained.",
                  "published": "not reported",
                  "ours": 0.5,
                  "sd": null,
                  "n": 2,
                  "unit": "",
                  "rule": "holds when the 95 % Clopper–Pearson interval of the share lies above 90 %; fails when it lies below 90 %",
                  "verdict": "undecided",
                  "measure": "share",
                  "low": null,
                  "high": null,
                  "missing": 0,
                  "passing": null,
                  "p": null,
                  "family": "",
                  "familySize": 1,
                  "corrected": null,
                  "since": null,
                  "changed": null,
                  "command": "engram study delays"
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(folder["claims.json"]));
        Assert.Equal(claims, ReportFolder.Read(folder.Path).Claims);
    }

    [Fact]
    public void A_report_is_read_as_it_was_written_and_rendered_with_the_figures_as_they_are_now()
    {
        var written = new SmallStudy().Execute(new StudyOptions { Quick = true, Out = folder["study"] });
        var read = ReportFolder.Read(folder["study"]);
        Assert.Equal(Kinds(written), Kinds(read));
        Assert.Equal(written.Claims, read.Claims);
        var page = File.ReadAllText(folder["study/report.html"]);
        ReportFolder.Render(folder["study"]);
        Assert.Equal(page, File.ReadAllText(folder["study/report.html"]));

        var figure = folder["study/figures/shares.vl.json"];
        var edited = JsonNode.Parse(File.ReadAllText(figure))!;
        edited["title"] = "edited by hand";
        File.WriteAllText(figure, edited.ToJsonString());
        Assert.Equal(folder["study/report.html"], ReportFolder.Render(folder["study"]));
        Assert.Contains("edited by hand", File.ReadAllText(folder["study/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_report_or_a_broken_one_is_told()
    {
        Refused("There is no folder", folder["nowhere"]);
        Refused("has no report.json", folder.Path);
        File.WriteAllText(folder["report.json"], "{ \"study\":");
        Refused("is not valid JSON or is cut off", folder.Path);
        File.WriteAllText(folder["report.json"], """{ "study": "x", "sections": 3 }""");
        Refused("has an unexpected value at 'sections'", folder.Path);
        File.WriteAllText(folder["report.json"], """{ "study": "x" }""");
        Refused("lacks", folder.Path);
        new SmallStudy().Execute(new StudyOptions { Quick = true, Out = folder["study"] });
        File.Delete(folder["study/figures/shares.vl.json"]);
        Refused("shares.vl.json' is missing", folder["study"]);
    }

    private static IEnumerable<Type> Kinds(Report report) =>
        report.Sections.SelectMany(section => section.Items).Select(item => item.GetType());

    private static void Refused(string expected, string path) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => ReportFolder.Render(path)).Message, StringComparison.Ordinal);

    private static Claim Of(string id, string statement, string published, double[] samples, ClaimRule rule, string unit)
    {
        var judged = rule.Judge(samples);
        return new(
            id, statement, published, judged.Value, judged.Sd, judged.N, unit, $"holds when {rule.Words}; fails when {rule.Against}",
            judged.Verdict) { Measure = rule.Measure };
    }
}
