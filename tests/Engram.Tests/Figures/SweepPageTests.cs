using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Figures;

/// <summary>The page of a sweep in a real browser.</summary>
[Long]
public sealed class SweepPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_page_of_a_sweep_draws_shares_updates_performance_curves_and_maps()
    {
        Shell.Run(
            "sweep", "perceptual-decision", "--sweep", "coherences=4,64", "--sweep", "units=8,16", "--seeds", "1..3", "--trials", "16",
            "--validation-trials", "60", "--check-every", "20", "--max-updates", "120", "--dt", "50ms", "--out", folder["sweep"]);
        var answer = Shell.Json(0, "sweep", "report", folder["sweep"]);
        await using var browser = await Browser.Open(await File.ReadAllTextAsync((string)answer["report"]!, TestContext.Current.CancellationToken));
        Assert.Empty(browser.Complaints);
        foreach (var name in new[]
        {
            "reached-by-setting", "updates-by-setting", "performance-by-setting", "learning-curves", "learning-curves-by-units",
            "reached-coherences-units", "performance-coherences-units", "updates-coherences-units",
        })
        {
            Assert.True(await browser.Page.Locator($"#figure-{name} svg .mark-symbol, #figure-{name} svg .role-mark path").CountAsync() > 1, name);
        }
    }
}
