using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Engram.Tests.Figures;

/// <summary>A report in a real browser.</summary>
[Long]
public sealed partial class ReportBrowserTests
{
    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task A_report_opens_offline_draws_every_figure_and_fits_the_window(int width)
    {
        await using var browser = await Browser.Open(SampleReport.Html(), width);
        Assert.Empty(browser.Complaints);
        foreach (var name in SampleFigures.All.Keys)
        {
            var marks = await browser.Page.Locator($"#figure-{name} svg .role-mark path, #figure-{name} svg .role-mark line").CountAsync();
            Assert.True(marks >= 2, $"{name} has {marks} marks");
            var box = (await browser.Page.Locator($"#figure-{name} svg").First.BoundingBoxAsync())!;
            Assert.InRange(box.X + box.Width, 50, width);
        }

        Assert.Equal(SampleFigures.All.Count, await browser.Page.Locator("figure svg").CountAsync());
        Assert.InRange(await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
    }

    [Fact]
    public async Task A_report_is_printed_on_several_pages_and_its_figures_can_be_saved()
    {
        await using var browser = await Browser.Open(SampleReport.Html());
        var saving = browser.Page.WaitForDownloadAsync();
        await browser.Page.Locator("#figure-matrix button").First.ClickAsync();
        var saved = await saving;
        Assert.Equal("matrix.svg", saved.SuggestedFilename);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(await saved.PathAsync(), TestContext.Current.CancellationToken));

        var pdf = await browser.Page.PdfAsync(new() { PreferCSSPageSize = true });
        Assert.InRange(PageOfPdf().Count(Encoding.Latin1.GetString(pdf)), 5, 40);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_figure_that_cannot_be_drawn_says_so()
    {
        var html = SampleReport.Html(name =>
            name == "matrix" ? new JsonObject { ["mark"] = "no-such-mark" } : SampleFigures.All[name].ToVegaLite());
        await using var browser = await Browser.Open(html);
        Assert.Contains(browser.Complaints, complaint => complaint.Contains("figure matrix", StringComparison.Ordinal));
        Assert.Contains("cannot be drawn", await browser.Page.Locator("#figure-matrix").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(SampleFigures.All.Count - 1, await browser.Page.Locator("figure svg").CountAsync());
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PageOfPdf();
}
