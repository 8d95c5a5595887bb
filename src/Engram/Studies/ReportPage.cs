using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Engram.Figures;
using static System.Net.WebUtility;

namespace Engram.Studies;

/// <summary>A report as one page that holds all it needs: it opens without a network and draws its figures by itself.</summary>
internal static partial class ReportPage
{
    private const string HowToRead =
        "Each verdict rests on an interval. If the interval contains the bound of the rule, the claim is undecided. Each interval is for one "
        + "claim alone. p is corrected by Holm's method for the number of claims in its section, shown as (of 5), so that the probability of any "
        + "wrong verdict in a section is at most 5 %. For an extreme (a least or greatest value), the interval is that of the share of networks "
        + "that pass; one network that does not pass refutes the claim without a test.";

    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="figure">Gives the Vega-Lite specification of a figure by its name.</param>
    /// <returns>HTML in UTF-8.</returns>
    public static string Html(Report report, Func<string, JsonObject> figure)
    {
        var names = report.Sections.SelectMany(section => section.Items).OfType<FigureItem>().Select(item => item.Name).Distinct().ToList();
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlEncode(report.Title)}</title>
            <link rel="icon" href="data:,">
            <style>
            {VegaSource.Text("report.css")}</style>
            </head>
            <body>
            <main>
            {Head(report)}{Claims(report)}{Contents(report)}{Sections(report)}<footer>
            <p>Vega and Vega-Lite draw the figures. Their licences, and those of their parts, are in the source of this page.</p>
            </footer>
            </main>
            {string.Concat(names.Select(name => Specification(name, figure(name))))}<!--
            {VegaSource.Licences.Replace("--", "- -", StringComparison.Ordinal)}-->
            {Script("", VegaSource.Vega)}{Script("", VegaSource.VegaLite)}{Script("", VegaSource.Text("report.js"))}</body>
            </html>

