using System.Text.Json.Nodes;
using Engram.Tests.Figures;

namespace Engram.Tests.Studies;

/// <summary>What holds for the folder of every quick study.</summary>
internal static class QuickReport
{
    /// <summary>Checks claims, figures, data and the report in a browser.</summary>
    public static async Task Check(string name, string study, JsonArray claims, int leastClaims, int leastFigures)
    {
        Assert.True(claims.Count > leastClaims, $"{claims.Count} claims");
        Assert.Equal(claims.Count, claims.Select(claim => (string)claim!["id"]!).Distinct().Count());
        Assert.All(claims, claim => Assert.Equal($"engram study {name} --quick", (string)claim!["command"]!));

        var figures = Directory.GetFiles(Path.Combine(study, "figures"), "*.vl.json");
        Assert.True(figures.Length > leastFigures, $"{figures.Length} figures");
        Assert.All(figures, file => Assert.NotNull(JsonNode.Parse(File.ReadAllText(file))));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(study, "data")));
        Assert.All(Directory.GetFiles(Path.Combine(study, "data"), "*.csv"), file => Assert.True(File.ReadAllLines(file).Length > 1, file));

        await using var browser = await Browser.Open(File.ReadAllText(Path.Combine(study, "report.html")));
        Assert.Empty(browser.Complaints);
        Assert.Equal(figures.Length, await browser.Page.Locator("figure svg").CountAsync());
        Assert.InRange(await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 1280);
        Assert.Contains("Quick run", await browser.Page.Locator(".banner").InnerTextAsync(), StringComparison.Ordinal);
    }
}
