using Engram.Tests.Storage;
using Microsoft.Playwright;

namespace Engram.Tests.Figures;

/// <summary>Chromium with one page that is open, and all it complained of or asked for.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Browser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        this.playwright = playwright;
        this.browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, fault) => Complaints.Add($"page: {fault}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                Complaints.Add($"request: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    /// <summary>Opens a report from a file and waits until its figures are drawn, or cannot be.</summary>
    public static async Task<Browser> Open(string html, int width = 1280)
    {
        var chromium = Tools.NeedChromium();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Arguments });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var opened = new Browser(playwright, browser, page);
        await File.WriteAllTextAsync(opened.folder["report.html"], html);
        await page.GotoAsync(new Uri(opened.folder["report.html"]).AbsoluteUri);
        await page.WaitForSelectorAsync("html[data-drawn]", new() { State = WaitForSelectorState.Attached, Timeout = 60_000 });
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
        folder.Dispose();
    }
}