            """;
    }

    private static string Head(Report report)
    {
        var html = new StringBuilder();
        html.Append($"<header>\n<p class=\"kicker\">{HtmlEncode(report.Kind)} {HtmlEncode(report.Study)}</p>\n<h1>{HtmlEncode(report.Title)}</h1>\n");
        if (report.Quick)
        {
            html.Append("<p class=\"banner\" role=\"note\"><strong>Quick run.</strong> This run only tests every part of the study, with too few "
                + "networks, updates or trials. Its numbers mean nothing.</p>\n");
        }

        return html.Append($"<p>{ReportText.Html(report.Summary)}</p>\n<dl class=\"meta\">\n")
            .Append(report.Source.Length == 0 ? "" : $"<dt>Source</dt><dd>{Linked(report.Source)}</dd>\n")
            .Append($"<dt>Command</dt><dd><code>{HtmlEncode(report.Command)}</code></dd>\n</dl>\n</header>\n").ToString();
    }

    private static string Contents(Report report) => report.Sections.Count == 0 ? "" :
        "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n"
        + string.Concat(report.Sections.Select((section, k) =>
            $"<li><a href=\"#section-{k + 1}\">{HtmlEncode(section.Heading)}</a></li>\n"))
        + "</ol>\n</nav>\n";

    private static string Claims(Report report)
    {
        var claims = report.Sections
            .SelectMany((section, k) => section.Items.OfType<ClaimItem>().Select(item => (item.Claim, Place: k + 1))).ToList();
        if (claims.Count == 0)
        {
            return "";
        }

        string[] headers = ["Claim", "Published", "Ours ± s.d. [95 %]", "n", "Rule", "p", "Verdict"];
        return $"<h2 id=\"claims\">{report.CountClaims()}</h2>\n<p>{ReportText.Html(HowToRead + Dates(report))}</p>\n"
            + (report.Rules.Length > 0 ? $"<p>{ReportText.Html(report.Rules)}</p>\n" : "")
            + "<div class=\"scroll\">\n<table class=\"claims\">\n<thead><tr>"
            + string.Concat(headers.Select(header => $"<th scope=\"col\"{(header == "n" ? " class=\"number\"" : "")}>{ReportText.Html(header)}</th>"))
            + "</tr></thead>\n<tbody>\n" + string.Concat(claims.Select(claim => Row(claim.Claim, claim.Place)))
            + "</tbody>\n</table>\n</div>\n";
    }

    private static string Row(Claim claim, int place) =>
        $"<tr><td data-label=\"Claim\"><a href=\"#section-{place}\">{ReportText.Html(claim.Statement)}</a></td>"
        + $"<td data-label=\"Published\">{ReportText.Html(claim.Published)}</td>"
        + $"<td data-label=\"Ours ± s.d. [95 %]\" class=\"ours\">{HtmlEncode(Found(claim))}</td>"
        + $"<td data-label=\"n\" class=\"number\">{HtmlEncode(ClaimText.Count(claim))}</td>"
        + $"<td data-label=\"Rule\">{ReportText.Html(Rule(claim with { Since = null }))}</td>"
        + $"<td data-label=\"p\" class=\"number\">{ReportText.Html(ClaimText.Probability(claim).Replace(" (of ", " (of\u00a0", StringComparison.Ordinal))}</td>"
        + $"<td data-label=\"Verdict\" class=\"verdict {Class(claim.Verdict)}\">"
        + $"{Sign(claim.Verdict)} {ClaimText.Word(claim.Verdict)}</td></tr>\n";

    // Said once where all rules are of one day.
    private static string Dates(Report report) => report.Claims.Select(claim => claim.Since).Distinct().ToList() is [{ } since]
        ? $" The rules were set on {since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}." : "";

    // A number stays on one line with its spread, its power and its unit, and an interval is not broken.
    private static string Found(Claim claim) =>
        ReportText.Glue($"{ClaimText.Ours(claim)} {ClaimText.Interval(claim).Replace(' ', '\u00a0')}".TrimEnd());

    private static string Rule(Claim claim) => $"{Upper(claim.Rule)}. {ClaimText.History(claim)}".TrimEnd();

    // Nothing where no test was made.
    private static string Probability(Claim claim) => claim.Corrected is null ? ""
        : (ClaimText.Probability(claim) is var p && p[0] == '<' ? $"; p {p}" : $"; p = {p}").Replace(' ', '\u00a0').Replace(";\u00a0", "; ", StringComparison.Ordinal);

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Sections(Report report)
    {
        var figures = 0;
        var names = report.Sections.SelectMany(section => section.Items).OfType<FigureItem>().Select(item => item.Name).ToList();
        return string.Concat(report.Sections.Select((section, k) =>
            $"<section>\n<h2 id=\"section-{k + 1}\">{HtmlEncode(section.Heading)}</h2>\n"
            + $"{string.Concat(section.Items.Select(item => Item(item, item is FigureItem ? ++figures : 0, names)))}</section>\n"));
    }

    private static string Item(ReportItem item, int number, IReadOnlyList<string> names) => item switch
    {
        Paragraph paragraph => $"<p>{Referring(paragraph.Text, names)}</p>\n",
        TableItem table => Table(table),
        FigureItem figure =>
            $"<figure id=\"figure-{HtmlEncode(figure.Name)}\" data-name=\"{HtmlEncode(figure.Name)}\">\n"
            + $"<div class=\"plot\" role=\"img\" aria-label=\"{HtmlEncode(figure.Caption)}\"></div>\n"
            + $"<figcaption><b>Figure {number}.</b> {ReportText.Html(figure.Caption)}\n<div class=\"save\"></div></figcaption>\n</figure>\n",
        ClaimItem { Claim: var claim } =>
            $"<div class=\"claim {Class(claim.Verdict)}\" id=\"claim-{HtmlEncode(claim.Id)}\">\n<p>{ReportText.Html(claim.Statement)} "
            + $"<span class=\"verdict\">{Sign(claim.Verdict)} {ClaimText.Word(claim.Verdict)}</span></p>\n"
            + $"<p class=\"numbers\">Published: {ReportText.Html(claim.Published)}. Ours: {HtmlEncode(Found(claim))}, "
            + $"n = {HtmlEncode(ClaimText.Count(claim))}{HtmlEncode(Probability(claim))}. {ReportText.Html(Rule(claim))}</p>\n</div>\n",
        _ => throw new ArgumentException($"A report cannot show a {item.GetType().Name}.", nameof(item)),
    };

    // Numbers of figures lead to them.
    private static string Referring(string text, IReadOnlyList<string> names) => Reference().Replace(ReportText.Html(text), match =>
        match.Groups[1].Value + Figures().Replace(match.Groups[2].Value, number =>
            int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture) is var place && place >= 1 && place <= names.Count
                ? $"<a href=\"#figure-{HtmlEncode(names[place - 1])}\">{number.Value}</a>" : number.Value));

    private static string Table(TableItem table)
    {
        // A column of numbers is aligned at the right.
        var numeric = table.Headers.Select((_, k) => table.Rows.Count > 0 && table.Rows.All(row => IsNumber(row[k]))).ToList();
        string Cells(IReadOnlyList<string> cells, string tag) => string.Concat(cells.Select((cell, k) =>
            $"<{tag}{(numeric[k] ? " class=\"number\"" : "")}>{ReportText.Html(cell)}</{tag}>"));
        return $"<div class=\"scroll\" tabindex=\"0\">\n<table>\n<caption>{ReportText.Html(table.Caption)}</caption>\n"
            + $"<thead><tr>{Cells(table.Headers, "th")}</tr></thead>\n<tbody>\n"
            + string.Concat(table.Rows.Select(row => $"<tr>{Cells(row, "td")}</tr>\n")) + "</tbody>\n</table>\n</div>\n";
    }

    private static bool IsNumber(string cell) => Number().IsMatch(cell);

    private static string Class(Verdict verdict) => ClaimText.Word(verdict).Replace(' ', '-');

    private static string Sign(Verdict verdict) => verdict switch { Verdict.Holds => "✓", Verdict.Fails => "✗", _ => "?" };

    private static string Linked(string text) => Doi().Replace(
        HtmlEncode(text), match => $"<a href=\"https://doi.org/{match.Groups[1].Value}\">{match.Value}</a>");

    // `</script` would end the script; escaped, it is the same to JavaScript.
    private static string Script(string attributes, string text) => $"<script{attributes}>\n"
        + text.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase) + "\n</script>\n";

    private static string Specification(string name, JsonObject spec) => Script(
        $" type=\"application/json\" id=\"spec-{HtmlEncode(name)}\"",
        FigureJson.Text(spec).Replace("<", "\\u003c", StringComparison.Ordinal));

    [GeneratedRegex(@"(?:https://doi\.org/)?(10\.\d{4,9}/[^\s,;]*[^\s,;.)])")]
    private static partial Regex Doi();

    [GeneratedRegex(@"(\(|See )(Figures? \d+(?: (?:and|to) \d+)?)(?=[).])")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Figures();

    [GeneratedRegex(@"^(–|-|[-−+]?\d[\d.,  ]*( × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?( ?±.*)?( ?%)?( \([-−\d.,]+ to [-−\d.,]+\))?)$")]
    private static partial Regex Number();
}
