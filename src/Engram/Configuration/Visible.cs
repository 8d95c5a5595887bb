using System.Globalization;
using System.Text;

namespace Engram.Configuration;

/// <summary>
/// Text as it may go to a terminal. What a file or a folder is called, or holds, may have escape sequences that move the cursor or change
/// colours, or line breaks that look like messages of the program; they are shown as what they are.
/// </summary>
internal static class Visible
{
    /// <summary>The text with everything that is not shown as a letter of its own written out, such as <c>\u001b</c> and <c>\n</c>.</summary>
    /// <param name="text">One line.</param>
    public static string Of(string text)
    {
        if (!text.Where((_, place) => IsHidden(text, place)).Any())
        {
            return text;
        }

        var shown = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            shown.Append(!IsHidden(text, i) ? $"{text[i]}" : text[i] switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                var other => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)other:x4}"),
            });
        }

        return shown.ToString();
    }

    // Controls, line and paragraph separators, halves of surrogate pairs, and what turns the direction of the text round.
    private static bool IsHidden(string text, int place) => text[place] switch
    {
        var letter when char.IsControl(letter) => true,
        '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or '\ufeff' => true,
        >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' => true,
        var letter when char.IsHighSurrogate(letter) => place + 1 == text.Length || !char.IsLowSurrogate(text[place + 1]),
        var letter when char.IsLowSurrogate(letter) => place == 0 || !char.IsHighSurrogate(text[place - 1]),
        _ => false,
    };
}
