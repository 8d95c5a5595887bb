using System.Text.Json.Nodes;
using Engram.Tests.App;
using Engram.Tests.Figures;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies.DynamicWorkingMemory;

/// <summary>The quick study as a user runs it, stopped once on the way, and its report in a browser.</summary>
public sealed class QuickStudyTests
{
    [Fact]
    public async Task It_goes_on_after_a_stop_and_its_report_opens()
    {
        using var folder = new TemporaryFolder();
        var study = folder["study"];
        string[] command = ["study", "dynamic-working-memory", "--quick", "--threads", "2", "--out", study];
        using (var first = Shell.Start(command))
        {
            var cancel = TestContext.Current.CancellationToken;
            _ = first.StandardOutput.ReadToEndAsync(cancel);
            _ = first.StandardError.ReadToEndAsync(cancel);
            while (!first.HasExited && !Directory.Exists(Path.Combine(study, "measurements")))
            {
                await Task.Delay(20, cancel);
            }

            Assert.False(first.HasExited, "the study ended before it measured anything");
            first.Kill();
            await first.WaitForExitAsync(cancel);
        }

        Assert.False(File.Exists(Path.Combine(study, "report.html")));
        var claims = Shell.Json(0, command)["claims"]!.AsArray();
        Assert.True(claims.Count > 20, $"{claims.Count} claims");
        Assert.Equal(claims.Count, claims.Select(claim => (string)claim!["id"]!).Distinct().Count());
        Assert.All(claims, claim => Assert.Equal("engram study dynamic-working-memory --quick", (string)claim!["command"]!));

        var figures = Directory.GetFiles(Path.Combine(study, "figures"), "*.vl.json");
        Assert.True(figures.Length > 30, $"{figures.Length} figures");
        Assert.All(figures, file => Assert.NotNull(JsonNode.Parse(File.ReadAllText(file))));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(study, "data"), "*.npz"));
        Assert.All(Directory.GetFiles(Path.Combine(study, "data"), "*.csv"), file => Assert.True(File.ReadAllLines(file).Length > 1, file));

        await using var browser = await Browser.Open(File.ReadAllText(Path.Combine(study, "report.html")));
        Assert.Empty(browser.Complaints);
        Assert.Equal(figures.Length, await browser.Page.Locator("figure svg").CountAsync());
        Assert.InRange(await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 1280);
        Assert.Contains("Quick run", await browser.Page.Locator(".banner").InnerTextAsync(), StringComparison.Ordinal);
    }
}
