using System.Globalization;
using System.Text;

namespace Engram.Storage;

/// <summary>Text in ASCII, for programs that cut off or garble what is not, as Octave does with texts of MATLAB's files.</summary>
internal static class AsciiText
{
    /// <summary>The text for readers: <c>W·a</c> as <c>W*a</c>, <c>2 × 3</c> as <c>2 x 3</c>, and ? for what has no such spelling.</summary>
    public static string Of(string text)
    {
        var made = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            made.Append(letter switch
            {
                '·' => "*",
                '×' => "x",
                'ᵀ' => "^T",
                '−' or '–' => "-",
                _ => char.IsAscii(letter) ? $"{letter}" : "?",
            });
        }

        return $"{made}";
    }

    /// <summary>JSON that says the same.</summary>
    public static string OfJson(string json) => string.Concat(json.Select(letter =>
        char.IsAscii(letter) ? $"{letter}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));
}
