using System.Text.RegularExpressions;
using static System.Net.WebUtility;

namespace Engram.Studies;

/// <summary>
/// Text of a report as HTML: <c>`code`</c> as code, <c>κ_r</c> and <c>σ_{mn}</c> with what is below the line, <c>e^{At}</c> with what is above
/// it, and numbers that are not broken from their signs and units.
/// </summary>
internal static partial class ReportText
{
    /// <summary>The text as HTML; what looks like markup in it stays text.</summary>
    /// <param name="text">The text.</param>
    public static string Html(string text) => Marked().Replace(HtmlEncode(Glue(text)), match =>
        match.Groups["code"] is { Success: true } code ? $"<code>{code.Value}</code>"
        : match.Groups["above"] is { Success: true } above ? $"<sup>{above.Value}</sup>"
        : $"{match.Groups["letter"].Value}<sub>{match.Groups["below"].Value.Trim('{', '}')}</sub>");

    /// <summary>The text with no-break spaces between numbers and what belongs to them: <c>&lt; 0.0001</c>, <c>5 ± 1 %</c>, <c>3 × 10⁴</c>.</summary>
    /// <param name="text">The text.</param>
    public static string Glue(string text) => Space().Replace(text, "\u00a0");

    [GeneratedRegex(@"(?<=[<>≤≥±×=]) (?=[\d−])|(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹]) (?=[%±×])")]
    private static partial Regex Space();

    // A letter by itself, so that names of files and of columns of data stay as they are.
    [GeneratedRegex(
        @"`(?<code>[^`]+)`|\^\{(?<above>[^{}]+)\}|(?<![\p{L}\p{M}\p{Nd}_&#])(?<letter>\p{L}\p{M}*)_(?<below>\{[^{}]+\}|[\p{L}\p{Nd}]+)(?!_)")]
    private static partial Regex Marked();
}
