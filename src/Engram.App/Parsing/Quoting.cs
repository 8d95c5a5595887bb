using Engram.Configuration;

namespace Engram.App.Parsing;

/// <summary>Words as a POSIX shell reads them, for commands that the program tells the user to type.</summary>
internal static class Quoting
{
    private const string Plain = "@%+=:,./_-";

    /// <summary>The word, in single quotes where the shell would read it otherwise; in bash's own quotes where it has what is not shown.</summary>
    public static string Of(string word) => Visible.Of(word) != word
        ? $"$'{Visible.Of(word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal))}'"
        : word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
