using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Quick studies as a user runs them, and their reports in a browser.</summary>
/// <remarks>Not of all studies: together they would take longer than all other tests.</remarks>
[Long]
public sealed class QuickReportTests
{
    [Theory]
    [InlineData("sequence-shift", 20)]
    [InlineData("working-memory", 10)]
    [InlineData("reversible-replay", 5)]
    [InlineData("grid-cells", 6)]
    [InlineData("abstract-space", 3)]
    public async Task The_quick_study_ends_and_its_report_opens(string name, int leastFigures)
    {
        using var folder = new TemporaryFolder();
        var study = folder["study"];
        var claims = Shell.Json(0, "study", name, "--quick", "--threads", "2", "--out", study)["claims"]!.AsArray();
        await QuickReport.Check(name, study, claims, leastClaims: 5, leastFigures);
    }
}
