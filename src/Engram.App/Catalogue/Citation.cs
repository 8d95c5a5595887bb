using System.Text.RegularExpressions;

namespace Engram.App.Catalogue;

/// <summary>A source to cite.</summary>
/// <param name="Used">What was used of it, such as <c>cell lstm</c>.</param>
/// <param name="Reference">Authors, year and title in short.</param>
/// <param name="Doi">Digital object identifier; empty for none.</param>
internal sealed partial record Citation(string Used, string Reference, string Doi)
{
    /// <summary>As one line of text, the same for references that are written in different ways.</summary>
    public string Text => (Parts is { Success: true } parts && parts.Groups["year"].Success
        ? $"{parts.Groups["authors"].Value} ({parts.Groups["year"].Value}). {parts.Groups["title"].Value}" : Reference).TrimEnd('.') + "."
        + (Doi.Length > 0 ? $" https://doi.org/{Doi}" : "");

    private Match Parts => Described().Match(Reference);

    /// <summary>The key of its entry: the first author, and the year where there is one; the same for two sources of one author and year.</summary>
    public string Key => Parts is { Success: true } parts
        ? string.Concat(parts.Groups["authors"].Value.TakeWhile(letter => letter is not (',' or ' ' or '&')).Where(char.IsAsciiLetter)).ToLowerInvariant() + parts.Groups["year"].Value
        : "source";

    /// <summary>Its BibTeX entry, with what the reference says; a DOI gives the rest.</summary>
    /// <param name="key">The key.</param>
    public string BibTex(string key)
    {
        List<string> fields = Parts is { Success: true } parts
            ?
            [
                $"author = {{{Authors(parts.Groups["authors"].Value)}}}", $"title = {{{Escaped(parts.Groups["title"].Value.TrimEnd('.'))}}}",
                .. parts.Groups["year"].Success ? [$"year = {{{parts.Groups["year"].Value}}}"] : Array.Empty<string>(),
            ]
            : [$"title = {{{Escaped(Reference.TrimEnd('.'))}}}"];
        fields.AddRange(Doi.Length > 0 ? [$"doi = {{{Doi}}}", $"note = {{{Escaped(Used)}}}"] : [$"note = {{{Escaped(Used)}}}"]);
        return $"@{(Doi.Length > 0 ? "article" : "misc")}{{{key},\n  {string.Join(",\n  ", fields)}\n}}";
    }

    // "Song, Yang & Wang" are three authors, "Greff et al." one and others.
    private static string Authors(string text) => string.Join(" and ", text.Replace(" et al.", ", others", StringComparison.Ordinal)
        .Split([", ", " & "], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Escaped));

    private static string Escaped(string text) => text.Replace("&", "\\&", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);

    // "Authors 2019, Title" and "Authors (2019). Title"; of two authors and no year, "Author & Author, Title".
    [GeneratedRegex(@"^(?:(?<authors>[^0-9(]+?),? \(?(?<year>[12][0-9]{3})\)?[.,] |(?<authors>[^0-9(,]+ & [^0-9(,]+), )(?<title>.+)$")]
    private static partial Regex Described();
}
