using System.Net;
using System.Text.Json.Nodes;

namespace Engram.Studies;

/// <summary>A report as a page.</summary>
public static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="figure">Gives the specification of a figure by its name.</param>
    public static string Html(Report report, Func<string, JsonObject> figure) =>
        $"<!doctype html>\n<title>{WebUtility.HtmlEncode(report.Title)}</title>\n" + string.Concat(
            report.Sections.SelectMany(section => section.Items).OfType<FigureItem>().Select(item => $"<pre>{figure(item.Name)}</pre>\n"));
}
