using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Engram.Studies;

namespace Engram.Tests.Figures;

public sealed partial class ReportPageTests
{
    private static readonly string Page = SampleReport.Html();

    [Fact]
    public void Text_stays_text()
    {
        Assert.DoesNotContain("<b>markup</b>", Page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;markup&lt;/b&gt;, an &amp; and a &lt;/script&gt;", Page, StringComparison.Ordinal);
        Assert.Contains("changes &lt;over&gt; time &amp; delays</title>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_end_where_they_should()
    {
        var html = SampleReport.Html(name => new JsonObject { ["title"] = "</script><script>alert('out')</script><!--", ["name"] = name });
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        var scripts = ScriptEnd().Count(html);
        Assert.Equal(SampleFigures.All.Count + 3, scripts);
        Assert.Equal(scripts, ScriptStart().Count(html));
        var spec = html.Split("id=\"spec-matrix\">")[1].Split("</script>")[0];
        Assert.Equal("</script><script>alert('out')</script><!--", (string?)JsonNode.Parse(spec)!["title"]);
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere() => Assert.DoesNotContain(
        Loaded().Matches(Page.Split("<script>")[0]), match => match.Groups[1].Value != "data:,");

    [Fact]
    public void A_verdict_is_a_word_beside_its_numbers()
    {
        Assert.Contains("3 claims: 1 hold, 1 fail, 1 undecided", Page, StringComparison.Ordinal);
        Assert.Contains("class=\"verdict fails\">✗ fails</td>", Page, StringComparison.Ordinal);
        Assert.Contains("2.21&#160;&#177;&#160;0.61 s", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_quick_run_has_the_banner()
    {
        Assert.Contains("Quick run.", Page, StringComparison.Ordinal);
        var full = ReportPage.Html(SampleReport.Make() with { Quick = false }, _ => []);
        Assert.DoesNotContain("Quick run.", full, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_numbered_in_their_order()
    {
        string[] numbers = [.. Page.Split("<figcaption><b>Figure ")[1..].Select(part => part.Split('.')[0])];
        Assert.Equal([.. Enumerable.Range(1, SampleFigures.All.Count).Select(k => $"{k}")], numbers);
    }

    [Fact]
    public void The_same_report_gives_the_same_page() => Assert.Equal(Page, SampleReport.Html());

    [Fact]
    public void A_doi_becomes_a_link() => Assert.Contains(
        "<a href=\"https://doi.org/10.1371/journal.pcbi.1004792\">https://doi.org/10.1371/journal.pcbi.1004792</a>.",
        Page, StringComparison.Ordinal);

    [Theory]
    [InlineData(97.254, 0.812, "%", "97.25 ± 0.81 %")]
    [InlineData(812.3, 42.1, "", "812 ± 42")]
    [InlineData(0.0012345, 0.000067, "s", "0.001235 ± 0.000067 s")]
    [InlineData(1.5, 0.0, "s", "1.50 ± 0.00 s")]
    [InlineData(-0.0024, 0.217, "", "0.00 ± 0.22")]
    [InlineData(-3.78, 0.5, "", "−3.78 ± 0.50")]
    [InlineData(0.123456, null, "", "0.1235")]
    [InlineData(123456, null, "", "123456")]
    [InlineData(double.NaN, null, "%", "–")]
    public void Numbers_have_the_decimals_that_their_spread_bears(double ours, double? sd, string unit, string expected) =>
        Assert.Equal(expected, ClaimText.Ours(new("id", "statement", "published", ours, sd, 5, unit, "rule", Verdict.Undecided)));

    [Theory]
    [InlineData("share", 0.9, 0.55498, 0.99747, "9 of 10 [55, 100 %]")]
    [InlineData("least", 0.952, 0.6915, 1.0, "least 0.952; 9 of 10 pass [69, 100 %]")]
    [InlineData("", 1.5, null, null, "1.5")]
    [InlineData("", -1.5, -2.25, -0.75, "−1.5 [−2.3, −0.8]")]
    public void A_share_is_a_count_and_an_extreme_is_named(string measure, double ours, double? low, double? high, string expected)
    {
        var claim = new Claim("id", "statement", "published", ours, null, 10, "", "rule", Verdict.Undecided)
        {
            Measure = measure, Low = low, High = high, Passing = measure == "least" ? 9 : null,
        };
        Assert.Equal(expected, $"{ClaimText.Ours(claim)} {ClaimText.Interval(claim)}".TrimEnd());
    }

    [Theory]
    [InlineData(0.00001, 5, "< 0.0001 (of 5)")]
    [InlineData(0.00321, 1, "0.0032")]
    [InlineData(0.5, 3, "0.50 (of 3)")]
    public void P_says_of_how_many_claims_it_is_one(double corrected, int size, string expected) => Assert.Equal(
        expected,
        ClaimText.Probability(new Claim("id", "statement", "published", 1, 1, 10, "", "rule", Verdict.Undecided)
        {
            Corrected = corrected, FamilySize = size,
        }));

    [Theory]
    [InlineData("the preset `modern` of e^{At}", "the preset <code>modern</code> of e<sup>At</sup>")]
    [InlineData("κ_r as m_r·x", "κ<sub>r</sub> as m<sub>r</sub>&#183;x")]
    [InlineData("σ̃_mn κ, σ_m²κ² and σ_{m2n2}.", "σ̃<sub>mn</sub> κ, σ<sub>m</sub>&#178;κ&#178; and σ<sub>m2n2</sub>.")]
    [InlineData("the column r2_first, `w_rec` and a_b_c", "the column r2_first, <code>w_rec</code> and a_b_c")]
    [InlineData("p < 0.0001, 5 ± 1 %, 4.6 × 10¹⁶", "p &lt;&#160;0.0001, 5&#160;&#177;&#160;1&#160;%, 4.6&#160;&#215;&#160;10&#185;⁶")]
    [InlineData("<b> a_<i>", "&lt;b&gt; a_&lt;i&gt;")]
    public void Letters_and_numbers_are_typeset(string text, string expected) => Assert.Equal(expected, ReportText.Html(text));

    [Fact]
    public void P_is_said_once_and_not_where_no_test_was_made()
    {
        Claim Claim(double? corrected) => new("a", "A.", "", 1, 1, 10, "", "rule", Verdict.Fails) { Corrected = corrected, FamilySize = 5 };
        string Page(double? corrected) => ReportPage.Html(
            SampleReport.Make() with { Sections = [new("S", [new ClaimItem(Claim(corrected))])] }, _ => []);
        Assert.Contains("; p&#160;&lt;&#160;0.0001&#160;(of&#160;5). Rule", Page(1e-9), StringComparison.Ordinal);
        Assert.Contains("class=\"number\">&lt;&#160;0.0001 (of&#160;5)</td>", Page(1e-9), StringComparison.Ordinal);
        Assert.Contains("; p&#160;=&#160;0.03&#160;(of&#160;5). Rule", Page(0.03), StringComparison.Ordinal);
        Assert.Contains("n = 10. Rule", Page(null), StringComparison.Ordinal);
    }

    [GeneratedRegex("</script>", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptEnd();

    [GeneratedRegex("<script[ >]", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptStart();

    [GeneratedRegex("(?:<link[^>]*href|<script[^>]*src|<img[^>]*src|@import|url)\\s*[=(]\\s*[\"']?([^\"')]*)")]
    private static partial Regex Loaded();
}
